"""How the lists of a portal are paged: links that say a number, and what that number changes in the address."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from crawler.extract.lists.listing import NEXT
from crawler.extract.lists.more import MORE
from crawler.extract.text import fold
from crawler.learn.addresses.chains import chained_pages
from crawler.learn.links.page_words import LAST, NUMBER, PREVIOUS, SHORT
from crawler.learn.links.shapes import EXTENSION, parts_of, plain_key
from crawler.learn.links.traps import is_trap
from crawler.learn.sample.book import Book, Entry

TELLS = re.compile(r"(?:/(?:page|trang)[/-]?|[?&](?:paged?|trang)=)(\d{1,5})(?=[/.&]|$)", re.I)
"""Addresses that call a number that of a page, whatever the words say that are linked."""
MAX_PAGE = 100_000
DIGITS = re.compile(r"(?<!\d)\d{1,5}(?!\d)")
Style = Literal["key", "path", "inner", "postback"]
Vote = tuple[Style, str, int]
"""Style, name and step of a pager."""


@dataclass(frozen=True, slots=True)
class Pager:
    """One way in which a portal numbers the pages of its lists."""

    style: Style
    name: str
    """The parameter (`page`, `_101_INSTANCE_*_cur`), or what follows the list's path, with `#`: `/trang-#`.

    `inner` stands before the last part of the list's own path, which follows the `#`: `/currentpage/#/Default.aspx`.
    """
    step: int = 1
    """What the number grows by from page to page; above 1 it counts rows, 0 means that it counts from nought."""
    links: int = 0
    """Links of this kind that were seen."""
    companions: frozenset[str] = frozenset()
    """Parameters that the links of the pager carry besides the number, and the list's own address does not."""
    stems: frozenset[str] = frozenset()
    """The lists to which the number is glued, `/tin` of `/tin2.html`; empty where something stands before it."""


def pager_number(entry: Entry) -> int | None:
    """Return the page number with which an address is linked, None if its words are no number and no step."""
    if entry.more:
        return 0
    for text in entry.texts:
        match = NUMBER.match(fold(text)) if len(text) <= 16 else None
        if match:
            return int(match[1])
    words = [fold(text) for text in entry.texts if len(text) <= SHORT]
    return 0 if any(form.match(word) for word in words for form in (NEXT, LAST, PREVIOUS)) else None


def find_pagers(book: Book) -> list[Pager]:
    """Return the ways of paging that the observed lists show, the commonest first."""
    votes: Counter[Vote] = Counter()
    companions: dict[str, set[str]] = defaultdict(set)
    last: Counter[Vote] = Counter()
    said: dict[Vote, set[int]] = defaultdict(set)
    stems: set[str] = set()
    postback = 0
    for seen in book.pages:
        own = book.local(seen.asked)
        entry = book.entries.get(own)
        if entry is not None and entry.kind == "article" and entry.is_dated and not book.is_frame(entry):
            continue  # What an article numbers are comments, or other news below it.
        goes_on = entry is not None and entry.more > 0
        postback += seen.has_postback and seen.page.kind in ("listing", "document_list")
        for link in seen.links:
            target = book.local(link.url)
            number = _number_said(link.text, target)
            is_last = len(link.text) <= SHORT and LAST.match(fold(link.text))
            if number is None and not is_last:
                continue
            if (
                not link.url.startswith(("http://", "https://"))
                or is_trap(link.url, target, book.carried)
                or (link.is_more and goes_on)
            ):
                continue
            last.update({vote for one in _digits(target) if is_last for vote in _changes(own, target, one)})
            for vote in _changes(own, target, number) if number is not None else ():
                votes[vote] += 1
                said[vote].add(number or 0)
                stems |= {_stem(own)} if is_glued(vote[0], vote[1]) else set()
                if "?" not in own:
                    companions[vote[1]] |= {plain_key(key) for key in _pairs(target.partition("?")[2])}
    for first, target, number in chained_pages(book):
        for vote in _changes(first, target, number):
            votes[vote] += 1
            said[vote].add(number)
    votes = Counter({vote: count + last[vote] for vote, count in votes.items() if 2 in said[vote]})
    glued = frozenset(stems)
    found = [
        Pager(*kind, count, frozenset(companions[kind[1]] - {kind[1]}), glued if is_glued(*kind[:2]) else frozenset())
        for kind, count in _summed(votes)
    ]
    return found or _cursors(book) or ([Pager("postback", "", 1, postback)] if postback else [])


