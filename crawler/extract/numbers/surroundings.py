"""What a sentence says of a document beside its number: the body that issued it, and when."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from crawler.extract.numbers.bodies import Body, body_before, fits, read_owner
from crawler.extract.numbers.cited_dates import SAME_DAY, SPAN, Dated, date_after, date_before, verb_before
from crawler.extract.numbers.issuers import needs_place
from crawler.extract.numbers.names import window
from crawler.extract.numbers.places import wider_end

REACH = 300
"""Characters after a number in which its date and issuer are looked for."""
BODY_AFTER = re.compile(r"(?:\s?,)?\s{0,2}(?:cua|do)\s{1,2}")


class Around(NamedTuple):
    """What a sentence says of a document beside its number."""

    body: Body | None
    day: date | None
    year: int | None
    end: int
    """Where the words end that belong to the citation."""
    dated: bool
    """True if the day stands after the number."""
    same_day: bool = False
    """True if it says `cùng ngày` instead: the day of the document named before it."""


def read_around(text: str, folded: str, start: int, end: int, published: date | None) -> Around:
    """Return date and issuer after a number that ends at `end`; the date may also stand before its name."""
    stop = folded.find("\n\n", end, end + REACH)
    stop = end + REACH if stop < 0 else stop
    ahead, printed = folded[end:stop], text[end:stop]
    same = SAME_DAY.match(ahead)
    if same is not None:
        body = _body_after(printed, ahead, same.end())
        return Around(body, None, None, end + (body.end if body else same.end()), dated=False, same_day=True)
    dated = date_after(ahead, 0, published, direct=True)
    body = _body_after(printed, ahead, dated.end)
    if body is not None and dated.end == 0:
        dated = date_after(ahead, body.end, published, direct=False)
        within = wider_end(printed, ahead, body.end)
        dated = dated if dated.end > body.end else date_after(ahead, within, published, direct=False)
        dated = dated if dated.end > within else Dated(None, None, body.end)
    final = end + max(dated.end, body.end if body else 0)
    if dated.end not in (0, body.end if body else 0):
        return Around(body, dated.day, dated.year, final, dated=dated.day is not None)
    begin = window(folded, start, SPAN)
    day = date_before(folded[begin:start], text[begin:start], published)
    return Around(body, day, day.year if day else None, final, dated=False)


def _body_after(text: str, folded: str, at: int) -> Body | None:
    """Return the body named after `của` or `do` at `at`."""
    match = BODY_AFTER.match(folded, at)
    return read_owner(text, folded, match.end()) if match else None


def read_subject(text: str, folded: str, start: int, issuer: str) -> Body | None:
    """Return the local body that issues the document in its sentence: `UBND quận Long Biên ban hành Kế hoạch số …`.

    It is not taken for the place in the key, which comes from words that belong to the number itself.
    """
    begin = window(folded, start, SPAN)
    verb = verb_before(folded[begin:start]) if needs_place(issuer) else None
    body = body_before(text, folded, begin + verb) if verb is not None else None
    return body if body is not None and fits(issuer.split("-")[0], body) else None
