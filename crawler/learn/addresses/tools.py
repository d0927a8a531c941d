"""Links that each article has to itself and calls by the same short word: print views, mail forms, copies to save."""

from __future__ import annotations

from collections import Counter, defaultdict

from crawler.learn.links.shapes import parts_of
from crawler.learn.sample.book import Book, Entry

LONGEST_TOOL = 25
"""Characters of the words of such a link."""
FEWEST = 3
SAME = 0.8
"""Share of them that must carry the same words."""

Skeleton = tuple[tuple[str, ...], tuple[str, ...]]


def skeleton_of(entry: Entry) -> Skeleton:
    """Return what addresses of one program have in common: the path up to its last name, and the parameters."""
    parts = parts_of(entry.local)
    keys = tuple(sorted({key for key, _ in parts.pairs}))
    fixed = parts.segments if keys else tuple("" if len(one) > LONGEST_TOOL else one for one in parts.segments[:-1])
    return fixed, keys


def tool_entries(book: Book) -> dict[Skeleton, list[Entry]]:
    """Return the addresses of tools by their skeleton."""
    found: dict[Skeleton, list[Entry]] = defaultdict(list)
    for entry in book.entries.values():
        found[skeleton_of(entry)].append(entry)
    return {skeleton: entries for skeleton, entries in found.items() if _are_tools(entries)}


def _are_tools(entries: list[Entry]) -> bool:
    linked = [entry for entry in entries if entry.pages]
    if len(linked) < FEWEST or any(entry.in_sitemap or entry.more for entry in linked):
        return False
    if all(entry.is_tool for entry in linked):
        return True
    pages = [entry.pages - {entry.fetch_url} for entry in linked]
    if any(len(own) > 1 for own in pages) or len(set().union(*pages)) < SAME * len(linked):
        return False  # Rows of one page that all say `Xem chi tiết` lead to articles.
    words: Counter[str] = Counter(entry.text for entry in linked)
    text, count = words.most_common(1)[0]
    return count >= SAME * len(linked) and len(text) <= LONGEST_TOOL and not text.isdecimal()