def _cursors(book: Book) -> list[Pager]:
    """Return the parameters by which lists lead on where nothing is counted: `p_ID=59`, the last row that was shown.

    They differ from page to page, so that a page of a list is another one under another value.
    """
    values: dict[str, set[str]] = defaultdict(set)
    for seen in book.pages:
        own, onward = book.local(seen.asked), (link for link in seen.links if NEXT.match(fold(link.text)))
        for link in onward if seen.page.kind in ("listing", "document_list") else ():
            target = book.local(link.url)
            if target.partition("?")[0] != own.partition("?")[0] or is_trap(link.url, target, book.carried):
                continue
            for key, value in _pairs(target.partition("?")[2]).items() - _pairs(own.partition("?")[2]).items():
                values[plain_key(key)].add(value)
    added = frozenset(values)
    several = [(key, told) for key, told in sorted(values.items()) if len(told) > 1]
    return [Pager("key", key, 0, len(told), added - {key}) for key, told in several]


def is_glued(style: Style, name: str) -> bool:
    """Return True for a number that follows a list's path and nothing between them: `/tin2.html`."""
    return style == "path" and name.startswith("#")


def _number_said(text: str, target: str) -> int | None:
    """Return the page number that a link says; what says `next` on a first page leads to the second.

    Where short words say neither, `/page/2` does: themes have many words for what is older.
    """
    words = fold(text) if len(text) <= SHORT else ""
    match = NUMBER.match(words)
    if match:
        return int(match[1])
    if NEXT.match(words) or MORE.match(words):
        return 2
    told = TELLS.search(target) if len(text) <= SHORT and not _is_step_back(words) else None
    return int(told[1]) if told else None


def _is_step_back(words: str) -> bool:
    """Return True for folded words that lead to the page before, or to the first or the last."""
    return any(form.match(words) for form in (PREVIOUS, LAST))


def _digits(target: str) -> set[int]:
    """Return the numbers in an address: what says `last` leads to one of them, where others say how pages count."""
    return {int(number) for number in DIGITS.findall(target)}


def _summed(votes: Counter[Vote]) -> Iterable[tuple[Vote, int]]:
    """Return the votes, of each name only the commonest step, those seen once left out."""
    best: dict[tuple[Style, str], tuple[int, int]] = {}
    for (style, name, step), count in votes.items():
        held = best.get((style, name), (0, 0))
        if count > held[1]:
            best[style, name] = (step, count)
    total = sum(count for _, count in best.values())
    kept = [((*key, step), count) for key, (step, count) in best.items() if count >= max(2, 0.1 * total)]
    return sorted(kept, key=lambda item: -item[1])


def _changes(own: str, target: str, number: int) -> list[Vote]:
    """Return how `target`, linked as page `number`, differs from the list at `own`: style, name and step."""
    if not 2 <= number <= MAX_PAGE:
        return []
    own_path, _, own_query = own.partition("?")
    path, _, query = target.partition("?")
    mine, theirs = _pairs(own_query), _pairs(query)
    if path == own_path:
        found: list[Vote] = []
        if any(key in theirs and not _counts(theirs[key], value, number) for key, value in mine.items()):
            return []  # Of another list, or of another program: `?act=lich&d=7` beside `?act=list&cat=2`.
        for key, value in theirs.items():
            step = _step(int(value), number) if value.isdecimal() and mine.get(key) != value else None
            if step is not None:
                found.append(("key", plain_key(key), step))
        return found
    for step, printed in ((1, number), (0, number - 1)):
        extended = _extension(_stem(own), path, printed)
        if extended:
            return [("path", extended, step)]
    base, _, last = own_path.rpartition("/")
    inner = _extension(base, path, number) if last else None
    return [("inner", inner, 1)] if inner is not None and inner.endswith(f"#/{last}") else []


