"""Which block is the title of the page: the heading that the page's own `<title>` or structured data repeats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from crawler.extract.blocks import Block
from crawler.extract.byline import MAX_LINE, read_line
from crawler.extract.dates import find_dates
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.extract.tree import hints, is_within, select, text_of

TITLE_HINT = re.compile(r"title|headline|tieu-?de|header-?detail|subject")
NOT_TITLE_HINT = re.compile(
    r"portlet-title|site-title|box-title|widget-title|block-title|site-name|logo|related|sub-?title"
)
LABEL = re.compile(r"^(?:ngay dang|dang ngay|publish|cap nhat|thu (?:hai|ba|tu|nam|sau|bay)|chu nhat|\d{1,2}[/:-]\d)")
TAIL_CLOCK = re.compile(r"\s*\(([^()]{8,40})\)\s*$")
"""`(10:34 04/12/2018)` at the end of a title line. Source: hanoi.gov.vn."""
LEVELS = {"h1": 3, "h2": 2, "h3": 1}
SHORTEST, LONGEST = 4, 600
TELLING = 15
"""Characters from which a block that repeats the page's name is taken for its title, whatever its element."""
GOOD = 4
"""Score from which a block counts as the title."""


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a page, and where it stands."""

    text: str
    block: Block | None
    """None if only structured data or `<title>` has it."""
    clock: str | None = None
    """Date and time that stood in brackets at its end."""


class Names(NamedTuple):
    """What the page calls itself, folded."""

    head: str
    """The text of `<title>`: the title, and often the portal's name behind it."""
    structured: frozenset[str]

    def agreement(self, text: str) -> int:
        """Return how well a block's text agrees with these."""
        folded = fold(text)
        if folded in self.structured or folded == self.head:
            return 6
        if self.head.startswith(folded) and not self.head[len(folded) : len(folded) + 1].isalnum():
            return 5
        return 2 if len(folded) > 15 and folded in self.head else 0


def _score(block: Block, sheet: Sheet, names: Names) -> int:
    """Return how much a block looks like the title."""
    own = hints(block.element)
    score = names.agreement(block.text) + LEVELS.get(str(block.element.tag), 0)
    score += 2 if TITLE_HINT.search(own) else 0
    score -= 5 if NOT_TITLE_HINT.search(own) else 0
    score -= 3 if block.link_share > 0.5 else 0
    following = sheet.blocks[block.order + 1 : block.order + 3]
    score += 3 if any(LABEL.match(fold(after.text[:40])) for after in following) else 0
    return score


def _is_candidate(block: Block, names: Names) -> bool:
    """Return True for a heading, a block named like a title, or one that says just what the page calls itself."""
    if not SHORTEST <= len(block.text) <= LONGEST or block.element.tag == "title":
        return False
    if len(block.text) >= TELLING and block.link_share < 0.5 and names.agreement(block.text) >= 5:
        return True
    named = block.kind == "heading" or bool(TITLE_HINT.search(hints(block.element)))
    return named and block.element.tag not in ("td", "th", "li")


def _above_byline(sheet: Sheet) -> Title | None:
    """Return the line above the first labelled date of publication: what Liferay pages print as title."""
    for block in sheet.blocks:
        if len(block.text) > MAX_LINE or sheet.in_aside(block.element):
            continue
        line = read_line(block.text)
        if not line.is_byline or not any(meaning == "published" for meaning, _ in line.dates):
            continue
        above = sheet.blocks[block.order - 1] if block.order else block
        good = SHORTEST < len(above.text) <= LONGEST and above.link_share < 0.5 and above.element.tag != "title"
        return _split_clock(above.text, above) if good and not sheet.in_aside(above.element) else None
    return None


def _selected(sheet: Sheet) -> Title | None:
    """Return the title that the portal file's selector finds."""
    for element in select(sheet.root, sheet.portal.select.title)[:1]:
        block = next((block for block in sheet.blocks if is_within(block.element, element)), None)
        return _split_clock(block.text if block else text_of(element), block)
    return None


def _split_clock(text: str, block: Block | None) -> Title:
    """Return the title without a time in brackets at its end."""
    tail = TAIL_CLOCK.search(text)
    dated = find_dates(tail[1]) if tail else []
    if tail and len(dated) == 1 and dated[0].moment.time is not None:
        return Title(text[: tail.start()], block, tail[1])
    return Title(text, block)


def find_title(sheet: Sheet) -> Title | None:
    """Return the title of the page; None if nothing on it looks like one."""
    chosen = _selected(sheet)
    if chosen is not None:
        return chosen
    names = Names(fold(sheet.head_title), frozenset(fold(title) for title in sheet.evidence.titles))
    scored = [
        (_score(block, sheet, names), -block.order, block) for block in sheet.blocks if _is_candidate(block, names)
    ]
    for score, _, block in sorted(scored, key=lambda entry: entry[:2], reverse=True):
        if score < GOOD:
            break
        if not sheet.in_chrome(block.element):
            return _split_clock(block.text, block)
    return _above_byline(sheet)
