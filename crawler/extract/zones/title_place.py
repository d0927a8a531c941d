"""The title of a page that does not name itself: the line above its byline, its date, or its running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extract.byline import MAX_LINE, Line
from crawler.extract.markup.blocks import Block
from crawler.extract.printed.dates import find_dates
from crawler.extract.sections import own_hints
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.extract.zones.names import GENERIC, Names
from crawler.extract.zones.prune import JUNK_LINE
from crawler.extract.zones.title_line import (
    LONGEST,
    NEAR,
    NOT_TITLE_HINT,
    SHORTEST,
    TELLING,
    TITLE_HINT,
    Title,
    split_clock,
)

NUMBERS = re.compile(r"[\d\s/.:,-]+(?:[ap]m|sa|ch)?")
"""A line that may be a date, though not one that can be read: `9/14/2021 3:42 PM`."""
MAX_ALONE = 80
"""Characters of a line that holds a date and little else."""
NEAR_DATE = 3
"""Blocks below the name of a section: date, title and text."""
MAX_SCANNED = 1_500
"""Blocks that are searched for a byline where no heading is good."""


def above_byline(sheet: Sheet, names: Names) -> Title | None:
    """Return the line above the first labelled date of publication: what Liferay pages print as title."""
    for block in sheet.blocks[:MAX_SCANNED]:
        if len(block.text) > MAX_LINE or sheet.in_aside(block.element):
            continue
        line = sheet.read_line(block.text)
        if line.is_byline and "published" in line.labels:
            above = next(_upwards(sheet, block), None)
            # A byline that follows running text stands at the end of an article: above it is a signature, no title.
            before = sheet.blocks[max(0, above.order - 2) : above.order] if above is not None else []
            after_text = any(one.is_prose for one in before)
            good = above is not None and not after_text and _can_be_title(above, sheet, names)
            return split_clock(above.text, above) if above is not None and good else None
    return None


def over_date(sheet: Sheet, names: Names) -> Title | None:
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
            return split_clock(above.text, above) if _can_be_title(above, sheet, names) else None
    return None


def under_date(sheet: Sheet, name: Block, names: Names) -> Title | None:
    """Return the line between a date, right below the `name` of a section, and running text."""
    below = sheet.blocks[name.order + 1 : name.order + 4]
    if len(below) < NEAR_DATE or not sheet.read_line(below[0].text).is_byline or not _is_text(below[2]):
        return None
    title = below[1]
    good = len(title.text) >= TELLING and title.text[-1] not in ".:;,…" and _can_be_title(title, sheet, names)
    return split_clock(title.text, title) if good else None


def _has_time(line: Line) -> bool:
    return line.bare is not None and line.bare.time is not None


def _is_plain_title(above: Block, dated: Block, *, timed: bool) -> bool:
    """Return True for a line as long as a title, no sentence, in one element with the time of publication under it."""
    return timed and above.element is dated.element and len(above.text) >= 2 * TELLING and above.text[-1] not in ".:;,"


def _is_text(block: Block) -> bool:
    """Return True for running text, or one short sentence of it."""
    return block.is_prose or (len(block.text) >= TELLING and not block.link_chars and block.text.endswith("."))


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


def over_text(sheet: Sheet, names: Names, scored: list[tuple[int, Block]]) -> Title | None:
    """Return the heading right above the page's running text, where nothing but a byline stands between."""
    named = {block.order for score, block in scored if score >= 1}
    prose = (one for one in sheet.blocks if one.is_prose and one.kind != "heading" and one.order not in named)
    first = next((block for block in prose if not sheet.in_aside(block.element)), None)
    if first is None:
        return None
    above = next(_upwards(sheet, first), None)
    headings = [block for score, block in scored if score >= 1 and block is above]
    return split_clock(headings[0].text, headings[0]) if headings and _can_be_title(headings[0], sheet, names) else None


def in_line_with_byline(sheet: Sheet, names: Names) -> Title | None:
    """Return the one line above running text that ends with its byline in brackets: `Title (Đăng lúc: … - Đã xem: 5)`.

    Where several lines do, they are the rows of a list.
    """
    found = [title for block in sheet.blocks[:MAX_SCANNED] if (title := _split(block, sheet, names)) is not None]
    block = found[0].block if len(found) == 1 else None
    text = block is not None and any(map(_is_text, sheet.blocks[block.order + 1 : block.order + 1 + NEAR]))
    return found[0] if text else None


def _split(block: Block, sheet: Sheet, names: Names) -> Title | None:
    """Return the title of a line whose byline stands in brackets at its end; None for any other line, and links."""
    if block.text[-1] not in ")]" or not _can_be_title(block, sheet, names):
        return None
    title = split_clock(block.text, block)
    return title if title.clock is not None and len(title.text) >= TELLING else None
