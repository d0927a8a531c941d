"""Boxes beside an article that print a day and a counter of their own: a video, an album, a notice, another article.

What stands above the day in a box tells whose it is. An article's box begins with the day, with who wrote it, with its
section or a button; that of something else with its name or its picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import cast
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extract.attachments import FILE
from crawler.extract.byline import ACCOUNT, MAX_LINE, is_name
from crawler.extract.markup.block import hrefs
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import climb, is_within
from crawler.extract.printed.offices import is_office
from crawler.extract.sheet import Sheet
from crawler.extract.taxonomy import topic_of
from crawler.extract.zones.counted import MEDIA
from crawler.extract.zones.headlines import names_section
from crawler.extract.zones.junk_lines import what_it_says

HEAD = re.compile(r"\W*(?:thong tin|chi tiet)(?: (?:bai viet|bai|tin|tin bai|chung|xuat ban|dang tai))?\W*$")
"""What stands over the facts of an article, folded."""
MOST, REACH = 40, 40
"""Players and pictures of a box, and blocks above a line, that are looked at."""


def is_in_anothers_box(sheet: Sheet, own: HtmlElement, line: Block) -> bool:
    """Return True if the box around a line, the page's `own` title or text not in it, begins with something else."""
    around = set(climb(own))
    box = next(reversed([*takewhile(lambda step: step not in around, climb(line.element))]), None)
    if box is None:
        return False
    above = reversed(sheet.blocks[max(0, line.order - REACH) : line.order])
    inside = takewhile(lambda one: is_within(one.element, box), above)
    return any(not _is_known(sheet, one) for one in inside) or _shows(box, line.element)


def _is_known(sheet: Sheet, block: Block) -> bool:
    """Return True for what may stand above the day in the box of an article."""
    if len(block.text) > MAX_LINE:
        return False
    line = sheet.read_line(block.text)
    if line.is_byline or line.is_empty or what_it_says(block.text) is not None or HEAD.match(block.folded):
        return True
    if names_section(sheet, block):
        return True
    if block.kind != "heading" and (topic_of(block.text) or is_name(block.text) or is_office(block.text)):
        return True
    targets = hrefs(block)
    return bool(ACCOUNT.match(block.folded)) or (
        bool(targets) and all(FILE.search(urlsplit(target).path) for target in targets)
    )


def _shows(box: HtmlElement, line: HtmlElement) -> bool:
    """Return True for a player, or a picture that is a link, in the box of a line, before any in the line itself."""
    found = islice(cast("Iterator[HtmlElement]", box.iter(*MEDIA, "img")), MOST)
    beside = takewhile(lambda one: not is_within(one, line), found)
    return any(one.tag != "img" or any(step.tag == "a" for step in islice(climb(one), 3)) for one in beside)
