"""The text of one block -> Markdown: its links, its bold and italic words, everything else escaped.

What comes out is text, links to http(s) addresses and emphasis, whatever the page says: no HTML, no other markup. Where
the pieces of a block do not add up to its text again, the text stands without markup.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Block
from crawler.extract.text import clean

SPECIAL = re.compile(r"[\\`*_\[\]<>&~|]")
"""Signs that can begin markup or HTML anywhere in a line."""
AT_START = re.compile(r"(\d{1,9})(?=[.)](?:\s|$))|(?=[-+=#])")
"""What can make a line a list item, a heading or a rule; an escape goes behind the number."""
ENTITY = re.compile(r"&(?=#?\w{1,32};)")
IN_ADDRESS = {code: f"%{code:02X}" for code in (*range(0x21), 0x7F, *b'()<>[]|`"\\')}
PUNCTUATION = frozenset(string.punctuation + "“”‘’«»…–—")
LONGEST_ADDRESS = 2_000
FORMS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
Resolve = Callable[[str], str | None]
"""An `href` -> the absolute http(s) address that it leads to, None if it leads nowhere."""


class Run(NamedTuple):
    """A stretch of a block's text that is set in one way."""

    text: str
    """Cleaned; a blank at either end where the page has white space."""
    mark: str
    """`**`, `*`, `***` or nothing."""
    url: str | None


def escape(text: str) -> str:
    """Return text in which no sign is markup, but for its beginning."""
    return SPECIAL.sub(r"\\\g<0>", text) if SPECIAL.search(text) else text


def escape_line(text: str) -> str:
    """Return Markdown whose beginning makes it no list item, heading or rule."""
    match = AT_START.match(text)
    return f"{match[0]}\\{text[match.end() :]}" if match else text


def address(url: str) -> str:
    """Return an address that can stand in the brackets of a link."""
    return ENTITY.sub(r"\\&", url.translate(IN_ADDRESS))


def _mark(open_: list[HtmlElement]) -> str:
    """Return the signs of all emphasis that is open, each once; none within a link."""
    signs = {FORMS.get(str(element.tag), "") for element in open_}
    return "".join(sign for sign in ("**", "*") if sign in signs)


def _raw_runs(block: Block, resolve: Resolve) -> list[Run]:
    """Return the runs of a block as the tree has them. An element that is open already does not open twice."""
    runs: list[Run] = []
    open_: list[HtmlElement] = []
    mark, url = "", None
    for piece in block.pieces:
        if isinstance(piece, tuple):
            element, opens = piece
            if opens != (element in open_):
                (open_.append if opens else open_.remove)(element)
                link = next((one for one in reversed(open_) if one.tag == "a"), None)
                url = resolve(link.get("href") or "") if link is not None else None
                mark = "" if url else _mark(open_)
        elif runs and (runs[-1].mark, runs[-1].url) == (mark, url):
            runs[-1] = Run(runs[-1].text + piece, mark, url)
        else:
            runs.append(Run(piece, mark, url))
    return runs


def _cleaned(raw: list[Run]) -> list[Run]:
    """Return the runs with their white space folded, within them and from one to the next; empty ones are dropped."""
    runs: list[Run] = []
    blank = True
    for run in raw:
        text = clean(run.text)
        lead = "" if blank or not (run.text[:1].isspace() or not text) else " "
        if text:
            tail = " " if run.text[-1:].isspace() else ""
            runs.append(Run(f"{lead}{text}{tail}", run.mark, run.url))
            blank = bool(tail)
        elif lead:
            runs.append(Run(" ", "", None))
            blank = True
    if runs:
        runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip())
    return [run for run in runs if run.text]


def _can_open(before: str, first: str) -> bool:
    return not before or before.isspace() or (before in PUNCTUATION and first not in PUNCTUATION)


def _set(run: Run, before: Run | None, after: Run | None) -> str:
    """Return a run as Markdown; emphasis only where CommonMark is sure to see it.

    Source: CommonMark 0.31, 6.2 "Emphasis and strong emphasis".
    """
    text = run.text.strip()
    if not text:
        return run.text
    lead, tail = " " if run.text[0] == " " else "", " " if run.text[-1] == " " else ""
    if run.url is not None and len(run.url) <= LONGEST_ADDRESS:
        return f"{lead}[{escape(text)}]({address(run.url)}){tail}"
    previous = "" if lead else _last(before)
    following = "" if tail else _first(after)
    if not run.mark or not _can_open(previous, text[0]) or not _can_open(following, text[-1]):
        return escape(run.text)
    return f"{lead}{run.mark}{escape(text)}{run.mark}{tail}"


def _last(run: Run | None) -> str:
    """Return the last sign of a run as its neighbour sees it: a letter where it ends with emphasis of its own."""
    if run is None:
        return ""
    return "x" if run.mark and not run.text.endswith(" ") else ")" if run.url else run.text[-1]


def _first(run: Run | None) -> str:
    if run is None:
        return ""
    return "x" if run.mark and not run.text.startswith(" ") else "[" if run.url else run.text[0]


def inline(block: Block, resolve: Resolve) -> str:
    """Return the text of a block as one line of Markdown, its beginning escaped."""
    if all(piece.__class__ is str for piece in block.pieces):
        return escape_line(escape(block.text))
    runs = _cleaned(_raw_runs(block, resolve))
    if "".join(run.text for run in runs) != block.text:
        return escape_line(escape(block.text))
    neighbours = zip(runs, [None, *runs[:-1]], [*runs[1:], None], strict=True)
    return escape_line("".join(_set(run, before, after) for run, before, after in neighbours))
