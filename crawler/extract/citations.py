"""Official documents that a text names, by number (`Kế hoạch số 206/KH-UBND`) or by name (`Kế hoạch số 176 ngày …`).

Every number in the text is looked at; few pass the first look, so a text without citations costs next to nothing. A
false citation is worse than a missed one: what can be anything else (a scale, a score, a plate) is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from crawler.extract.numbers.bodies import Body, body_before, certain_code, fits, read_body
from crawler.extract.numbers.cited_dates import SPAN, date_after, date_before, verb_before
from crawler.extract.numbers.doctypes import (
    LAST_SYLLABLES,
    LAW_BEFORE,
    NAME_BEFORE,
    NUMBER_SIGN,
    SHORT_BEFORE,
    TYPES,
    code_of_name,
)
from crawler.extract.numbers.home import NOWHERE, Home
from crawler.extract.numbers.issuers import needs_place, rank_of
from crawler.extract.numbers.symbols import NUMBER, Known, Symbol, bare_key, make_key, settle_type, symbol_at
from crawler.extract.text import fold
from crawler.items import Citation

Field = Literal["title", "summary", "text"]
MAX_TEXT = 1_000_000
"""Characters that are searched."""
MAX_CITATIONS = 2_000
REACH = 300
"""Characters after a number in which its date and issuer are looked for."""
BEFORE = 90
"""Characters before a number in which the name of its type is looked for."""
DIGIT = re.compile(r"\d+")
BEGIN = re.compile(r"(?<![\d.,/\u2010\u2013\u2212-])\d{1,6}(?!\d)")
"""The digits of no longer number, time or date: the first look, and the cheapest."""
FOLLOWED = re.compile(
    r"(?:\.\d{1,3})?[a-zA-ZĐđ]?\s?[/–‐−-]\s?(?:[^\W\d_]|(?:19|20)\d\d\s?[/–‐−-]\s?[^\W\d_])|[A-ZĐa-zđ]{1,4}\s?[/–-]"
)
"""What can follow the first digits of a number with codes."""
BODY_AFTER = re.compile(r"(?:\s?,)?\s{0,2}(?:cua|do)\s{1,2}")
GOES_ON = re.compile(r"\s?[,;]\s?(?:va\s)?(?:so\s?)?|\s(?:va|hoac)\s(?:so\s?)?")
"""What joins the numbers of a list: `các Công văn số 12/UBND-VP, 13/UBND-KT`."""
NAMED_LATER = frozenset(("ĐA", "DA", "CTr", "PA", "BC", "HĐ", "TC", "LCT", "L", "GM", "GP", "BB"))
"""Types whose name with a number is often no document (`Đề án 06`, `Dự án số 2`): without a code they need a date."""
UNSIGNED = frozenset(("NQ", "CT", "QĐ", "NĐ", "TT", "KL", "QĐi", "CV", "CĐ"))
"""Types that are cited by a bare number without `số`: `Chỉ thị 16 của Thủ tướng Chính phủ`."""
ABOUT = re.compile(r"\s?,?\s?(?:ve\s|v/v\s)")
ISSUED = re.compile(r"(?:ban hanh|thong qua|ky|ra)\s$")
NOT_COUNTED = re.compile(r"\s?(?:%|[/:x×*]|[-–]\s?\d|\.\d|,\d)")
"""What shows that digits after a type's name are no number of a document."""


class Name(NamedTuple):
    """What stands before a number."""

    known: Known
    start: int
    """Where the type's name, the sign `số`, or the number itself begins."""
    code: str | None
    sign: bool
    """True if `số` stands right before the number."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is known beside the text itself."""

    field: Field = "text"
    published: date | None = None
    home: Home = NOWHERE


