"""A card of facts in another column: `22/01/2021`, `Author: …`, `Category: …`, `Tags: …`, and nothing else in the box.

Themes of documentation print what others print under the title in a box at the side. Asked only where nothing stands
beside the title; two such cards on a page are rows of a list, and a card that touches a link as long as a title is that
article's.
"""

from __future__ import annotations

import re
from itertools import takewhile

from crawler.extract.byline import Byline, Line, read_byline, read_line
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import common_ancestor, is_within
from crawler.extract.sheet import Sheet
from crawler.extract.zones.fact_list import find_list
from crawler.items import DateOrder

FACT = re.compile(
    r"^\W*(?:(?P<who>author|written by|by|tac gia|nguoi (?:dang|viet)|bien tap)"
    r"|(?P<section>category|categories|chuyen muc|danh muc|the loai)|(?P<tags>tags?|tu khoa|the))\s*[:：]"
)
FEWEST, MOST = 2, 6
"""Facts of different kinds that a card names, and blocks that it has beside its date."""
LONGEST = 200
"""Characters of a fact; key words can be many."""
LINKED_TITLE = 20
MAX_BLOCKS = 3_000


def take_card(byline: Byline, sheet: Sheet, title: Block) -> None:
    """Add to a byline without any day what a card of facts in another column says."""
    if byline.published or byline.bare or byline.updated or byline.unread or byline.tail:
        return
    card = read_byline(_read_card(sheet) or find_list(sheet, title))
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
        named = block.link_share > 0.5 and len(block.text) >= LINKED_TITLE
        if is_within(block.element, box) or (named and is_within(block.element, around)):
            return []
    return [day, *facts]
