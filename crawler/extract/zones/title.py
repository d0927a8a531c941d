"""Which block is the title of the page: the heading that the page's own `<title>` or structured data repeats.

Where these say nothing of the page, the place tells: the heading next to the byline, or the last one before the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from lxml.html import HtmlElement

from crawler.extract.byline import MAX_LINE, Line
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import Named, is_within, select, text_of
from crawler.extract.printed.dates import find_dates
from crawler.extract.sections import is_known_name, own_hints
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.extract.zones.lines import join_lines
from crawler.extract.zones.names import GENERIC, Names, page_names
from crawler.extract.zones.path_line import title_in_path
from crawler.extract.zones.prune import JUNK_LINE, RELATED
from crawler.extract.zones.region import is_prose
from crawler.urls import canonical_url, resolve

TITLE_HINT = Named(
    r"title|headline|tieu-?de|ten-?(?:bai|tin)\b|(?:bai|tin)-?tua|tua-?(?:bai|de|tin)|header-?detail|subject|(?:article|news|detail|post|entry)-?(?:header|heading|subject)\b"
)
NOT_TITLE_HINT = Named(
    r"portlet-title|site-title|box-title|widget-title|block-title|site-name|logo|related|sub-?title|title-?(?:box|block|cat)"
    r"|cat-?title|section-?title|page-?title-?bar|(?:tieu-?de|ten)-?(?:nhom|muc|chuyen-?muc|trang|box|khoi)"
)
CLOCK = re.compile(
    r"^(?:\d{1,2}:\d{2}(?::\d{2})?[\s,|-]*\d{1,2}[/-]\d{1,2}[/-]\d{4}|\d{1,2}[/-]\d{1,2}[/-]\d{4}[\s,|-]*\d{1,2}:\d{2}(?::\d{2})?)$"
)
TAIL_CLOCK = re.compile(r"\s*[(\[]([^()\[\]]{14,24})[)\]]\s*$")
"""`(10:34 04/12/2018)` at the end of a title line; a day alone, or `8h00 ngày …`, is one of the title's subject.

