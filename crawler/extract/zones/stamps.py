"""The `<time>` of an article's publication by its names, and the box below the text around it or the page's address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import cast
from urllib.parse import unquote

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import Named, climb, text_of

TIME_HINT = Named(r"publish|entry-date|post-date|date-?time")
BOXES = 2
"""Boxes around a time whose names are read."""
REACH, LONGEST = 14, 80
"""Blocks below the text that such a box may hold, and characters of each."""
LINKED = 0.5
SCHEME = re.compile(r"^https?://(?:www\.)?", re.I)
SENTENCE = re.compile(r"[.!?…]$")


def names_of(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield a time and the boxes that hold nothing beside it: their names are its own.

    Source: `<div class="wp-block-post-date"><time datetime="…">…</time></div>`, as block themes of WordPress print it.
    """
    yield element
    said = text_of(element)
    if element.tag == "time" and said:
        around = cast("Iterator[HtmlElement]", element.iterancestors())
        yield from takewhile(lambda box: text_of(box) == said, islice(around, BOXES))


def is_named(element: HtmlElement) -> bool:
    """Return True for a time whose names say that something was published then."""
    return element.get("pubdate") is not None or any(map(TIME_HINT, names_of(element)))


def without_stamp_box(kept: list[Block], blocks: list[Block], title: str, url: str) -> list[Block]:
    """Return `kept` without the lines at its end that stand in the box of the time of publication, or of the address.

    `Posted | 14/10/2024 | in | Tin tức | by`, each an element of its own, below all running text of `blocks`; or how to
    cite the page at `url`: its title once more (folded), its address in full, `Posted on | 14/10/2024`.
    Source: `<div class="license-box">` of the theme Fluid of Hexo.
    """
    box = _box(blocks, title, _plain(url))
    end = len(kept)
    while end and kept[end - 1].element in box:
        end -= 1
    return kept[:end]


def _box(blocks: list[Block], title: str, url: str) -> set[HtmlElement]:
    """Return all elements of the largest box around a time or the address below the text: short lines, no sentence."""
    tail = list(takewhile(lambda block: not block.is_prose or block.folded == title, reversed(blocks)))
    stamp = next((block for block in tail if _is_stamp(block) or _plain(block.text) == url), None)
    if stamp is None or len(tail) == len(blocks) or len(tail) > REACH:
        return set()
    of_text = set(climb(blocks[-len(tail) - 1].element))
    boxes = list(takewhile(lambda step: step not in of_text, climb(stamp.element)))
    held = set(cast("Iterator[HtmlElement]", boxes[-1].iter())) if boxes else set()
    lines = (block for block in tail if block.element in held)
    return held if all(_is_short(one) or one.folded == title or _plain(one.text) == url for one in lines) else set()


def _plain(url: str) -> str:
    """Return an address as two spellings of it share it: without its scheme, its escapes, the slash at its end."""
    return unquote(SCHEME.sub("", url)).rstrip("/")


def _is_stamp(block: Block) -> bool:
    """Return True for a line that is a time of publication, and nothing else."""
    times = [cast("HtmlElement", one) for one in block.element.iter("time")] if len(block.text) <= LONGEST else []
    return any(one.get("datetime") and text_of(one) == block.text and is_named(one) for one in times)


def _is_short(block: Block) -> bool:
    if block.link_share > LINKED:
        return True
    return block.kind != "table" and len(block.text) <= LONGEST and not SENTENCE.search(block.text)
