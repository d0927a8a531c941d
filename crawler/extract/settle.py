"""When an article was published, after all that speaks of it was weighed. Right, or nothing with the reason.

Strong evidence, each good for a value by itself:
- a labelled line beside the title (`Ngày đăng …`), or labelled at the end of the article; a day after the fetch, or
  from before there were portals, is none (`date_conflict`), whatever else speaks
- structured data that says "published": JSON-LD, `article:published_time`, microdata, `<time>`
- a date without a label beside the title, as a line of its own; unlike the others it must not lie after the fetch, nor
  be the minute of the fetch, nor more than a month after the day that the address tells: then it is a clock or an event

Two strong ones that lie more than a day apart give no value (`date_conflict`). Structured data that agrees with the
line makes it more precise. Structured data that tells the moment of the fetch is the server's clock: it is passed over.

Weak evidence, asked only where no strong one speaks, in this order:
- a bare date that closes the article (method `byline`)
- a day in the address (`address`, precision day): the day of upload can be days from that of publication (anthi: path
  2021-6-28, byline 25-06-2021), and posts moved from an older portal carry years between the two. So it never
  contradicts a label or structured data. Where a short line beside the title prints the day after it, the address
  is on another clock: programs that run in UTC file under the day before what comes out before seven in the morning
- a labelled update (`updated`), unless the line holds a second date that was not understood
- words such as `3 giờ trước` (`relative`, precision day)

What machines are told in another zone is what the page prints, where the figures are the same: then nobody ever set the
zone, and the figures are its own (`14:44` beside `2021-09-28T14:44:00+00:00`). Where a portal's pages show that
its zone cannot be believed (`zone_doubtful`), such a time tells the day alone; not even that, where no page prints it
and it hangs on the zone. Where the zone is believed, and a day without a label is that of the figures alone, the
page prints the day of another clock, or tells machines the wrong zone: nobody knows which (`date_conflict`).

Never evidence: page clocks, dates in title, lead or body, other articles' dates, the footer, the list that led here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from crawler.extract.byline import MAX_BESIDE, Byline
from crawler.extract.evidence import Evidence
from crawler.extract.printed.dates import VIETNAM, Mention, Moment, find_dates
from crawler.extract.printed.machine_dates import read_figures
from crawler.extract.printed.relative import relative_day
from crawler.extract.text import fold

FIRST_DAY = date(1997, 11, 19)
"""On which Vietnam opened its internet; days before it are told by articles on history."""
DAY = timedelta(days=1)
GRACE = 2 * DAY
"""Days after the fetch that a portal's clock may be ahead."""
MONTH = timedelta(days=31)
MINUTES = timedelta(minutes=2)
Dated = list[tuple[Moment, str]]


@dataclass(frozen=True, slots=True)
class Settled:
    """The time of publication after all evidence was weighed."""

    moment: Moment | None
    raw: str | None = None
    method: str | None = None
    """`byline` `json-ld` `meta` `time` `address` `updated` `relative`."""
    conflict: str | None = None
    """What disagreed, where the moment is None because of it."""
    changed: Moment | None = None
    """When the article was last changed, as structured data says."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one piece of evidence says."""

    method: str
    raw: str
    moment: Moment


def apart(first: Moment, second: Moment) -> bool:
    """Return True if two moments cannot be the same publication: more than a day lies between them."""
    if first.time is not None and second.time is not None:
        return abs(first.time - second.time) > DAY
    return abs(first.day - second.day) > DAY


def is_plausible(moment: Moment, fetched_at: datetime) -> bool:
    """Return True for a day on which a page of this country can have been published, seen from the fetch."""
    return FIRST_DAY <= moment.day <= _today(fetched_at) + GRACE


def _today(fetched_at: datetime) -> date:
    return fetched_at.astimezone(VIETNAM).date()


def _is_thinkable(moment: Moment, fetched_at: datetime) -> bool:
    """Return False for what programs write where they know no time: `1970-01-01`, `9999-12-31`."""
    return moment.day >= FIRST_DAY and moment.day.year <= fetched_at.year + 1


def _is_clock(moment: Moment, fetched_at: datetime) -> bool:
    return moment.time is not None and abs(moment.time - fetched_at) <= MINUTES


