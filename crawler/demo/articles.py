"""Articles of the sample portal, each made from the seed and its number alone; the head is cheap, the body is not."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Literal, TypeVar

from crawler.demo.organisation import article_sections
from crawler.demo.words import Writer, bank, stream

Byline = Literal["full", "no_counter", "day", "midnight", "english", "none"]
Coding = Literal["utf-8", "nfd", "windows-1258", "meta_only", "undeclared"]

T = TypeVar("T")

BYLINES: tuple[tuple[Byline, int], ...] = (
    ("full", 76),
    ("no_counter", 5),
    ("day", 4),
    ("midnight", 7),
    ("english", 6),
    ("none", 2),
)
CODINGS: tuple[tuple[Coding, int], ...] = (
    ("utf-8", 84),
    ("nfd", 6),
    ("windows-1258", 4),
    ("meta_only", 3),
    ("undeclared", 3),
)
"""Share of each variant, of 100 articles. `nfd`: the article's own words are in NFD, the frame is not."""

SPAN = timedelta(days=4000)
LONGEST_STEP = timedelta(hours=12)
FIRST_NUMBER = 10_001
"""Added to an article's id to give the number its slug ends in."""
SLUG_LENGTH = 60


@dataclass(frozen=True, slots=True)
class World:
    """What the whole portal follows from."""

    seed: int
    articles: int
    start: datetime
    """The simulated clock's first moment, with the portal's own zone."""

    @property
    def step(self) -> timedelta:
        """Time between two articles, at most."""
        return min(LONGEST_STEP, SPAN / max(self.articles, 1))


@dataclass(frozen=True, slots=True)
class Head:
    """What lists show of an article, and what kind of page it has."""

    id: int
    topic: int
    title: str
    summary: str | None
    slug: str
    heading: str
    """The section's name as this page prints it."""
    moment: datetime
    """When it was published, to the minute."""
    byline: Byline
    coding: Coding
    base_views: int
    rate: float
    """Views that others add in an hour of the simulated clock."""
    lead_repeated: bool
    """True if the page prints the lead a second time, as first paragraph."""

    @property
    def has_counter(self) -> bool:
        """True if the page shows a view counter."""
        return self.byline not in ("no_counter", "none")

    @property
    def published_at(self) -> str | None:
        """The time of the contract: to the minute, to the day, or None."""
        if self.byline == "none":
            return None
        if self.byline in ("day", "midnight"):
            return self.moment.date().isoformat()
        return self.moment.isoformat(timespec="seconds")


def slugify(text: str) -> str:
    """Return the text as Liferay 6 makes addresses of it: marks and every `đ` lost.

    Source: slugs seen on socson.hanoi.gov.vn: `hoi-ong-nhan-dan` for `Hội đồng nhân dân`.
    """
    plain = unicodedata.normalize("NFD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def id_from_slug(slug: str) -> int | None:
    """Return the article that a slug names, trailing dashes allowed; None if it ends in no number of ours."""
    match = re.search(r"-(\d{5,9})-*$", slug)
    return int(match[1]) - FIRST_NUMBER if match else None


def _chosen(roll: int, shares: tuple[tuple[T, int], ...]) -> T:
    for value, share in shares:
        roll -= share
        if roll < 0:
            return value
    return shares[0][0]


def scheduled_moment(world: World, id_: int) -> datetime:
    """Return when an article of the seed was published; a later id is a later time."""
    step = int(world.step.total_seconds() // 60)
    jitter = stream(world.seed, "minute", id_).randrange(max(step - 1, 1))
    newest = world.start - timedelta(minutes=10)
    moment = newest - timedelta(minutes=(world.articles - 1 - id_) * step + jitter)
    moment = moment.replace(second=0, microsecond=0)
    return moment + timedelta(minutes=1) if moment.time() == time(0, 0) else moment


def _heading(name: str, roll: float) -> str:
    if roll < 0.12:
        return name.upper()
    return name.lower() if roll < 0.24 else name


@lru_cache(maxsize=2048)
def make_head(world: World, id_: int, section: int, moment: datetime | None = None) -> Head:
    """Return the head of article `id_`; `moment` is given for those a test published."""
    rng = stream(world.seed, "head", id_)
    moment = moment or scheduled_moment(world, id_)
    topic = rng.randrange(len(bank()[1]))
    writer = Writer(rng, moment.date(), bank()[1][topic])
    title = writer.pick("titles")
    summary = writer.pick("leads") if rng.random() < 0.85 else None
    byline = _chosen(rng.randrange(100), BYLINES)
    return Head(
        id=id_,
        topic=topic,
        title=title,
        summary=summary,
        slug=f"{slugify(title)[:SLUG_LENGTH].strip('-')}-{id_ + FIRST_NUMBER}",
        heading=_heading(article_sections()[section].name, rng.random()),
        moment=moment,
        byline=byline,
        coding=_chosen(rng.randrange(100), CODINGS),
        base_views=rng.randrange(3, 4200),
        rate=round(rng.uniform(0.02, 2.5), 3),
        lead_repeated=summary is not None and rng.random() < 0.05,
    )


@dataclass(frozen=True, slots=True)
class Edits:
    """How often a test has changed each part of an article."""

    title: int = 0
    summary: int = 0
    text: int = 0
    published: int = 0
    attachment: int = 0


def edited_head(head: Head, edits: Edits) -> Head:
    """Return the head as it reads after a test's edits; address and counters stay."""
    changed = head
    if edits.title:
        changed = replace(changed, title=f"{head.title} (sửa lần {edits.title})")
    if edits.summary:
        changed = replace(changed, summary=f"{head.summary or head.title} Bản tin được bổ sung lần {edits.summary}.")
    if edits.published:
        changed = replace(changed, moment=head.moment + timedelta(days=edits.published))
    return changed
