"""A document as a text mentions it, and lists of them: `các Quyết định số 12, 13/QĐ-UBND ngày …`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from crawler.extract.numbers.bodies import Body
from crawler.extract.numbers.names import BEFORE, Name, window
from crawler.extract.numbers.surroundings import Around
from crawler.extract.numbers.symbols import Symbol

_ONE = r"(?P<number>\d{1,6}[a-z]?)(?:/(?P<year>(?:19[4-9]|20\d)\d))?"
_JOIN = r"\s?(?:[,;&]\s?(?:va\s)?|(?<=\s)(?:va|hoac|den)\s)(?:so\s?[:.]?\s?)?"
MEMBER = re.compile(_ONE + _JOIN)
_SILENT = re.sub(r"\?P<\w+>", "?:", _ONE)
LISTED = re.compile(rf"(?<![\d.,/-])(?:{_SILENT}{_JOIN}){{1,20}}$")
"""Numbers without codes before one that has them."""
GOES_ON = re.compile(r"\s?[,;]\s?(?:va\s)?(?:so\s?[:.]?\s?)?|\s(?:va|hoac|den)\s(?:so\s?[:.]?\s?)?")
"""What joins the numbers of a list: `các Công văn số 12/UBND-VP, 13/UBND-KT`, `từ số 12/KH-UBND đến số 15/KH-UBND`."""
ONE_DAY_ALL = re.compile(r"cung ngay|^\s?den\s")
"""What says between two numbers that they are of one day: a series has one."""
SENTENCE_ENDS = re.compile(r"\n\n|[.;!?]\s")
SEVERAL = re.compile(r"(?<![a-z])(?:cac|nhung|hai|ba|bon|nam|sau|0?[2-9]|[1-9]\d)\s$")
"""What says before a type's name that several documents follow."""
ONE_DAY = 60
"""How far the numbers of one series can lie apart that a body gave on one day."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A document as a text mentions it."""

    name: Name
    number: str
    """Its digits."""
    symbol: Symbol | None
    """None where only type and number are given."""
    year: int | None
    """Year beside a number without codes: `Thông tư 22/2021`."""
    around: Around
    subject: Body | None
    end: int
    listed: bool = False
    """True if it goes on with the list of the mention before it."""


def list_before(folded: str, at: int, floor: int) -> int | None:
    """Return where the numbers without codes begin that the number at `at` goes on with; None without any."""
    match = LISTED.search(folded[max(floor, window(folded, at, BEFORE)) : at])
    return at - len(match[0]) if match else None


def members(folded: str, start: int, last: Mention, at: int) -> tuple[Mention, ...]:
    """Return the mentions of a list that begins at `start`, and whose last one, at `at`, has codes, date and body."""
    numbers = list(_numbers(folded, start, at))
    years = {year for _, _, year in numbers} | {last.symbol.year if last.symbol else last.year}
    if None in years and len(years) > 1:
        return (last,)
    first = [_member(last, *number, listed=index > 0) for index, number in enumerate(numbers)]
    return (*first, replace(last, name=last.name._replace(start=at), listed=True))


def _numbers(folded: str, start: int, at: int) -> Iterator[tuple[re.Match[str], str, int | None]]:
    while start < at and (match := MEMBER.match(folded, start, at)):
        yield match, match["number"], int(match["year"]) if match["year"] else None
        start = match.end()


def _member(last: Mention, match: re.Match[str], number: str, year: int | None, *, listed: bool) -> Mention:
    """Return the mention of a number that shares codes, date and body with the last of its list."""
    other = last.symbol is not None and year != last.symbol.year
    around = last.around._replace(day=None, year=None) if other else last.around
    return replace(
        last,
        name=last.name if not listed else last.name._replace(start=match.start()),
        number=number,
        symbol=replace(last.symbol, number=number, year=year) if last.symbol else None,
        year=year,
        around=around,
        end=match.end("year") if match["year"] else match.end("number"),
        listed=listed,
    )


def share(folded: str, found: list[Mention]) -> list[Mention]:
    """Return the mentions, those of a list with the issuer that its end names, and with its day where it is one day."""
    shared = list(found)
    several = _in_plural(folded, found)
    one_day = False
    for index in range(len(found) - 1, 0, -1):
        one, following = shared[index - 1], shared[index]
        linked = following.listed and _alike(one, following)
        one_day = linked and (
            one_day or several[index] or ONE_DAY_ALL.search(folded[one.end : following.end]) is not None
        )
        if linked:
            shared[index - 1] = _with(one, following, one_day)
    return _of_same_day(_opened(shared), folded)


def _of_same_day(found: list[Mention], folded: str) -> list[Mention]:
    """Return the mentions, those that say `cùng ngày` with the day of the one before them in their sentence."""
    passed: list[Mention] = []
    for one in found:
        last = passed[-1] if passed else None
        if one.around.same_day and last is not None and not SENTENCE_ENDS.search(folded, last.end, one.name.start):
            day = last.around.day if one.symbol is None or one.symbol.year in (None, last.around.year) else None
            one = replace(one, around=one.around._replace(day=day, year=day.year if day else None))
        passed.append(one)
    return passed


def _opened(found: list[Mention]) -> list[Mention]:
    """Return the mentions, those of a list with the day before its head: `Ngày 5/4/2021, … ký Quyết định số 1 và 2`."""
    passed: list[Mention] = []
    for one in found:
        head = passed[-1] if passed and one.listed and _alike(passed[-1], one) else None
        opened = head is not None and head.around.day is not None and not head.around.dated
        passed.append(_with(one, head, True) if head is not None and opened else one)
    return passed


def _in_plural(folded: str, found: list[Mention]) -> list[bool]:
    """Return for each mention whether the head of its list says that several follow."""
    flags = [bool(found and SEVERAL.search(folded[max(0, found[0].name.start - 12) : found[0].name.start]))]
    for _, mention in pairwise(found):
        begin = mention.name.start
        flags.append(flags[-1] if mention.listed else bool(SEVERAL.search(folded[max(0, begin - 12) : begin])))
    return flags


def _alike(one: Mention, other: Mention) -> bool:
    """Return True for two numbers of one kind and body."""
    a, b = one.symbol, other.symbol
    return a is not None and b is not None and (a.type, a.issuer, a.form) == (b.type, b.issuer, b.form)


def _with(one: Mention, other: Mention, one_day: bool) -> Mention:
    """Return a mention with what it does not say itself and the next one of its list does."""
    around = one.around if one.around.body else one.around._replace(body=other.around.body)
    silent = around.day is None and around.year is None and one.symbol is not None and one.symbol.year is None
    if silent and one_day and _near(one, other):
        around = around._replace(day=other.around.day, year=other.around.year)
    return replace(one, around=around)


def _near(one: Mention, other: Mention) -> bool:
    """Return True if two numbers can be of one day."""
    a, b = (int(re.match(r"\d+", mention.number)[0]) for mention in (one, other))  # type: ignore[index]
    return abs(a - b) <= ONE_DAY
