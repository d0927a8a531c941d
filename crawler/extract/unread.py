"""Why nothing was found in a page that is text: something holds the rest of it, or is too large to be anything."""

from __future__ import annotations

from crawler.extract.markup.blocks import MAX_BLOCKS
from crawler.extract.sheet import Sheet
from crawler.items import Problem

HOLDERS = (("<!--", "-->"), *((f"<{tag}", f"</{tag}") for tag in ("script", "style", "title", "textarea", "iframe")))
"""What begins and ends the parts of a page in which tags are no tags."""
LONGEST_TEXT = 100_000
"""Characters of one paragraph, heading or table that are more than any title or text has."""


def why_cut(sheet: Sheet) -> tuple[Problem, ...]:
    """Return a problem for a page of which only the first part is read."""
    if len(sheet.blocks) < MAX_BLOCKS:
        return ()
    return (Problem(code="page_too_large", message=f"{MAX_BLOCKS} or more pieces of text; no more are read"),)


def why_other(source: str, sheet: Sheet) -> tuple[Problem, ...]:
    """Return a problem for a page in which nothing was found though it may hold something."""
    lower = source.lower()
    held = next((start for start, end in HOLDERS if lower.rfind(start) > lower.rfind(end)), None)
    if held is not None:
        return (Problem(code="page_unreadable", message=f"{held} is never closed and holds the rest of the page"),)
    longest = max((len(block.text) for block in sheet.blocks), default=0)
    if longest > LONGEST_TEXT:
        return (Problem(code="page_too_large", message=f"a single text of {longest} characters, and no article"),)
    return ()
