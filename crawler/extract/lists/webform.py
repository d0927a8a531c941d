"""The form of an ASP.NET page as a browser would send it: hidden state and all, but no button that nobody pressed.

Source: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#constructing-the-form-data-set
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from lxml import etree

from crawler.extract.encodings.decode import decode
from crawler.extract.markup.ends import without_early_ends
from crawler.items import Capture
from crawler.portals import Portal
from crawler.postback import PostForm
from crawler.urls import is_on, resolve

STATE = "__VIEWSTATE"
TARGET, ARGUMENT = "__EVENTTARGET", "__EVENTARGUMENT"
NOT_SENT = frozenset(("submit", "button", "image", "reset", "file"))
TICKED = frozenset(("checkbox", "radio"))
MAX_FIELDS = 2_000
MAX_CHARS = 8_000_000
"""Of all names and values; a form's state is a few hundred kilobytes at most."""

Pair = tuple[str, str]


def read_form(capture: Capture, portal: Portal, target: str, argument: str) -> PostForm | None:
    """Return the page's form, filled in for one postback; None without such a form, or if it leads off the portal."""
    text = decode(capture.body, capture.header("content-type") or capture.mime).text
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    root = etree.fromstring(without_early_ends(text.encode("utf-8", "replace").replace(b"\x00", b"")), parser)
    form = next((form for form in root.iter("form") if _is_web_form(form)), None) if root is not None else None
    if form is None:
        return None
    url = resolve(capture.requested_url, form.get("action") or capture.requested_url)
    if url is None or not is_on(portal, url):
        return None
    fields = [pair for pair in _fields(form) if pair[0] not in (TARGET, ARGUMENT)]
    if len(fields) > MAX_FIELDS or sum(len(name) + len(value) for name, value in fields) > MAX_CHARS:
        return None
    return PostForm(url=url, fields=((TARGET, target), (ARGUMENT, argument), *fields))


def _is_web_form(form: etree._Element) -> bool:
    names = {element.get("name") or "" for element in form.iter("input")}
    return (form.get("method") or "post").lower() == "post" and any(name.startswith(STATE) for name in names)


def _fields(form: etree._Element) -> Iterator[Pair]:
    for element in form.iter("input", "select", "textarea"):
        name = element.get("name")
        if not name or element.get("disabled") is not None:
            continue
        if element.tag == "select":
            yield from ((name, value) for value in _chosen(element))
        elif element.tag == "textarea":
            yield name, "".join(cast("Iterator[str]", element.itertext())).removeprefix("\n")
        elif _is_sent(element):
            default = "on" if _type(element) in TICKED else ""
            yield name, element.get("value", default)


def _type(element: etree._Element) -> str:
    return (element.get("type") or "text").strip().lower()


def _is_sent(element: etree._Element) -> bool:
    kind = _type(element)
    return kind not in NOT_SENT and (kind not in TICKED or element.get("checked") is not None)


def _chosen(select: etree._Element) -> list[str]:
    """Return the values of the chosen options; a drop-down list without one sends its first."""
    options = [option for option in select.iter("option") if option.get("disabled") is None]
    chosen = [option for option in options if option.get("selected") is not None]
    if select.get("multiple") is None:
        chosen = chosen[-1:] or options[:1]
    return [_value(option) for option in chosen]


def _value(option: etree._Element) -> str:
    value = option.get("value")
    return " ".join("".join(cast("Iterator[str]", option.itertext())).split()) if value is None else value