def find_citations(
    text: str, *, field: Field = "text", published: date | None = None, home: Home = NOWHERE
) -> tuple[Citation, ...]:
    """Return the documents that NFC `text` names, in order.

    `published`, the day of the article, gives dates without a year theirs; `home`, the place of the portal, says which
    city `UBND Thành phố` is. Without them such dates are None and such places `?`.
    """
    text = text[:MAX_TEXT]
    begins = [match.start() for match in BEGIN.finditer(text) if _may_begin(text, match)]
    if not begins:
        return ()
    folded, scope = fold(text), Scope(field, published, home)
    found: list[Citation] = []
    end, last = 0, None
    for start in begins:
        if start < end:
            continue
        read = _read(text, folded, start, end, last, scope)
        if read is not None:
            found.append(read.citation)
            end, last = read.end, read.code
        if len(found) == MAX_CITATIONS:
            break
    return tuple(found)


def _may_begin(text: str, match: re.Match[str]) -> bool:
    """Return True if a number can begin at these digits: the second, still cheap look."""
    start, end = match.span()
    return _stands_free(text, start) and (bool(FOLLOWED.match(text, end)) or _last_word(text, start) in LAST_SYLLABLES)


def _stands_free(text: str, start: int) -> bool:
    """Return False inside a longer number, a time, a date, or after a letter that no type's name ends with."""
    before = text[start - 1 : start]
    if not before or before.isspace() or before in "(\"“'‘[;":
        return True
    if before == ":":
        return text[start - 2 : start - 1].isalpha()
    return before.isalpha() and _last_word(text, start) in LAST_SYLLABLES


def _last_word(text: str, at: int) -> str:
    """Return the last word before a place, folded; signs between it and the place do not count."""
    words = text[max(0, at - 12) : at].rstrip(" .:\n").rsplit(None, 1)
    return fold(words[-1].lstrip("(\"“'‘[;,")) if words else ""


class Read(NamedTuple):
    """A citation, where it ends, and its type's code for those that follow in a list."""

    citation: Citation
    end: int
    code: str | None


def _read(text: str, folded: str, at: int, floor: int, last: str | None, scope: Scope) -> Read | None:
    """Return the citation whose number begins at `at`; nothing before `floor` belongs to it."""
    name = _name(text, folded, at, floor)
    if name.known != "name" and last and GOES_ON.fullmatch(folded, floor, at):
        name = name._replace(known="name", code=last)
    number = NUMBER.match(text, at)
    reading = symbol_at(text, number, name.known, name.code) if number else None
    if reading is None:
        return _read_bare(text, folded, at, name, scope)
    if reading.symbol.form == "assembly" and name.code is None:
        name = _law(folded, at, floor) or name
    around = _around(text, folded, name.start, reading.end, scope)
    symbol, body = reading.symbol, around.body
    year = around.year if symbol.year is None else symbol.year
    day = around.day if around.day and around.day.year == year else None
    subject = _subject(text, folded, name.start, symbol) if body is None else None
    key = make_key(symbol, name.code, year, _place(symbol, body, subject, scope.home))
    code = settle_type(symbol, name.code)
    citation = _make(text, name.start, around.end, scope.field, symbol.canonical, key, code, body or subject, day)
    return Read(citation, around.end, code)


def _make(
    text: str, start: int, end: int, field: Field, number: str | None, key: str, code: str | None, body: Body | None,
    day: date | None,
) -> Citation:  # fmt: skip
    return Citation(
        position=start,
        raw=text[start:end],
        field=field,
        number=number,
        number_norm=key,
        type=TYPES[code] if code else None,
        issuer=body.text if body else None,
        issued_on=day.isoformat() if day else None,
    )


def _name(text: str, folded: str, at: int, floor: int) -> Name:
    """Return the type's name or the sign that stands before the number at `at`."""
    begin = max(floor, _window(folded, at, BEFORE))
    window = folded[begin:at]
    match = NAME_BEFORE.search(window)
    if match:
        return Name("name", begin + match.start(), code_of_name(match["name"]), bool(match["so"]))
    short = SHORT_BEFORE.search(text[begin:at])
    if short:
        return Name("name", begin + short.start(), short["code"] if short["code"] in TYPES else None, True)
    sign = NUMBER_SIGN.search(window)
    return Name("sign", begin + sign.start(), None, True) if sign else Name("nothing", at, None, False)


def _law(folded: str, at: int, floor: int) -> Name | None:
    """Return the type of a law that is named before its number: `Luật Đất đai số`."""
    begin = max(floor, _window(folded, at, BEFORE))
    match = LAW_BEFORE.search(folded[begin:at])
    return Name("name", begin + match.start(), code_of_name(match["name"]), True) if match else None


