"""Links that are text of an article: documents that it announces or names, sentences; no titles of other articles.

At either end of a text, links and nothing else are those to other articles. What tells the text's own apart is the line
before them, which announces them and ends in a colon; else that they are sentences, or name documents by their numbers
among paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, takewhile

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Block
from crawler.extract.text import fold

COMMA = 2
LINKED = 0.9
SENTENCE = 60
"""Characters from which a linked line with a full stop is a sentence."""
FEW = 2
"""Links behind such sentences; more of them are a list, whose titles may have full stops as well."""
FULL_STOP = re.compile(r"(?<!\.)[.;][\"”’)]?$")
NUMBERED = re.compile(r"(?<![\d/])\d{1,5}[a-z]?(?:\s?/\s?[12]\d{3})?(?:\s?/\s?|-(?=\w+/))[A-ZĐ](?:[A-ZĐ]|-[A-ZĐ])")
"""The number of a document: `12/KH-UBND`, `24-CT/TU`, `65/2025/QH15`."""
INVITES = re.compile(
    r"\b(?:(?:tai|o|theo|qua) (?:day|dia chi|duong (?:dan|link)|link|lien ket|file|tep|van ban)|duoi day)\b.{0,20}$"
)
"""What asks to read on in what it links to: `Xem chi tiết lịch tiếp công dân tại đây`."""
SHORTEST_INVITATION = 20
ANNOUNCES = re.compile(
    r"\b(?:tai|sau|day|gom|theo|o|la|voi|nhu|kem|ve|tu|chi tiet|dia chi|duong (?:dan|link)|link|van ban|tai lieu"
    r"|quyet dinh|ke hoach|thong bao|noi dung|thu|e?-?mail|website)\b"
)
"""Words with which a line announces what it links to."""
OTHERS = re.compile(
    r"\W*(?:cac |nhung |mot so )?(?:tin|bai|video|anh|hinh anh|chuyen muc|chu de)\b"
    r"|.*\b(?:lien quan|khac|cung (?:chuyen muc|chu de|loai)|quan tam|(?:xem|doc|tham khao) (?:them|nhieu|tiep)"
    r"|noi bat|moi nhat|moi hon|cu hon|truoc do|bai (?:viet|bao)|tin (?:bai|tuc))\b"
)
"""Words of a line that heads other articles."""
LONGEST_WORDS = 300


def is_linked(block: Block) -> bool:
    """Return True for a link and nothing else but the comma behind it."""
    return block.link_share > LINKED or 0 < len(block.text) - COMMA <= block.link_chars


def is_sentence(block: Block) -> bool:
    """Return True for a line as long as a sentence that ends as one; titles have no full stop."""
    return len(block.text) >= SENTENCE and FULL_STOP.search(block.text) is not None


def is_teaser(block: Block, above: Block | None) -> bool:
    """Return True for a summary that is a link of its own to where the title above it leads: another article's."""
    own, title = _anchor(block), _anchor(above) if above is not None else None
    if own is None or title is None or own is title:
        return False
    return bool(own.get("href") == title.get("href"))


def _anchor(block: Block) -> HtmlElement | None:
    """Return the first `<a>` of a linked block."""
    pieces = (piece for piece in block.pieces if not isinstance(piece, str)) if is_linked(block) else ()
    return next((element for element, _ in pieces if element.tag == "a"), None)


def own_links(blocks: list[Block]) -> set[Block]:
    """Return those of an article's blocks that are (mostly) links, and yet its text."""
    own = {block for block in blocks if block.link_share > 0.5 and _leads_in(block)}
    before: Block | None = None
    at = 0
    for linked, group in groupby(blocks, is_linked):
        run = list(group)
        at += len(run)
        if linked:
            own.update(_own_of(run, before, is_last=at == len(blocks)))
        before = run[-1]
    return own


def _leads_in(block: Block) -> bool:
    """Return True for words that announce the link behind them in one line: `Chi tiết xem tại: …`."""
    said = block.text[: len(block.text) - block.link_chars].rstrip()
    return not is_linked(block) and said.endswith(":") and announces(said)


def announces(text: str) -> bool:
    """Return True for a line that announces what is linked next, and does not say that this is other articles."""
    words = fold(text[-LONGEST_WORDS:])
    return text.endswith((":", "：")) and OTHERS.match(words) is None and ANNOUNCES.search(words) is not None


def _own_of(run: list[Block], before: Block | None, *, is_last: bool) -> Iterator[Block]:
    """Yield those links of a run that are text; `before` is the block above it."""
    announced = _beside(run) if before is not None and announces(before.text) else []
    yield from announced
    rest = run[len(announced) :]
    if before is None:
        told = list(takewhile(_is_told, reversed(rest)))
    elif is_last:
        told = list(takewhile(_is_said, rest))
    else:
        told = [one for one in rest if _is_told(one)]
    if len(rest) - len(told) <= FEW:
        yield from told


def _beside(run: list[Block]) -> list[Block]:
    """Return the first of linked blocks and those that stand beside it: the entries of one list."""
    above = run[0].element.getparent()
    return list(takewhile(lambda one: one.element.getparent() is above, run))


def _is_said(block: Block) -> bool:
    """Return True for a sentence, or for what asks to read on in what it links to."""
    if block.kind == "item":
        return False
    short = SHORTEST_INVITATION <= len(block.text) <= LONGEST_WORDS
    return is_sentence(block) or (short and INVITES.search(block.folded) is not None)


def _is_told(block: Block) -> bool:
    """Return True for the same, and for what names a document by its number."""
    return _is_said(block) or NUMBERED.search(block.text) is not None
