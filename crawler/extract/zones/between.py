"""Short lines between those of a byline that say nothing by themselves: a badge of the day, a count of comments."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.extract.byline import Line
from crawler.extract.markup.tree import climb
from crawler.extract.printed.dates import find_dates
from crawler.extract.printed.parts import SIDE
from crawler.extract.text import fold
from crawler.extract.zones.fact_list import SECTION
from crawler.extract.zones.headlines import LINKED_TITLE
from crawler.extract.zones.lines import Strip
from crawler.extract.zones.selected import Found

COMMENTS = re.compile(r"\W*(?:\d{1,4}|\d{0,4}\W*(?:(?:chua|khong) co )?(?:comments?|binh luan|phan hoi))\W*$")
"""How many comments there are, which themes print between the day and the views."""


def is_between(strip: Strip, line: Line, found: Found) -> bool:
    """Return True for a line that goes with those `found` above it, though it is no part of a byline."""
    if _is_badge(strip, found) or _counts_comments(strip, found) or is_of_facts(strip, found):
        return True
    return line.is_empty and (SIDE in strip.text or not any(map(str.isalnum, strip.text)))


def _is_badge(strip: Strip, found: Found) -> bool:
    """Return True for a day and a month that a line above has said with its year: `28 Th9`."""
    if len(strip.blocks) != 2 or len(strip.text) > LINKED_TITLE:
        return False
    days = {moment.day for _, line in found for _, moment in line.dates}
    return any(one.moment.day == day for day in days for one in find_dates(f"{strip.text} {day.year}"))


def is_of_facts(strip: Strip, found: Found) -> bool:
    """Return True for section or key words by their label, in the `<dl>` that holds a line of the byline."""
    facts = _facts(strip)
    return (
        facts is not None and SECTION.match(fold(strip.text)) is not None and facts in {_facts(one) for one, _ in found}
    )


def _facts(strip: Strip) -> HtmlElement | None:
    """Return the `<dl>` in which a line stands; None outside of any."""
    steps = climb(strip.blocks[0].element) if strip.blocks else ()
    return next((step for step in steps if step.tag == "dl"), None)


def _counts_comments(strip: Strip, found: Found) -> bool:
    """Return True for a number, or comments in words, that is an item of the list which holds the byline."""
    block, above = strip.blocks[0], found[-1][0].blocks[-1:]
    if block.kind != "item" or not COMMENTS.match(block.folded):
        return False
    return any(one.element.getparent() is block.element.getparent() for one in above)
