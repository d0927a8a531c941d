"""Whose a day or a counter is that stands beside other things: that of a linked title, of an album, of the site."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.extract.attachments import FILE
from crawler.extract.byline import ACCOUNT, COUNT, Line, is_name, read_line
from crawler.extract.markup.block import hrefs
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import common_ancestor, is_within
from crawler.extract.printed.offices import AGENCY, is_office
from crawler.extract.sections import is_known_name
from crawler.extract.sheet import Sheet, absolute
from crawler.extract.taxonomy import topic_of
from crawler.extract.text import fold
from crawler.extract.zones.junk_lines import what_it_says
from crawler.extract.zones.teaser_rows import is_row

LINKED_TITLE = 20
"""Characters of a link that is another article's title: what follows it is that article's."""
ALL_LINK = 0.9
LIST_ROWS = [True, False, True]
"""Which of three lines of a list are links: title, day, title."""


def is_below_headline(block: Block, above: Sequence[Block], own: Block) -> bool:
    """Return True for a line in one box with the title of another article, and without the page's `own` part.

    That part is the page's title, or its running text: what shares a box with it may speak of it. `above` are the
    blocks before the line, the title the last of them.
    """
    if not above or not (_is_headline(above[-1]) or _goes_on_list(above)):
        return False
    return not is_within(own.element, common_ancestor(block.element, above[-1].element))


def is_linked_title(block: Block) -> bool:
    """Return True for a line, most of it a link, as long as the title of another article."""
    return block.link_share > 0.5 and len(block.text) >= LINKED_TITLE


def _goes_on_list(above: Sequence[Block]) -> bool:
    """Return True for a link below a day that has a link above it too: the rows of a list."""
    rows = above[-3:]
    linked = len(rows) == len(LIST_ROWS) and [one.link_share > ALL_LINK for one in rows] == LIST_ROWS
    return linked and bool(read_line(rows[1].text).dates)


def is_list_row(block: Block, above: Sequence[Block]) -> bool:
    """Return True for a link with its day, below another such line: `Lịch tiếp công dân (11/05/2024)`."""
    pair = (block, *above[-1:])
    return len(pair) > 1 and all(one.link_chars and is_row(one) and read_line(one.text).dates for one in pair)


def names_section(sheet: Sheet, block: Block) -> bool:
    """Return True for a path, a section's name, or a link to what the page's own address lies below."""
    if sheet.in_crumbs(block.element) or is_known_name(block.folded, sheet):
        return True
    own = urlsplit(sheet.base).path
    paths = (urlsplit(absolute(sheet.base, link) or "").path.rstrip("/") for link in hrefs(block))
    return any(path and own.startswith(f"{path}/") for path in paths)


def is_anothers_line(sheet: Sheet, line: Line) -> bool:
    """Return True for a day or a counter of something else: `Album ảnh (340 lượt xem)`, `Đại hội lần thứ XV - 12/11`.

    Beside those of an article stand a person, an office, a section.
    """
    words = line.residue if line.bare or line.views.status != "absent" else ""
    if not words or line.author or line.source or line.labels:
        return False
    folded = fold(words)
    known = ACCOUNT.match(folded) or topic_of(words) or is_known_name(folded, sheet)
    return not (known or COUNT.match(words) or is_name(words) or is_office(words) or AGENCY.fullmatch(words))


def _is_headline(block: Block) -> bool:
    """Return True for a line that is one link as long as a title, to a page: no button, no file, no linked source."""
    if block.link_share <= ALL_LINK or block.link_chars < LINKED_TITLE:
        return False
    targets = hrefs(block)
    if len(targets) != 1 or any(one.startswith("#") or FILE.search(urlsplit(one).path) for one in targets):
        return False
    return what_it_says(block.text) is None and not read_line(block.text).tells
