"""Official documents that a text names, by number (`Kế hoạch số 206/KH-UBND`) or by name (`Kế hoạch số 176 ngày …`).

Every number in the text is looked at; few pass the first look, so a text without citations costs next to nothing. A
false citation is worse than a missed one: what can be anything else (a scale, a score, a plate) is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

from crawler.extract.numbers.bodies import Body, certain_code, fits, is_people
from crawler.extract.numbers.doctypes import LAST_SYLLABLES, TYPES
from crawler.extract.numbers.home import NOWHERE, Home
from crawler.extract.numbers.issuers import rank_of
from crawler.extract.numbers.keys import CENTRAL, OF_THE_STATE, bare_key, make_key, settle_type
from crawler.extract.numbers.mentions import GOES_ON, Mention, list_before, members, share
from crawler.extract.numbers.names import Name, law_before, name_before, type_before
from crawler.extract.numbers.surroundings import Around, read_around, read_subject
from crawler.extract.numbers.symbols import NUMBER, SPACED, YEAR_LAST, Reading, Symbol, plain_signs, symbol_at
from crawler.extract.text import fold
from crawler.items import Citation

Field = Literal["title", "summary", "text"]
MAX_TEXT = 1_000_000
"""Characters that are searched."""
MAX_CITATIONS = 2_000
BEGIN = re.compile(r"(?<![\d./-])\d{1,6}(?!\d)")
"""The digits of no longer number, time or date: the first look, and the cheapest."""
FOLLOWED = re.compile(
    r"\s(?:bis|BIS)\s?[/-]|"
    r"(?:\.\d{1,3})?[a-zA-ZĐđ]?\s?[/-]\s?(?:[^\W\d_]|(?:19|20)\d\d\s?[/-]\s?[^\W\d_])|[A-ZĐa-zđ]{1,4}\s?[/-]"
)
"""What can follow the first digits of a number with codes."""
FREE = frozenset(("", *"(\"“'‘[;,"))
"""What may stand right before the digits, blanks aside."""
ENDS_LIST = re.compile(r",?\s(?:của|do|ngày|năm)\s")
"""What can follow the last number of a list without codes: `Chỉ thị số 15 và 16 của …`."""
IN_LIST = re.compile(r"\d\s?(?:,|và|hoặc)\s?$")
BROKEN = re.compile(r"(?<![a-z])so\s?[:.]?\s?\d{1,4}\s$")
"""Digits before a number that are part of it, or a number of their own: `số 12 34/QĐ-UBND`."""
BARE = re.compile(r"(?P<number>\d{1,6}(?:[a-z](?![a-z]))?)(?:/(?P<year>(?:19[4-9]|20\d)\d)(?![\d/-]))?")
NAMED_LATER = frozenset(("ĐA", "DA", "CTr", "PA", "BC", "HĐ", "TC", "LCT", "L", "BL", "GM", "GP", "BB"))
"""Types whose name with a number is often no document (`Đề án 06`, `Dự án số 2`): without a code they need a date."""
UNSIGNED = frozenset(("NQ", "CT", "QĐ", "NĐ", "TT", "KL", "QĐi", "CV", "CĐ", "TTri"))
"""Types that are cited by a bare number without `số`: `Chỉ thị 16 của Thủ tướng Chính phủ`."""
WITH_BODY = frozenset(("KH", "TB", "HD"))
"""Types that are so only beside a body: `Kế hoạch 176 của UBND Thành phố`; `Kế hoạch 5 năm` is none."""
WITH_YEAR = frozenset(("NĐ", "TT", "TTLT", "QĐ", "NQ"))
"""Types that are cited by number and year alone, `Nghị định 100/2019`. Of others `10/2023` may be a month."""
GOVERNMENT_SINCE = 1993
"""First year in which only the Government issued decrees, so that their codes are known."""
ABOUT = re.compile(r"\s?,?\s?(?:ve\s|v/v\s)")
ISSUED = re.compile(r"(?:ban hanh|thong qua|ky|ra)\s$")
NOT_COUNTED = re.compile(r"\s?(?:%|[/:x×*]|-\s?\d|\.\d|,\d)")
"""What shows that digits after a type's name are no number of a document."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The text that is searched, and what is known beside it."""

    text: str
    """With plain signs."""
    folded: str
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
    plain = plain_signs(text[:MAX_TEXT])
    begins = _begins(plain)
    if not begins:
        return ()
    scope = Scope(plain, fold(plain), field, published, home)
    found: list[Mention] = []
    for start in begins:
        found += _mentions(scope, start, found[-1] if found else None)
        if len(found) >= MAX_CITATIONS:
            break
    cited = (_cite(mention, scope) for mention in share(scope.folded, found))
    return tuple(replace(one, raw=text[one.position : one.position + len(one.raw)]) for one in cited)


