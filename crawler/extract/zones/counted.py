"""What a counter of views behind a text counts: the article or, as likely there, a video, an album, a file, the site.

Beside a title the place says whose it is. Behind the text other things begin, and their counters look the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice, takewhile
from typing import cast
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extract.attachments import FILE
from crawler.extract.byline import Line, read_line
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.marks import PAGE
from crawler.extract.markup.tree import Named, climb, hints, is_within
from crawler.extract.printed.counters import ABSENT, EYE, Views
from crawler.extract.text import fold
from crawler.extract.zones.lines import Strip, join_lines
from crawler.extract.zones.spelling import spelled_out

MEDIA = frozenset(("video", "audio", "iframe", "embed", "object"))
MEDIA_HINT = Named(
    r"(?<![a-z])(?:videos?|clips?|player|youtube|album|gallery|media-?(?:box|item|player)|audio)(?![a-z])"
)
NO_BYLINE = re.compile(r"\d:\d\d|\d/[^\W\d_]")
"""How long a video is, and the number of a document."""
NUMBER_FIRST = re.compile(r"\W*\d")
"""How players print it: `5.678 lượt xem`."""
OF_SITE = re.compile(r"\btong\s+(?:so\s+)?(?:luot|lan|so)\b(?!.*\b(?:bai|tin|muc)\b)")
"""`Tổng số lượt xem: 9.876.543` is the site's; `Tổng số lượt xem bài viết này` is none of the site."""
LINKED = 0.5
LONGEST_BUTTON = 11
"""Characters of a link that is a button, and names nothing that is counted."""
MOST_LINKS = 12


def own_views(
    strip: Strip, line: Line, before: Iterable[Block], *, alone: bool = True, in_footer: bool = False
) -> Views:
    """Return the views that a line behind the text gives of the article; `before` are blocks above, last first.

    A line that stands not `alone` is followed by more of a byline. One `in_footer`, that of the title's own
    `<article>`, speaks of it.
    """
    if line.views.status == "absent":
        return line.views
    if in_footer:
        return ABSENT if _is_site_s(line) else line.views
    above = list(before)
    text = next((one for one in above if one.is_prose), None)
    if _is_anothers(strip, line, above, text):
        return ABSENT
    if alone and _is_typed(strip.blocks[0], line, text) and not read_line(above[0].text).is_byline:
        return Views(None, "unparsed", line.views.raw)
    return line.views


def _is_typed(block: Block, line: Line, text: Block | None) -> bool:
    """Return True for a paragraph like those of the text beside it, and printed as players do: it may be pasted."""
    if text is None or not NUMBER_FIRST.match(line.text) or EYE in spelled_out(block):
        return False
    element = block.element
    beside = element.getparent() is text.element.getparent() and element.tag == text.element.tag == "p"
    return beside and not hints(element)


def _is_anothers(strip: Strip, line: Line, above: list[Block], text: Block | None) -> bool:
    """Return True for a counter of the site, or of a video, an album, a file."""
    if _is_site_s(line) or NO_BYLINE.search(line.residue):
        return True
    block = strip.blocks[0]
    if line.residue and any(one.link_chars for one in strip.blocks):
        return True
    around = set(climb(text.element)) if text is not None else set()
    box = list(takewhile(lambda step: step not in around and step.tag not in PAGE, climb(block.element)))
    if not box:
        return False
    named = bool(above) and (_is_named_by(above[0], box) or _is_in_row(above, box))
    return named or any(map(MEDIA_HINT, box)) or _plays(line, box, around)


def _is_site_s(line: Line) -> bool:
    return OF_SITE.search(fold(line.text)) is not None


def _plays(line: Line, box: list[HtmlElement], around: set[HtmlElement]) -> bool:
    """Return True for a counter in one box with a video, or right below one and printed as players do."""
    if _holds_media(box[-1]):
        return True
    near = (one for step in box for one in islice(step.itersiblings(preceding=True), 1) if one not in around)
    return bool(NUMBER_FIRST.match(line.text)) and any(map(_holds_media, near))


def _holds_media(element: HtmlElement) -> bool:
    return next(element.iter(*MEDIA), None) is not None


def _is_in_row(above: list[Block], box: list[HtmlElement]) -> bool:
    """Return True if other cells of a counter's row hold something else than lines of a byline: a document."""
    row = next((step for step in box if step.tag == "tr"), None)
    own = next((step for step in box if step.tag in ("td", "th")), None)
    if row is None or own is None:
        return False
    cells = [
        one for one in takewhile(lambda one: is_within(one.element, row), above) if not is_within(one.element, own)
    ]
    return not all(read_line(strip.text).is_byline for strip in join_lines(reversed(cells)))


def _is_named_by(above: Block, box: list[HtmlElement]) -> bool:
    """Return True if the line above a counter, in one box without the text, links to what is counted; no file."""
    if above.link_share <= LINKED or above.link_chars <= LONGEST_BUTTON or not is_within(above.element, box[-1]):
        return False
    links = islice(cast("Iterable[HtmlElement]", above.element.iter("a")), MOST_LINKS)
    return not all(FILE.search(urlsplit(link.get("href") or "").path) for link in links)