def _structured(evidence: Evidence, fetched_at: datetime) -> list[Claim]:
    """Return what structured data says, the server's own clock left out."""
    claims = [Claim(method, raw, moment) for method, raw, moment in evidence.published]
    return [one for one in claims if _is_thinkable(one.moment, fetched_at) and not _is_clock(one.moment, fetched_at)]


def _minute(moment: Moment) -> datetime | None:
    return moment.time.replace(second=0) if moment.time is not None else None


def _printed(line: Settled, byline: Byline, evidence: Evidence) -> set[datetime]:
    """Return the minutes that the page prints beside its title, in lines that were understood or not."""
    moments = [*evidence.shown, *(mention.moment for text in byline.nearby for mention in find_dates(text))]
    return {minute for one in (*moments, line.moment) if one is not None and (minute := _minute(one))}


def _on_clock(claim: Claim, printed: set[datetime], *, doubtful: bool) -> Claim:
    """Return a claim with its figures on the portal's clock where they are printed so; only its day where in doubt."""
    figures = read_figures(claim.raw)
    if figures is None:
        return claim
    if _minute(figures) in printed:
        return replace(claim, moment=figures)
    return replace(claim, moment=Moment(figures.day)) if doubtful and _minute(claim.moment) not in printed else claim


def _is_day_sure(claim: Claim, told: Claim) -> bool:
    """Return False for a claim in doubt whose day depends on whose clock its figures are of."""
    return claim.moment.time is not None or claim.moment.day == told.moment.day


def _shown(bare: Dated, address: Claim | None, fetched_at: datetime) -> Dated:
    """Return the unlabelled dates that can be a publication."""
    latest = _today(fetched_at) + DAY
    if address:
        latest = min(latest, address.moment.day + MONTH)
    return [one for one in bare if FIRST_DAY <= one[0].day <= latest and not _is_clock(one[0], fetched_at)]


LAST_UPDATE = re.compile(
    r"\b(?:lan (?:cap nhat|(?:chinh )?sua(?: doi)?) cuoi|(?:cap nhat|sua)(?: doi)? (?:lan )?cuoi"
    r"|cap nhat gan (?:day )?nhat|last updated?|modif(?:y|ied|ication)|edited|revised"
    r"|(?:chinh )?sua(?: doi)?(?= (?:ngay|luc|vao|lan|boi|gan)\b|\s*[:：]))\b"
)
"""Labels of a change to what was there, the last of several: what they say never stands in for the publication."""


def _one_of(stated: Dated) -> Settled:
    """Return the moment that some lines of one kind agree on: the same day, and its time if only one is given."""
    if not stated:
        return Settled(None)
    moment, raw = stated[0]
    if len({one.day for one, _ in stated}) > 1:
        lines = dict.fromkeys(line for _, line in stated)
        return Settled(None, raw, conflict=" against ".join(repr(line) for line in lines))
    timed = {one: line for one, line in stated if one.time is not None}
    if len(timed) == 1:
        moment, raw = next(iter(timed.items()))
    elif timed:
        moment = Moment(moment.day)
    return Settled(moment, raw, "byline")


def _refined(moment: Moment, others: Iterable[Claim]) -> Moment:
    """Return the byline's moment, made more precise by structured data that agrees with it."""
    for other in (claim.moment for claim in others):
        if other.time is None or other.day != moment.day:
            continue
        if moment.time is None and other.without_midnight().time is not None:
            return other
        if moment.time is not None and moment.time.second == 0 and other.time.replace(second=0) == moment.time:
            return other
    return moment


def _on_two_clocks(line: Settled, claims: list[Claim]) -> Settled | None:
    """Return that there is no time where a line gives the day of a time's figures, and the zone makes it another."""
    if line.moment is None:
        return None
    for one in claims:
        figures = read_figures(one.raw) if one.moment.time is not None else None
        if figures is not None and figures.day == line.moment.day != one.moment.day:
            return Settled(None, line.raw, conflict=f"{line.raw!r} is not the day of {one.raw!r} on the portal's clock")
    return None


def _weighed(line: Settled, claims: list[Claim]) -> Settled:
    """Return what a line and structured data say together."""
    if line.moment is not None:
        claims = [Claim("byline", line.raw or "", line.moment), *claims]
    if line.conflict or not claims:
        return line
    first = claims[0]
    for other in claims[1:]:
        if apart(first.moment, other.moment):
            conflict = f"{first.method} {first.raw!r} against {other.method} {other.raw!r}"
            return Settled(None, first.raw, conflict=conflict)
    moment = _refined(first.moment, claims[1:]) if line.moment else first.moment.without_midnight()
    return Settled(moment, first.raw, first.method)


