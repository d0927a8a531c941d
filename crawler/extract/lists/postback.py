"""Pagers whose links are `javascript:__doPostBack('target','argument')`: which of them opens the next page of a list.

Only pagers are followed. Calendars, sort orders, votes and buttons look much alike: so a number must either stand in
the argument too (`Page$2`), or beside another mark of a pager (the current number without a link, "next", a class).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from lxml.html import HtmlElement

from crawler.extract.lists.webform import read_form
from crawler.extract.markup.tree import Named, climb, text_of
from crawler.extract.sheet import Sheet
from crawler.extract.text import clean, fold
from crawler.items import Listing
from crawler.postback import page_of, posted_part, with_posted
from crawler.urls import canonical_url

QUOTED = r"""(?:'([^'"\\]{0,300})'|"([^'"\\]{0,300})")"""
CALL = re.compile(
    r"^\s*(?:javascript:)?\s*(?:__doPostBack\(|WebForm_DoPostBackWithOptions\(\s*new\s+WebForm_PostBackOptions\()\s*"
    + QUOTED + r"\s*,\s*" + QUOTED,
    re.I,
)  # fmt: skip
NUMBER = re.compile(r"^\W*(?:trang\s*)?([0-9]{1,5})\W*$")
WORDS: tuple[tuple[Literal["next", "more", "far"], re.Pattern[str]], ...] = (
    ("next", re.compile(r"^\W*(?:trang )?(?:tiep(?: theo)?|sau|ke(?: tiep)?|next(?: page)?)\W*$|^[›>]$")),
    ("more", re.compile(r"^(?:\.{2,4}|…)$")),
    ("far", re.compile(r"^(?:»|>>)$")),
)
LAST_NUMBER = re.compile(r"([0-9]{1,9})[^0-9]*$")
OTHER_COMMAND = re.compile(
    r"^(?:sort|select|edit|delete|cancel|update|expand|collapse|insert|new)\b|^v[0-9]|last$", re.I
)
CALENDAR = re.compile(r"calendar|date_?picker|lich(?:su)?$|(?:^|[$_])lich", re.I)
CALENDAR_HINT = Named(r"calendar|datepicker|\blich\b")
WEEKDAYS = frozenset(
    (
        "t2",
        "t3",
        "t4",
        "t5",
        "t6",
        "t7",
        "cn",
        "hai",
        "ba",
        "tu",
        "nam",
        "sau",
        "bay",
        "su",
        "mo",
        "we",
        "th",
        "fr",
        "sa",
        "sun",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
    )
)
PAGER_HINT = Named(r"paginat|\bpager\b|pag(?:er|ing)|page-?numbers?|phan-?trang|\bpages?\b|numeric")
CURRENT_HINT = Named(r"\b(?:active|current|selected|curr?page)\b|rdcurrent|rgcurrent")
MAX_CALLS = 500
MAX_GROUP_TEXT = 240
"""Characters of text around which a pager ends: it holds numbers and a few words."""
MAX_LEVELS = 10
MAX_PAGES = 5_000
"""Pages of one list that are posted for."""


@dataclass(frozen=True, slots=True)
class Call:
    """One link that posts the page's form."""

    element: HtmlElement
    target: str
    argument: str
    number: int | None
    word: Literal["next", "more", "far"] | None


@dataclass(slots=True)
class Group:
    """Links that stand together."""

    element: HtmlElement
    calls: list[Call] = field(default_factory=list)

    @property
    def numbers(self) -> dict[int, Call]:
        """Return the first link to each number."""
        found: dict[int, Call] = {}
        for call in self.calls:
            if call.number is not None:
                found.setdefault(call.number, call)
        return found


def find_posted_pagers(sheet: Sheet) -> list[Group]:
    """Return the pagers of a page whose links post its form."""
    return [group for group in _groups(sheet) if _is_pager(group)]


def with_next_post(sheet: Sheet, listing: Listing, pagers: list[Group]) -> Listing:
    """Return a page of a list with what must be posted for the next one, if no plain address leads there."""
    posted = page_of(sheet.capture.postback)
    listing = replace(listing, page=posted) if posted else listing
    if listing.next_url is not None or (listing.pages_declared or MAX_PAGES) <= listing.page:
        return listing
    group = _nearest(sheet, listing, pagers)
    if group is None:
        return listing
    shown = _shown_numbers(group)
    page = posted or (min(shown) if len(shown) == 1 else 1)
    highest = max((*shown, *group.numbers, page)) if shown or group.numbers else None
    listing = replace(listing, page=page, pages_declared=listing.pages_declared or highest)
    if len(shown) == 1 and page not in shown:
        return listing  # the server did not go where the form said
    call = _next_call(group, page)
    return listing if call is None or page >= MAX_PAGES else _posted(sheet, listing, call)


def _posted(sheet: Sheet, listing: Listing, call: Call) -> Listing:
    form = read_form(sheet.capture, sheet.portal, call.target, call.argument)
    if form is None:
        return listing
    name = with_posted(canonical_url(form.url, sheet.portal), posted_part(call.target, call.argument, listing.page + 1))
    return replace(listing, next_url=name, next_fetch_url=form.url, next_form=form)


def _calls(sheet: Sheet) -> Iterator[Call]:
    """Yield the page's links that post its form and read like a pager's."""
    seen = 0
    for element in sheet.root.iter("a"):
        match = next((found for source in _scripts(element) if (found := CALL.match(source))), None)
        if match is None:
            continue
        seen += 1
        if seen > MAX_CALLS:
            return
        target, argument = match[1] or match[2] or "", match[3] or match[4] or ""
        label = fold(text_of(element) or clean(element.get("title") or ""))
        number = NUMBER.match(label) if len(label) <= 16 else None
        word = next((kind for kind, pattern in WORDS if pattern.match(label)), None) if len(label) <= 24 else None
        call = Call(element, target, argument, int(number[1]) if number else None, word)
        if target and (number or word) and _is_plausible(call):
            yield call


def _scripts(element: HtmlElement) -> Iterator[str]:
    for name in ("href", "onclick"):
        source = element.get(name)
        if source and len(source) <= 2_000:
            yield source.replace("%24", "$").replace("%27", "'")


def _is_plausible(call: Call) -> bool:
    """Return True unless target or argument speak of something else than the page's number."""
    if OTHER_COMMAND.search(call.argument) or CALENDAR.search(call.target.replace(" ", "")):
        return False
    found = LAST_NUMBER.search(call.argument)
    return found is None or call.number is None or int(found[1]) in (call.number, call.number - 1)


def _groups(sheet: Sheet) -> list[Group]:
    found: dict[HtmlElement, Group] = {}
    for call in _calls(sheet):
        around = _around(call.element)
        found.setdefault(around, Group(around)).calls.append(call)
    return list(found.values())


def _around(element: HtmlElement) -> HtmlElement:
    """Return the largest element around a link that holds little text."""
    around = element
    for _, step in zip(range(MAX_LEVELS), climb(element), strict=False):
        if step.tag in ("body", "html", "form") or _is_long(step):
            break
        around = step
    return around


def _is_long(element: HtmlElement) -> bool:
    length = 0
    for text in element.itertext():
        length += len(text.strip())
        if length > MAX_GROUP_TEXT:
            return True
    return False


def _is_pager(group: Group) -> bool:
    """Return True for links that page through a list."""
    words = set(re.findall(r"\w+", fold(text_of(group.element))))
    if len(words & WEEKDAYS) >= 5 or any(CALENDAR_HINT(step) for step in climb(group.element)):
        return False
    if any(LAST_NUMBER.search(call.argument) for call in group.calls if call.number is not None):
        return True
    if any(call.word in ("next", "far") for call in group.calls):
        return True
    hinted = any(PAGER_HINT(step) for step in (group.element, *(call.element for call in group.calls[:20])))
    return hinted or bool(_shown_numbers(group))


def _shown_numbers(group: Group) -> set[int]:
    """Return the numbers that no link leads to, or a link marked as the current one: the page we are on."""
    linked = {call.element for call in group.calls}
    found = set()
    for element in group.element.iter():
        if not isinstance(element.tag, str) or (element in linked and not CURRENT_HINT(element)):
            continue
        if element not in linked and any(step in linked for step in climb(element)):
            continue
        for text in (element.text, element.tail if element is not group.element else None):
            match = NUMBER.match(fold(text)) if text and len(text) <= 16 else None
            if match:
                found.add(int(match[1]))
    return found


def _nearest(sheet: Sheet, listing: Listing, groups: list[Group]) -> Group | None:
    """Return the pager that stands nearest to the list's rows."""
    if not groups:
        return None
    url = listing.items[0].fetch_url if listing.items else None
    row = next((anchor.element for anchor in sheet.anchors if anchor.url == url), None)
    if row is None:
        return groups[0]
    level = {step: number for number, step in enumerate(climb(row))}
    return min(groups, key=lambda group: next((level[step] for step in climb(group.element) if step in level), 999))


def _next_call(group: Group, page: int) -> Call | None:
    """Return the link that opens the page after `page`."""
    if page + 1 in group.numbers:
        return group.numbers[page + 1]
    for word in ("next", "more", "far"):
        # Of two rows of dots the one behind the numbers goes on.
        found = [call for call in group.calls if call.word == word and _goes_on(call, page)]
        if found and (word != "more" or max(group.numbers, default=page) <= page):
            behind = _behind(group, page) if word == "more" else 0
            return next((call for call in found if group.calls.index(call) >= behind), None)
    return None


def _goes_on(call: Call, page: int) -> bool:
    """Return True unless the argument names another page than the next."""
    found = LAST_NUMBER.search(call.argument)
    return found is None or int(found[1]) in (page, page + 1)


def _behind(group: Group, page: int) -> int:
    """Return the position in a pager behind which what follows stands: after the last number up to `page`."""
    return max(
        (at + 1 for at, call in enumerate(group.calls) if call.number is not None and call.number <= page), default=0
    )