Source: hanoi.gov.vn.
"""
TAIL_DAY = re.compile(r"\s*[(\[](\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d)[)\]]\s*$")
ENTRIES = frozenset(("td", "th", "li"))
"""Elements whose names say nothing of a title: every row of a list of news is called so."""
LEVELS = {"h1": 3, "h2": 2, "h3": 1}
SHORTEST, LONGEST = 4, 600
NUMBERS = re.compile(r"[\d\s/.:,-]+(?:[ap]m|sa|ch)?")
"""A line that may be a date, though not one that can be read: `9/14/2021 3:42 PM`."""
MAX_ALONE = 80
"""Characters of a line that holds a date and little else."""
TELLING = 15
"""Characters from which a block that repeats the page's name is taken for its title, whatever its element."""
GOOD = 4
"""Score from which a block counts as the title."""
NAMED = 5
"""Agreement of a block with what the page calls itself, from which it says just that."""
CERTAIN = 11
"""Score that no block without such agreement has: 2 for its words, 3 for its level, 2 for its name, 3 for a byline."""
NEAR = 5
"""Blocks after a title in which its byline may stand."""
LONGEST_NAME = 80
"""Characters of the name of a section."""
MAX_CANDIDATES = 60
MAX_SCANNED = 1_500
"""Blocks that are searched for a byline where no heading is good."""


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a page, and where it stands."""

    text: str
    block: Block | None
    """None if only structured data or `<title>` has it."""
    clock: str | None = None
    """Date and time that stood in brackets at its end, or a byline that stood in the same element."""


def _is_byline(line: Line) -> bool:
    """Return True if a line is one that stands beside titles: a time of publication, a counter."""
    dated = "published" in line.labels or "updated" in line.labels or line.bare is not None
    return line.is_byline and (dated or line.views.status != "absent")


def _byline_near(sheet: Sheet, block: Block) -> int:
    """Return 3 if a byline follows a block, 1 if it follows after a lead, 2 if one stands right before it; else 0."""
    below = [one for one in sheet.blocks[block.order + 1 : block.order + 1 + NEAR] if not sheet.in_chrome(one.element)]
    bonus = 3
    for strip in join_lines(below):
        line = sheet.read_line(strip.text)
        if _is_byline(line) and (line.dates or strip.blocks[0].link_share < 0.9):  # no link to recent changes
            return bonus
        if line.is_byline or line.is_empty or JUNK_LINE.match(fold(strip.text[:LONGEST])):
            continue
        if bonus == 1 or not _is_lead(strip.text):
            break
        bonus = 1
    before = sheet.blocks[block.order - 1] if block.order else block
    return 2 if len(before.text) <= MAX_LINE and _is_byline(sheet.read_line(before.text)) else 0


def _is_lead(text: str) -> bool:
    """Return True for a text that is a sentence or long, as a lead is and a title is not."""
    return len(text) > 180 or (len(text) >= 60 and text.endswith((".", "!", "?", "…")))


def _score(block: Block, sheet: Sheet, names: Names) -> int:
    """Return how much a block looks like the title, by its words and its element."""
    own = own_hints(block)
    agreement = names.agreement(block.text)
    score = agreement + LEVELS.get(str(block.element.tag), 0)
    score += 2 if TITLE_HINT.says(own) else 0
    score -= 5 if NOT_TITLE_HINT.says(own) or block.folded in names.site else 0
    return score - (3 if block.link_share > 0.5 and not _links_to_itself(block, sheet) else 0)


def _links_to_itself(block: Block, sheet: Sheet) -> bool:
    own = canonical_url(sheet.base, sheet.portal)
    targets = (resolve(sheet.base, anchor.get("href") or "") for anchor in block.element.iter("a"))
    return any(target and canonical_url(target, sheet.portal) == own for target in targets)


def _is_candidate(block: Block, sheet: Sheet, names: Names) -> bool:
    """Return True for a heading, a block named like a title, or one that says just what the page calls itself."""
    if not SHORTEST <= len(block.text) <= LONGEST or block.element.tag == "title":
        return False
    if block.element.tag not in ENTRIES and (block.kind == "heading" or TITLE_HINT.says(own_hints(block))):
        elsewhere = (
            block.link_share > 0.5 and names.agreement(block.text) < NAMED and not _links_to_itself(block, sheet)
        )
        return not elsewhere and not RELATED.match(block.folded)
    telling = len(block.text) >= TELLING and block.link_share < 0.5 and names.may_agree(block.text)
    return telling and names.agreement(block.text) >= NAMED


def _above_byline(sheet: Sheet, names: Names) -> Title | None:
    """Return the line above the first labelled date of publication: what Liferay pages print as title."""
    for block in sheet.blocks[:MAX_SCANNED]:
        if len(block.text) > MAX_LINE or sheet.in_aside(block.element):
            continue
        line = sheet.read_line(block.text)
        if line.is_byline and "published" in line.labels:
            above = next(_upwards(sheet, block), None)
            # A byline that follows running text stands at the end of an article: above it is a signature, no title.
            after_text = above is not None and any(map(is_prose, sheet.blocks[max(0, above.order - 2) : above.order]))
            good = above is not None and not after_text and _can_be_title(above, sheet, names)
            return _split_clock(above.text, above) if above is not None and good else None
    return None


def _over_date(sheet: Sheet, names: Names) -> Title | None:
    """Return the line, bold or named a title, right above the first date of its own line that running text follows.

    Pages without headings print no more than that: `<b>title</b><br>(14/09/2021 15:42)<br>text`, in cells of a table.
    """
    for block in sheet.blocks[1:MAX_SCANNED]:
        line = sheet.read_line(block.text) if len(block.text) <= MAX_ALONE else None
        dated = line is not None and (line.bare is not None or "updated" in line.labels)
        if line is None or not dated or line.residue or line.has_weekday or sheet.in_aside(block.element):
            continue
        above = next(_upwards(sheet, block), None)
        text = any(map(_is_text, sheet.blocks[block.order + 1 : block.order + 3]))
        shown = above is not None and (
            above.is_bold or TITLE_HINT.says(own_hints(above)) or _is_plain_title(above, block, timed=_has_time(line))
        )
        if above is not None and shown and text and len(above.text) >= TELLING:
            return _split_clock(above.text, above) if _can_be_title(above, sheet, names) else None
    return None


def _has_time(line: Line) -> bool:
    return line.bare is not None and line.bare.time is not None


def _is_plain_title(above: Block, dated: Block, *, timed: bool) -> bool:
    """Return True for a line as long as a title, no sentence, in one element with the time of publication under it."""
    return timed and above.element is dated.element and len(above.text) >= 2 * TELLING and above.text[-1] not in ".:;,"


def _is_text(block: Block) -> bool:
    """Return True for running text, or one short sentence of it."""
    return is_prose(block) or (len(block.text) >= TELLING and not block.link_chars and block.text.endswith("."))


def _upwards(sheet: Sheet, block: Block) -> Iterator[Block]:
    """Yield the blocks above a byline, nearest first, without other lines of bylines and buttons."""
    for above in reversed(sheet.blocks[max(0, block.order - NEAR) : block.order]):
        folded = fold(above.text[:LONGEST])
        if not (sheet.read_line(above.text).is_byline or JUNK_LINE.match(folded) or NUMBERS.fullmatch(folded)):
            yield above


def _can_be_title(block: Block, sheet: Sheet, names: Names) -> bool:
    """Return True for a line that may be a title though nothing says so: no sentence, link or name of the portal."""
    good = SHORTEST < len(block.text) <= LONGEST and block.link_share < 0.5 and block.element.tag != "title"
    words = good and not (len(block.text) > 60 and block.text.endswith(".")) and not block.text.endswith(":")
    aside = sheet.in_aside(block.element) or NOT_TITLE_HINT(block.element)
    named = block.folded in names.site or GENERIC.match(block.folded)
    dated = len(block.text) <= MAX_ALONE and bool(find_dates(block.text[:40]))
    return words and not aside and not named and not dated


def _over_text(sheet: Sheet, names: Names, scored: list[tuple[int, Block]]) -> Title | None:
    """Return the heading right above the page's running text, where nothing but a byline stands between."""
    named = {block.order for score, block in scored if score >= 1}
    prose = (one for one in sheet.blocks if is_prose(one) and one.kind != "heading" and one.order not in named)
    first = next((block for block in prose if not sheet.in_aside(block.element)), None)
    if first is None:
        return None
    above = next(_upwards(sheet, first), None)
    headings = [block for score, block in scored if score >= 1 and block is above]
    return (
        _split_clock(headings[0].text, headings[0]) if headings and _can_be_title(headings[0], sheet, names) else None
    )


