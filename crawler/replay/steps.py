"""One step of a crawl, as the journal in its WARC files holds it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, cast, get_args

from crawler.items import Source
from crawler.portals import Portal
from crawler.store.captures import Place
from crawler.store.crawls import CrawlKind

Do = Literal["start", "seed", "reread", "page", "exchange", "not_fetched", "torn", "damaged", "not_given", "finish"]
"""The closed list of what a crawl does to the database:

`start` the crawl begins; `seed` the addresses that it starts from are due; `reread` the first pages of lists with
several are due once more; `page` a page is stored; `exchange` a record that is no page (robots.txt) is stored;
`not_fetched` there is no response; `torn` a killed crawl's last record was cut off; `damaged` a record of
an imported file cannot be read, or is not what it states; `not_given` a web archive
lists a capture and has not got it; `finish` the crawl ends.
"""
PLACES = {"place": (str, int, int), "original": (str, int)}
COUNTS = frozenset({"requests", "bytes"})
VERBS: frozenset[str] = frozenset(get_args(Do))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What was done, and all that the rows need beside the record that it was done with."""

    do: Do
    at: str | None = None
    """When, by our clock; None where the record says so."""
    record: str | None = None
    """Id of the `response` or `revisit` record."""
    dom: str | None = None
    """Of a rendered page: id of the `resource` record that it was read from."""
    url: str | None = None
    """Canonical address that was asked for; of a page only where it is another one than the page's."""
    reason: str | None = None
    """Why there is no response (`NetworkReason`), or why the crawl ended (`FinishReason`)."""
    requests: int | None = None
    bytes: int | None = None
    message: str | None = None
    listed: str | None = None
    """What a web archive's list said of a capture that it did not give."""
    place: tuple[str, int, int] | None = None
    """File, offset, length of a record that lies in an imported file."""
    original: tuple[str, int] | None = None
    """File and offset of the payload that an imported revisit stands for."""
    original_id: str | None = None
    """Id under which that record is known here."""

    def as_json(self) -> dict[str, Any]:
        """Return what is not None."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def read_step(values: dict[str, Any]) -> Step:
    """Return the step that `as_json` gave. Raises: ValueError for what no version of ours wrote."""
    if values.get("do") not in VERBS:
        raise ValueError(f"no step: {values.get('do')!r}")
    known = {name: value for name, value in values.items() if name in Step.__slots__}
    for name, types in PLACES.items():
        if name in known:
            known[name] = tuple(known[name])
            if tuple(map(type, known[name])) != types:
                raise ValueError(f"no place: {values[name]!r}")
    for name, value in known.items():
        if name not in PLACES and value is not None and type(value) is not (int if name in COUNTS else str):
            raise ValueError(f"no {name}: {value!r}")
    return Step(**known)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlFacts:
    """What all steps of one crawl need: as its `warcinfo` says."""

    crawl_id: str
    portal: Portal
    """As its file said when the crawl began."""
    kind: CrawlKind
    started_at: str
    software: str
    settings: str
    """JSON."""

    @property
    def source(self) -> Source:
        """Where its captures come from."""
        return "live" if self.kind == "crawl" else cast("Source", self.kind)

    @property
    def _options(self) -> dict[str, Any]:
        try:
            settings = json.loads(self.settings)
        except ValueError:
            return {}
        options = settings.get("options") if isinstance(settings, dict) else None
        return options if isinstance(options, dict) else {}

    @property
    def full(self) -> bool:
        """Return True if everything was fetched again, not only what was new or due."""
        return bool(self._options.get("full"))

    @property
    def since(self) -> date | None:
        """Return the day before which articles were left out, if any."""
        since = self._options.get("since")
        return date.fromisoformat(since) if since else None


__all__ = ["CrawlFacts", "Do", "Place", "Step", "read_step"]