def _weak(byline: Byline, address: Claim | None, fetched_at: datetime) -> Settled:
    """Return what weak evidence says where no strong one speaks."""
    tail = _one_of(_shown(byline.tail, address, fetched_at))
    if tail.moment is not None:
        return tail
    if address is not None:
        return _addressed(address, byline)
    updated = _one_of([entry for entry in byline.updated if not LAST_UPDATE.search(fold(entry[1]))])
    if updated.moment is not None and byline.unread is None and byline.unclear is None:
        return Settled(updated.moment, updated.raw, "updated")
    days = {relative_day(line, fetched_at) for line in byline.relative}
    day = days.pop() if len(days) == 1 and byline.unread is None else None
    return Settled(Moment(day), byline.relative[0], "relative") if day else Settled(None)


def _addressed(address: Claim, byline: Byline) -> Settled:
    """Return the day that an address tells, unless a line beside the title prints the next one, as no update."""
    day = address.moment.day
    lines = [(text, find_dates(text)) for text in byline.nearby] if address.moment.time is None else []
    printed = {one.moment.day for text, dates in lines if _is_short(text, dates) for one in dates}
    if day + DAY in printed - {moment.day for moment, _ in byline.updated} and day not in printed:
        conflict = f"{address.raw!r} is the day before the one printed beside the title"
        return Settled(None, address.raw, conflict=conflict)
    return Settled(Moment(day), address.raw, "address")


def _is_short(text: str, dates: list[Mention]) -> bool:
    """Return True for a line with hardly anything beside its dates; sentences name days of all kinds."""
    return len(text) - sum(one.end - one.start for one in dates) <= MAX_BESIDE


def _changed(evidence: Evidence, told: list[Claim], claims: list[Claim]) -> Moment | None:
    """Return when structured data says that the article was changed, on the clock that its publication is told on."""
    raw, moment = evidence.modified or ("", None)
    figures = read_figures(raw)
    if figures is None or moment is None:
        return moment
    pairs = [(new, old) for new, old in zip(claims, told, strict=True) if read_figures(old.raw) is not None]
    in_doubt = any(new.moment.time is None for new, old in pairs if new != old)
    if in_doubt or (not pairs and evidence.is_zone_doubtful):
        return Moment(figures.day) if figures.day == moment.day else None
    return moment if claims == told else figures


def settle(byline: Byline, evidence: Evidence, address: tuple[str, Moment] | None, fetched_at: datetime) -> Settled:
    """Return the time of publication; `address` is what `address_date` says of the page's address."""
    upload = Claim("address", *address) if address else None
    shown = _shown(byline.bare, upload, fetched_at)
    line, told = _one_of(byline.published or shown), _structured(evidence, fetched_at)
    printed = _printed(line, byline, evidence)
    claims = [_on_clock(claim, printed, doubtful=evidence.is_zone_doubtful) for claim in told]
    sure = claims if line.moment else [new for new, old in zip(claims, told, strict=True) if _is_day_sure(new, old)]
    settled = (None if byline.published else _on_two_clocks(line, sure)) or _weighed(line, sure)
    if settled.moment is None and not settled.conflict:
        settled = _without_strong(byline, shown, upload, fetched_at)
    if settled.moment is None and not settled.conflict and len(sure) < len(told):
        settled = _unsure(told[0].raw)
    if settled.moment is not None and not is_plausible(settled.moment, fetched_at):
        conflict = f"{settled.raw!r} is no day of publication of a page fetched on {_today(fetched_at)}"
        settled = Settled(None, settled.raw, conflict=conflict)
    return replace(settled, changed=_changed(evidence, told, claims))


def _unsure(raw: str) -> Settled:
    return Settled(None, raw, conflict=f"{raw!r} may be on the portal's own clock: its day is not known")


def _without_strong(byline: Byline, shown: Dated, upload: Claim | None, fetched_at: datetime) -> Settled:
    """Return what is left to say where no strong evidence speaks."""
    if byline.bare and not shown:
        raw = byline.bare[0][1]
        return Settled(None, raw, conflict=f"{raw!r} beside the title is no time of publication")
    return _weak(byline, upload, fetched_at)