def _begins(text: str) -> list[int]:
    """Return where numbers can begin: the second, still cheap look.

    Not inside a longer number, a time, a date, nor after a letter that no type's name ends with.
    """
    found = []
    for match in BEGIN.finditer(text):
        start, end = match.span()
        before = text[start - 1 : start]
        free = before in FREE or before.isspace() or (before == ":" and text[start - 2 : start - 1].isalpha())
        named = (free or before.isalpha()) and _last_word(text, start) in LAST_SYLLABLES
        if named or (free and (FOLLOWED.match(text, end) or _ends_list(text, start, end))):
            found.append(start)
    return found


def _ends_list(text: str, start: int, end: int) -> bool:
    """Return True for digits behind others and before the words that a list of numbers ends with."""
    return bool(ENDS_LIST.match(text, end) and IN_LIST.search(text, max(0, start - 8), start))


def _last_word(text: str, at: int) -> str:
    """Return the last word before a place, folded; signs between it and the place do not count."""
    words = text[max(0, at - 12) : at].rstrip(" .:\n").rsplit(None, 1)
    return fold(words[-1].lstrip("(\"“'‘[;,")) if words else ""


def _mentions(scope: Scope, at: int, last: Mention | None) -> tuple[Mention, ...]:
    """Return the mention whose number begins at `at`, after those of a list that ends with it; `last` came before."""
    floor = last.end if last else 0
    if at < floor or BROKEN.search(scope.folded, max(floor, at - 12), at):
        return ()
    start = list_before(scope.folded, at, floor)
    whole = _mention(scope, at, start, last) if start is not None else None
    if start is not None and whole is not None and (whole.name.sign or whole.name.known == "name"):
        return members(scope.folded, start, whole, at)
    if scope.text[at - 1 : at] == ",":
        return ()
    one = _mention(scope, at, at, last)
    return (one,) if one else ()


class Head(NamedTuple):
    """What stands before a number, what the number itself reads, and whether it goes on with a list."""

    name: Name
    reading: Reading | None
    listed: bool


def _head(scope: Scope, at: int, first: int, last: Mention | None) -> Head | None:
    """Return the head of the number at `at`, and the numbers of its list at `first`; None if it counts other things."""
    floor, code = last.end if last else 0, _code_of(last)
    name = name_before(scope.text, scope.folded, first, floor)
    if name is None:
        return None
    if name.known != "name" and last and code and GOES_ON.fullmatch(scope.folded, floor, first):
        named = name._replace(known="name", code=code)
        reading = _symbol(scope.text, at, named)
        if reading is None or last.symbol is None or reading.symbol.form == last.symbol.form:
            return Head(named, reading, listed=True)
    return Head(name, _symbol(scope.text, at, name), listed=False)


def _mention(scope: Scope, at: int, first: int, last: Mention | None) -> Mention | None:
    """Return the mention whose number begins at `at`, and the numbers of its list at `first`."""
    head = _head(scope, at, first, last)
    if head is None:
        return None
    if head.reading is None:
        return _bare(scope, at, head.name)
    name, (symbol, end) = head.name, head.reading
    if first != at and name.code not in (None, symbol.type) and symbol.type is not None:
        return None
    if name.code is None and symbol.type is None:
        name = _named_further(scope, name, symbol, first, last.end if last else 0)
    around, end = _around(scope, name, symbol, end)
    subject = read_subject(scope.text, scope.folded, name.start, symbol.issuer) if around.body is None else None
    return Mention(name, symbol.number, symbol, None, around, subject, max(around.end, end), head.listed)


def _around(scope: Scope, name: Name, symbol: Symbol, end: int) -> tuple[Around, int]:
    """Return what stands around a number, with the year behind its codes, and where the number ends."""
    last = YEAR_LAST.match(scope.text, end) if symbol.year is None else None
    if last is None:
        return read_around(scope.text, scope.folded, name.start, end, scope.published), end
    around, year = read_around(scope.text, scope.folded, name.start, last.end(), scope.published), int(last["year"])
    differs = around.year not in (None, year)
    return around._replace(year=None if differs else year, day=None if differs else around.day), last.end()


def _code_of(last: Mention | None) -> str | None:
    """Return the code of the type that a list goes on with after a mention."""
    if last is None or last.symbol is None:
        return last.name.code if last else None
    return settle_type(last.symbol, last.name.code)


