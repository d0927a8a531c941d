"""A card of facts in another column: `22/01/2021`, `Author: …`, `Category: …`, `Tags: …`, and nothing else in the box.

Themes of documentation print what others print under the title in a box at the side; so do some portals, with the views
of the article. Asked only where nothing stands beside the title; two such cards on a page are rows of a list, and one
that touches a link as long as a title is that article's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, takewhile

from crawler.extract.byline import Byline, Line, read_byline, read_line
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import common_ancestor, is_within
from crawler.extract.printed.counters import is_visitor_line
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.extract.zones.boxes import is_in_anothers_box
from crawler.extract.zones.counted import OF_SITE
from crawler.extract.zones.fact_list import LONGEST as LONGEST_FACT
from crawler.extract.zones.fact_list import SECTION, as_fact, home_of, kind_of, said
from crawler.extract.zones.headlines import LINKED_TITLE, is_linked_title
from crawler.extract.zones.lines import Strip, join_lines
from crawler.extract.zones.own_place import is_today
from crawler.items import DateOrder

FACT = re.compile(
    r"^\W*(?:(?P<who>author|written by|by|tac gia|nguoi (?:dang|viet)|bien tap)"
    r"|(?P<section>category|categories|chuyen muc|danh muc|the loai)|(?P<tags>tags?|tu khoa|the))\s*[:：]"
)
FEWEST, MOST = 2, 6
"""Facts of different kinds that a card names, and blocks that it has beside its date."""
LONGEST = 200
"""Characters of a fact; key words can be many."""
MAX_BLOCKS = 3_000


def take_card(byline: Byline, sheet: Sheet, title: Block) -> None:
    """Add to a byline without any day what a card of facts in another column says."""
    if byline.published or byline.bare or byline.updated or byline.unread or byline.tail:
        return
    card = read_byline(_read_card(sheet) or _find_list(sheet, title))
    byline.take_missing(card)
    byline.bare = card.bare


def _read_card(sheet: Sheet) -> list[Line]:
    """Return the lines of the page's one card of facts, the date first; none where there is no card, or several."""
    order = sheet.portal.date_order
    dated = [block for block in sheet.blocks[:MAX_BLOCKS] if _is_day(block, order)]
    cards = [card for block in dated if (card := _card(sheet, block))]
    return [read_line(block.text, order) for block in cards[0]] if len(cards) == 1 else []


def _is_day(block: Block, order: DateOrder | None) -> bool:
    """Return True for a block that is a date and nothing else; with a weekday it may be the page's clock."""
    if len(block.text) > LINKED_TITLE or not block.text[:1].isdigit():
        return False
    line = read_line(block.text, order)
    return line.bare is not None and not line.residue and not line.has_weekday


def _card(sheet: Sheet, day: Block) -> list[Block]:
    """Return the blocks of the card that begins with `day`; none if it is none."""
    following = sheet.blocks[day.order + 1 : day.order + 1 + MOST]
    facts = list(takewhile(lambda block: len(block.text) <= LONGEST and FACT.match(block.folded), following))
    kinds = {match.lastgroup for block in facts if (match := FACT.match(block.folded))}
    if len(kinds) < FEWEST:
        return []
    box = common_ancestor(day.element, facts[-1].element)
    before, after = sheet.blocks[: day.order][-1:], sheet.blocks[facts[-1].order + 1 :][:1]
    parent = box.getparent()
    around = box if parent is None else parent
    for block in (*before, *after):
        if is_within(block.element, box) or (is_linked_title(block) and is_within(block.element, around)):
            return []
    return [day, *facts]


def _find_list(sheet: Sheet, title: Block) -> list[Line]:
    """Return the lines of the page's one list that holds a day and the views of an article, wherever it stands.

    None where there are several: rows of a list of articles. One that a link as long as a title touches is that
    article's; beside counters of the site's visitors both may be the site's; today's day may be the page's clock.
    """
    strips = list(join_lines(sheet.blocks[:MAX_BLOCKS]))
    found = [(first, facts) for first, facts, around in _runs(sheet, strips)
             if _is_whole(facts) and not any(is_linked_title(one.blocks[0]) for one in around)]  # fmt: skip
    if len(found) != 1 or is_in_anothers_box(sheet, title.element, found[0][0].blocks[0]):
        return []
    return found[0][1]


def _runs(sheet: Sheet, strips: list[Strip]) -> Iterator[tuple[Strip, list[Line], tuple[Strip, ...]]]:
    """Yield the lines of facts that follow each other in one element: the first of them, all, and those around them."""
    facts = [_fact(sheet, strip) for strip in strips]
    end = 0
    for (is_fact, _), run in groupby(zip(facts, strips, strict=True), key=lambda one: (bool(one[0]), home_of(one[1]))):
        start, lines = end, [line for line, _ in run]
        end = start + len(lines)
        if is_fact:
            around = (*strips[max(0, start - 1) : start], *strips[end : end + 1])
            yield strips[start], [line for line in lines if line is not None], around


def _fact(sheet: Sheet, strip: Strip) -> Line | None:
    """Return what a line says, if that is a fact that an article's byline holds; None for all other lines."""
    if len(strip.text) > LONGEST_FACT or sheet.in_menu(strip.blocks[0].element):
        return None
    line = sheet.read_line(said(strip))
    if is_visitor_line(line.text) or OF_SITE.search(fold(line.text)) or (line.bare and is_today(line, sheet)):
        return None
    if line.labels == {"other"} and kind_of(line) == "time":
        return as_fact(line, "time")
    known = line.is_byline and not line.residue and "other" not in line.labels
    return line if known or kind_of(line) in ("counter", "poster", "side") else None


def _is_whole(lines: list[Line]) -> bool:
    """Return True for one day of publication and one number of views among the lines.

    Without a label, or as that of a change, the day may be the site's, unless something else is told of the article.
    """
    labelled = sum("published" in line.labels for line in lines)
    bare = sum(line.bare is not None for line in lines)
    changed = sum("updated" in line.labels for line in lines)
    told = any(line.author or line.source or SECTION.match(fold(line.text)) for line in lines)
    one_day = labelled + bare == 1 if labelled or bare else changed == 1
    return one_day and bool(labelled or told) and sum(line.views.status == "observed" for line in lines) == 1