def _counts(value: str, own: str, number: int) -> bool:
    """Return True for a parameter that a pager may carry: as it was, or growing with the page."""
    return value == own or (value.isdecimal() and _step(int(value), number) is not None)


def _step(value: int, number: int) -> int | None:
    """Return what a parameter grows by, 1 if it is the number itself, 0 if one less; None if it is no such thing."""
    if value == number:
        return 1
    if value == number - 1:
        return 0
    return value // (number - 1) if value % (number - 1) == 0 and value // (number - 1) >= 3 else None


def _extension(stem: str, path: str, number: int) -> str | None:
    """Return what a pager puts behind the path of a list's first page, with `#` for the number."""
    at = max((match.start() for match in re.finditer(rf"(?<!\d){number}(?!\d)", path)), default=-1)
    glued = at == len(stem) and stem[-1:].isalpha()
    if (at <= len(stem) and not glued) or not path.startswith(stem) or path[len(stem) : at].count("/") > 2:
        return None
    return f"{path[len(stem) : at]}#{path[at + len(str(number)) :]}"


def _stem(local: str) -> str:
    """Return the path of a list without its extension."""
    return EXTENSION.sub("", local.partition("?")[0]).rstrip("/")


def _pairs(query: str) -> dict[str, str]:
    return dict(pair.partition("=")[::2] for pair in query.split("&") if pair)


def page_of(local: str, pagers: Iterable[Pager]) -> tuple[str, int] | None:
    """Return the list's own address and the page number, where `local` is a numbered page of a list."""
    path, _, query = local.partition("?")
    for pager in pagers:
        if pager.style == "key":
            pairs = [pair for pair in query.split("&") if pair]
            own = [pair for pair in pairs if plain_key(pair.partition("=")[0]) == pager.name]
            if own and own[0].partition("=")[2].isdecimal():
                gone = {pager.name, *pager.companions}
                rest = "&".join(pair for pair in pairs if plain_key(pair.partition("=")[0]) not in gone)
                return (f"{path}?{rest}" if rest else path), int(own[0].partition("=")[2])
        elif pager.style in ("path", "inner"):
            base = r".*\D" if pager.stems else ".*"
            match = re.fullmatch(rf"(?P<base>{base}){suffix_pattern(pager, group='page')}", path)
            if match and (not pager.stems or match["base"] in pager.stems):
                own_path, first = match["base"] + tail_of(pager), 1 - pager.step
                return (own_path or "/") + (f"?{query}" if query else ""), int(match["page"]) + first
    return None


def first_page(book: Book, base: str, local: str) -> str:
    """Return the address of a list's first page as menus give it: `/tin-tuc.htm` of `/tin-tuc/trang-2.htm`."""
    extended = base + parts_of(local).extension
    return extended if base not in book.entries and extended in book.entries else base


def tail_of(pager: Pager) -> str:
    """Return the end of a list's own path that comes after the number on its numbered pages."""
    return pager.name.partition("#")[2] if pager.style == "inner" else ""


def suffix_pattern(pager: Pager, *, group: str = "") -> str:
    """Return the regular expression of what a pager puts behind a list's path."""
    before, _, after = pager.name.partition("#")
    number = rf"(?P<{group}>\d{{1,6}})" if group else r"\d{1,6}"
    return re.escape(before).replace(r"\-", "-") + number + re.escape(after).replace(r"\-", "-")
