"""The sample portal as it stands: the seeded world, and the little that requests and tests have changed in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import floor
from typing import Literal

from crawler.demo.addresses import Hosts
from crawler.demo.articles import Edits, Head, World, edited_head, id_from_slug, make_head
from crawler.demo.body import Body, make_body
from crawler.demo.catalogue import Catalogue
from crawler.demo.documents import FileRef, article_files
from crawler.demo.frame import Moment

Closing = Literal["", "unavailable", "parked"]
Removal = Literal["404", "410", "soft_404", "redirect_home"]


@dataclass
class Behaviour:
    """Switches that tests turn."""

    gzip: bool = True
    crawl_delay: float | None = None
    disallow: str | None = None
    """A path that robots.txt forbids beside the usual ones."""
    closed: Closing = ""
    latency: float = 0.0
    """Seconds that every answer waits."""


@dataclass
class SamplePortal:
    """Articles, counters and clock of one running sample portal."""

    world: World
    hosts: Hosts
    hours: float = 0.0
    """Hours that the simulated clock has been advanced."""
    requests: int = 0
    """Answers given so far; the visitor block and the hidden fields follow it."""
    behaviour: Behaviour = field(default_factory=Behaviour)
    served: Counter[int] = field(default_factory=Counter)
    """Article -> how often its page was served, whatever the address."""
    shown: dict[int, int] = field(default_factory=dict)
    """Article -> the view count on the page last served."""
    edits: dict[int, Edits] = field(default_factory=dict)
    removals: dict[int, Removal] = field(default_factory=dict)
    moments: dict[int, datetime] = field(default_factory=dict)
    """Article published by a test -> its time."""
    catalogue: Catalogue = field(init=False)

    def __post_init__(self) -> None:
        self.catalogue = Catalogue(self.world.seed, self.world.articles)

    @property
    def now(self) -> datetime:
        """The simulated clock; it stands still unless a test advances it."""
        return self.world.start + timedelta(hours=self.hours)

    def moment(self) -> Moment:
        """Return what the frame prints of this request."""
        return Moment(self.now, self.requests)

    def head(self, id_: int) -> Head:
        """Return the head of an article, edits included."""
        section = self.catalogue.place(id_).section
        head = make_head(self.world, id_, section, self.moments.get(id_))
        return edited_head(head, self.edits[id_]) if id_ in self.edits else head

    def body(self, id_: int) -> Body:
        """Return the body of an article, edits included."""
        place = self.catalogue.place(id_)
        head = make_head(self.world, id_, place.section, self.moments.get(id_))
        return make_body(self.world, head, self.edits.get(id_, Edits()))

    def files(self, id_: int) -> tuple[FileRef, ...]:
        """Return the files attached to an article."""
        return article_files(id_, self.body(id_).files)

    def find(self, slug: str) -> int | None:
        """Return the article that a slug names exactly; deleted ones are found too."""
        id_ = id_from_slug(slug)
        known = id_ is not None and 0 <= id_ < self.catalogue.total
        return id_ if id_ is not None and known and self.head(id_).slug == slug.rstrip("-") else None

    def views(self, id_: int) -> int:
        """Return the count that the next page of an article shows: base + floor(rate x hours) + our requests so far."""
        head = self.head(id_)
        return head.base_views + floor(head.rate * self.hours) + self.served[id_]

    def count_view(self, id_: int) -> int:
        """Serve the counter once: return what it shows, and let it rise."""
        views = self.views(id_)
        self.served[id_] += 1
        self.shown[id_] = views
        return views

    def publish(self, section: int) -> int:
        """Publish a new article now and return its id."""
        id_ = self.catalogue.publish(section)
        self.moments[id_] = self.now.replace(second=0, microsecond=0)
        return id_

    def edit(self, id_: int, what: str) -> None:
        """Change one part of an article: a field of `Edits`. Raises: TypeError for another name."""
        edits = self.edits.get(id_, Edits())
        self.edits[id_] = replace(edits, **{what: getattr(edits, what, 0) + 1})

    def delete(self, id_: int, how: Removal) -> None:
        """Take an article down; `how` says what its address answers from then on."""
        self.catalogue.delete(id_)
        self.removals[id_] = how
