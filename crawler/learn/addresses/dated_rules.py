"""Articles that are told from other pages by their day alone: addresses such as `/lien-he` and `/mot-bai` are alike.

Pages in a foot or a side box that the sample did not reach would be taken for articles by their address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from crawler.learn.addresses.rules import Learned
from crawler.learn.sample.book import Book, Entry

FEWEST = 10
"""Articles that must have been read, each of them with a day or a counter."""


def with_dated(content: Iterable[Learned], book: Book) -> list[Learned]:
    """Return the rules of content; those of articles say `dated` where pages of menus have such addresses, too."""
    read = [entry for entry in book.read if entry.kind in ("article", "other")]
    return [_dated(one, read, book) if one.rule.kind == "article" else one for one in content]


def _dated(learned: Learned, read: list[Entry], book: Book) -> Learned:
    match = re.compile(learned.rule.match)
    own = [entry for entry in read if match.search(entry.local)]
    plain = [entry for entry in own if not entry.is_dated]
    if len(own) - len(plain) < FEWEST or not plain or not all(map(book.is_frame, plain)):
        return learned
    return replace(learned, rule=learned.rule.model_copy(update={"dated": True}))