def _symbol(text: str, at: int, name: Name) -> Reading | None:
    """Return the symbol that begins at `at`; its digits may stand apart after `số`: `số 1 234/QĐ-UBND`."""
    number = NUMBER.match(text, at)
    reading = symbol_at(text, number, name.known, name.code) if number else None
    apart = SPACED.match(text, at) if reading is None and name.sign else None
    return symbol_at(text, apart, name.known, name.code) if apart else reading


def _named_further(scope: Scope, name: Name, symbol: Symbol, at: int, floor: int) -> Name:
    """Return the name with the type that stands further before a number that has none."""
    if symbol.form == "assembly":
        return law_before(scope.text, scope.folded, at, floor) or name
    return name._replace(code=type_before(scope.folded, at, floor)) if name.known == "sign" else name


def _bare(scope: Scope, at: int, name: Name) -> Mention | None:
    """Return the mention by type and number alone, where a date, a year or an issuer makes it certain."""
    match = BARE.match(scope.folded, at)
    if match is None or name.known != "name" or name.code is None or NOT_COUNTED.match(scope.folded, match.end()):
        return None
    around = read_around(scope.text, scope.folded, name.start, match.end(), scope.published)
    year = int(match["year"]) if match["year"] else None
    if not (_is_certain_year if year else _is_certain)(scope.folded, match, name, around):
        return None
    symbol = None
    if name.code == "NĐ" and year and year >= GOVERNMENT_SINCE:
        symbol = Symbol(match["number"], year, "NĐ", "CP", None, "law")
    return Mention(name, match["number"], symbol, year, around, None, max(around.end, match.end()))


def _is_certain(folded: str, number: re.Match[str], name: Name, around: Around) -> bool:
    """Return True if what follows a type and a bare number shows that it is a document."""
    if name.code in NAMED_LATER:
        return name.sign and around.dated
    if name.sign:
        issued = bool(ABOUT.match(folded, number.end())) and bool(
            ISSUED.search(folded, max(0, name.start - 20), name.start)
        )
        return around.year is not None or around.body is not None or issued
    if name.code in WITH_BODY:
        return len(number["number"]) > 1 and around.body is not None and around.body.kind != "place"
    return name.code in UNSIGNED and (around.dated or around.body is not None)


def _is_certain_year(_: str, number: re.Match[str], name: Name, around: Around) -> bool:
    """Return True if a number with a year after a type's name is no month, and a document."""
    said = name.sign or around.dated or around.body is not None or name.code in CENTRAL
    return name.code in WITH_YEAR and (said or int(re.sub(r"\D", "", number["number"])) > 12)


def _cite(mention: Mention, scope: Scope) -> Citation:
    """Return the citation that a mention is."""
    name, symbol, around = mention.name, mention.symbol, mention.around
    if symbol is None:
        place = around.body.place_slug(scope.home) if around.body else None
        year, issuer = mention.year or around.year, certain_code(name.code, around.body)
        if name.code == "NĐ" and year and year >= GOVERNMENT_SINCE:
            issuer = "CP"
        key = bare_key(mention.number, name.code or "", year, issuer, place)
        return _make(mention, scope, None, key, name.code, around.body)
    year = around.year if symbol.year is None else symbol.year
    body = around.body or mention.subject
    key = make_key(symbol, name.code, year, _place(symbol, around.body, mention.subject, scope.home))
    return _make(mention, scope, symbol.canonical, key, settle_type(symbol, name.code), body)


def _make(
    mention: Mention, scope: Scope, number: str | None, key: str, code: str | None, body: Body | None
) -> Citation:
    start, day = mention.name.start, mention.around.day
    year = mention.symbol.year if mention.symbol else mention.year
    return Citation(
        position=start,
        raw=scope.text[start : mention.end],
        field=scope.field,
        number=number,
        number_norm=key,
        type=TYPES[code] if code else None,
        issuer=body.text if body and body.kind != "place" else None,
        issued_on=day.isoformat() if day and year in (None, day.year) else None,
    )


def _place(symbol: Symbol, body: Body | None, subject: Body | None, home: Home) -> str | None:
    """Return the slug of the issuer's place: as printed, or that of the portal for its own Party committees.

    A subject that names another place shows that the committee is not the portal's own.
    """
    if body is not None and body.kind == "state" and body.name.startswith("bo ") and not is_people(symbol.issuer):
        return OF_THE_STATE
    if body is not None:
        return body.place_slug(home) if fits(symbol.issuer.split("-")[0], body) or not symbol.issuer else None
    rank = rank_of(symbol.issuer)
    own = {"province": home.province, "district": home.district, "commune": home.commune}[rank] if rank else None
    return own if subject is None or subject.place.name in (None, own) else None
