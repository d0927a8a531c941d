"""CSS selectors of portal files, made ready for use; what is wrong with one is said in a line."""

from __future__ import annotations

from cssselect import HTMLTranslator, SelectorError
from lxml import etree


def compiled(selector: str) -> etree.XPath:
    """Return what finds the elements of a CSS selector. Raises: ValueError that says what is wrong with it."""
    try:
        return etree.XPath(HTMLTranslator().css_to_xpath(selector))
    except (SelectorError, etree.XPathError) as error:
        hint = " (XPath is none)" if selector.lstrip("(").startswith(("/", "./")) else ""
        raise ValueError(f"not a CSS selector: {' '.join(str(error).split())}{hint}") from None