class Around(NamedTuple):
    """What a sentence says of a document beside its number."""

    body: Body | None
    day: date | None
    year: int | None
    end: int
    """Where the words end that belong to the citation."""
    dated: bool
    """True if the day stands after the number."""


def _around(text: str, folded: str, start: int, end: int, scope: Scope) -> Around:
    """Return date and issuer after a number that ends at `end`; the date may also stand before its name."""
    stop = folded.find("\n\n", end, end + REACH)
    stop = end + REACH if stop < 0 else stop
    ahead, printed = folded[end:stop], text[end:stop]
    dated = date_after(ahead, 0, scope.published, direct=True)
    body = _body_after(printed, ahead, dated.end)
    if body is not None and dated.end == 0:
        dated = date_after(ahead, body.end, scope.published, direct=False)
    final = end + max(dated.end, body.end if body else 0)
    if dated.end not in (0, body.end if body else 0):
        return Around(body, dated.day, dated.year, final, dated=dated.day is not None)
    begin = _window(folded, start, SPAN)
    day = date_before(folded[begin:start], text[begin:start], scope.published)
    return Around(body, day, day.year if day else None, final, dated=False)


def _window(folded: str, at: int, size: int) -> int:
    """Return where the text begins that is looked at before a place: `size` characters, of one paragraph."""
    begin = max(0, at - size)
    return max(begin, folded.rfind("\n\n", begin, at))


def _body_after(text: str, folded: str, at: int) -> Body | None:
    """Return the body named after `của` or `do` at `at`."""
    match = BODY_AFTER.match(folded, at)
    return read_body(text, folded, match.end()) if match else None


def _subject(text: str, folded: str, start: int, symbol: Symbol) -> Body | None:
    """Return the local body that issues the document in its sentence: `UBND quận Long Biên ban hành Kế hoạch số …`.

    It is not taken for the place in the key, which comes from words that belong to the number itself.
    """
    begin = _window(folded, start, SPAN)
    verb = verb_before(folded[begin:start]) if needs_place(symbol.issuer) else None
    body = body_before(text, folded, begin + verb) if verb is not None else None
    return body if body is not None and fits(symbol.issuer.split("-")[0], body) else None


def _place(symbol: Symbol, body: Body | None, subject: Body | None, home: Home) -> str | None:
    """Return the slug of the issuer's place: as printed, or that of the portal for its own Party committees.

    A subject that names another place shows that the committee is not the portal's own.
    """
    if body is not None:
        return body.place_slug(home) if fits(symbol.issuer.split("-")[0], body) or not symbol.issuer else None
    rank = rank_of(symbol.issuer)
    own = {"province": home.province, "district": home.district, "commune": home.commune}[rank] if rank else None
    return own if subject is None or subject.place.name in (None, own) else None


def _read_bare(text: str, folded: str, at: int, name: Name, scope: Scope) -> Read | None:
    """Return the citation of a document by type and number alone, where a date or an issuer makes it certain."""
    match = DIGIT.match(text, at)
    if match is None or name.known != "name" or name.code is None or NOT_COUNTED.match(folded, match.end()):
        return None
    around = _around(text, folded, name.start, match.end(), scope)
    if not _is_certain(folded, match.end(), name, around):
        return None
    body = around.body
    place = body.place_slug(scope.home) if body else None
    key = bare_key(match[0], name.code, around.year, certain_code(name.code, body), place)
    return Read(
        _make(text, name.start, around.end, scope.field, None, key, name.code, body, around.day), around.end, name.code
    )


def _is_certain(folded: str, end: int, name: Name, around: Around) -> bool:
    """Return True if what follows a type and a bare number shows that it is a document."""
    if name.code in NAMED_LATER:
        return name.sign and around.dated
    if name.sign:
        issued = bool(ABOUT.match(folded, end)) and bool(ISSUED.search(folded, max(0, name.start - 20), name.start))
        return around.dated or around.body is not None or issued
    return name.code in UNSIGNED and (around.dated or around.body is not None)
