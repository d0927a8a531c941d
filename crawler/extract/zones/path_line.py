"""The title at the end of a line that is a path of links: `<a>Phường X</a>/ <a>posts</a>/ The title`, as on ikiwiki.

Asked only where nothing else on the page is its title.
"""

from __future__ import annotations

from crawler.extract.markup.blocks import Block
from crawler.extract.sheet import Sheet
from crawler.extract.text import clean
from crawler.extract.zones.names import TELLING, Names

NAMED = 5
"""Agreement with what the page calls itself, from which words say just that."""
LONGEST, FIRST_BLOCKS = 600, 60
BETWEEN = " /\\>»›:|·•-–—"
"""What stands between the parts of a path."""


def title_in_path(sheet: Sheet, names: Names) -> tuple[str, Block] | None:
    """Return the page's name that follows the last link of a line, and the line's block; None if there is none."""
    for block in sheet.blocks[:FIRST_BLOCKS]:
        if block.link_chars and len(block.text) <= LONGEST and not sheet.in_chrome(block.element):
            text = _after_links(block)
            if len(text) >= TELLING and names.agreement(text) >= NAMED:
                return text, block
    return None


def _after_links(block: Block) -> str:
    """Return the words behind the last link of a block."""
    edges = [at for at, piece in enumerate(block.pieces) if isinstance(piece, tuple) and piece[0].tag == "a"]
    rest = block.pieces[edges[-1] :] if edges else []
    return clean("".join(piece for piece in rest if isinstance(piece, str))).lstrip(BETWEEN)