def _selected(sheet: Sheet) -> Title | None:
    """Return the title that the portal file's selector finds."""
    for element in select(sheet.root, sheet.portal.select.title)[:1]:
        text = text_of(element)
        # An inline element is a part of its block, or one of its lines.
        block = next(
            (
                one
                for one in sheet.blocks
                if is_within(one.element, element) or (one.text == text and is_within(element, one.element))
            ),
            None,
        )
        return _split_clock(block.text if block else text, block)
    return None


def _split_clock(text: str, block: Block | None) -> Title:
    """Return the title without a time in brackets at its end, or a day there in an element of its own."""
    tail = TAIL_CLOCK.search(text)
    if tail and CLOCK.match(tail[1].strip()) and find_dates(tail[1]):
        return Title(text[: tail.start()], block, tail[1])
    day = TAIL_DAY.search(text) if block is not None and len(block.element) else None
    if day and block is not None and text_of(cast("HtmlElement", block.element[-1])) == day[0].strip():
        return Title(text[: day.start()], block, day[1])
    return Title(text, block)


def _split_byline(block: Block, sheet: Sheet, names: Names) -> Title | None:
    """Return the title of a block that holds the page's name and then a byline."""
    length = names.prefix_of(block.text) if block.kind == "heading" and len(block.text) <= LONGEST else 0
    rest = block.text[length:].strip(" -–|,") if length else ""
    if not rest or not _is_byline(sheet.read_line(rest)):
        return None
    return Title(block.text[:length].rstrip(" -–|,("), block, rest)


def _candidates(sheet: Sheet, names: Names, *, named: bool) -> list[Block]:
    """Return the blocks that may be the title; with `named`, only those that say what the page calls itself."""
    blocks = sheet.blocks
    if named:
        starts = {name[:SHORTEST] for name in (names.head, *names.structured)}
        blocks = [one for one in blocks if fold(one.text[:SHORTEST]) in starts and names.agreement(one.text) >= NAMED]
    return [one for one in blocks if not sheet.in_chrome(one.element) and _is_candidate(one, sheet, names)]


def _weighed(candidates: list[Block], sheet: Sheet, names: Names) -> list[tuple[int, Block]]:
    """Return candidates with their scores: by their words and elements and, for the best of these, by their place."""
    scored = [(_score(block, sheet, names), block) for block in candidates[:MAX_CANDIDATES]]
    best = max((score for score, _ in scored), default=0)
    return [
        (score + (_byline_near(sheet, block) if score >= max(0, best - 3) else 0), block) for score, block in scored
    ]


def _best(scored: list[tuple[int, Block]]) -> tuple[int, Block | None]:
    """Return the highest score and its block, the first on the page of several."""
    return max(scored, key=lambda entry: (entry[0], -entry[1].order), default=(0, None))


def find_title(sheet: Sheet) -> Title | None:
    """Return the title of the page; None if nothing on it looks like one."""
    chosen = _selected(sheet)
    if chosen is not None:
        return chosen
    names = page_names(sheet)
    scored = _weighed(_candidates(sheet, names, named=True), sheet, names)
    if not scored or _best(scored)[0] < CERTAIN:
        scored = _weighed(_candidates(sheet, names, named=False), sheet, names)
    score, best = _best(scored)
    if best is not None and score >= GOOD:
        return _instead_of_name(best, sheet, names) or _split_clock(best.text, best)
    joined = (_split_byline(block, sheet, names) for _, block in scored)
    found = next((title for title in joined if title), None)
    if found is None and (behind := title_in_path(sheet, names)):
        return Title(*behind)
    return found or _above_byline(sheet, names) or _over_text(sheet, names, scored) or _over_date(sheet, names)


def _instead_of_name(best: Block, sheet: Sheet, names: Names) -> Title | None:
    """Return the line above the byline where the best block is rather the name of a section or of the portal.

    Pages whose `<title>` names the section print that name above the title as well.
    """
    if len(best.text) > LONGEST_NAME or (len(best.text) >= TELLING and not is_known_name(best.folded, sheet)):
        return None
    other = _above_byline(sheet, names) or _over_date(sheet, names)
    if other is None or other.block is None or other.block.order <= best.order:
        return None
    between = sheet.blocks[best.order + 1 : other.block.order]
    return None if any(_is_lead(block.text) for block in between) else other
