"""The control interface: JSON in, JSON out, for tests that move the clock, publish, edit, delete and break things."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any, get_args

from crawler.demo.articles import Edits
from crawler.demo.faults import KINDS, Fault, Faults
from crawler.demo.organisation import article_sections
from crawler.demo.state import Closing, Removal, SamplePortal
from crawler.demo.statistics import Statistics
from crawler.demo.truth import article_truth

Json = dict[str, Any]


class ControlError(ValueError):
    """Raised when an operation makes no sense; the caller should answer 400 with the message."""


class Control:
    """The operations, each a method `op_<name>` with the JSON object's other keys as arguments."""

    def __init__(self, portal: SamplePortal, faults: Faults, statistics: Statistics) -> None:
        self.portal = portal
        self.faults = faults
        self.statistics = statistics

    def run(self, request: Json) -> Json:
        """Do what `request["op"]` names and return its result. Raises: ControlError."""
        arguments = dict(request)
        operation = getattr(self, f"op_{arguments.pop('op', None)}", None)
        if operation is None:
            raise ControlError(f"unknown op {request.get('op')!r}")
        try:
            return {"ok": True, **operation(**arguments)}
        except (TypeError, KeyError, re.error) as error:
            raise ControlError(f"{request.get('op')}: {error}") from None

    def _known(self, article: int) -> int:
        if not 0 <= article < self.portal.catalogue.total:
            raise ControlError(f"no article {article}; there are {self.portal.catalogue.total}")
        return article

    def op_advance(self, hours: float) -> Json:
        """Move the simulated clock."""
        self.portal.hours += hours
        return {"now": self.portal.now.isoformat()}

    def op_publish(self, count: int = 1, section: str | None = None) -> Json:
        """Publish new articles now, in the section with this name or path, or in turn; return their ids."""
        sections = article_sections()
        named = [index for index, known in enumerate(sections) if section in (known.name, known.path)]
        if section is not None and not named:
            raise ControlError(f"no section {section!r}")
        owners = named or list(range(len(sections)))
        return {"articles": [self.portal.publish(owners[number % len(owners)]) for number in range(count)]}

    def op_edit(self, article: int, what: str = "text") -> Json:
        """Change the title, summary, text, published or attachment of an article."""
        known = [field.name for field in fields(Edits)]
        if what not in known:
            raise ControlError(f"cannot edit {what!r}; expected one of {', '.join(known)}")
        self.portal.edit(self._known(article), what)
        return {"url": article_truth(self.portal, article).url}

    def op_delete(self, article: int, how: Removal = "404") -> Json:
        """Take an article down; `how`: 404, 410, soft_404, redirect_home."""
        if how not in get_args(Removal):
            raise ControlError(f"cannot delete by {how!r}; expected one of {', '.join(get_args(Removal))}")
        url = article_truth(self.portal, self._known(article)).url
        self.portal.delete(article, how)
        return {"url": url}

    def op_article(self, article: int) -> Json:
        """Return the truth of one article."""
        truth = article_truth(self.portal, self._known(article))
        return {name: getattr(truth, name) for name in ("id", "url", "slug", "title", "views", "requests", "reachable")}

    def op_close(self, mode: Closing = "unavailable") -> Json:
        """Close the portal: `unavailable` answers 503 everywhere, `parked` shows one page everywhere."""
        if mode not in get_args(Closing):
            raise ControlError(f"cannot close as {mode!r}")
        self.portal.behaviour.closed = mode
        return {}

    def op_reopen(self) -> Json:
        """Open the portal again."""
        self.portal.behaviour.closed = ""
        return {}

    def op_fault(self, kind: str, match: str, times: int = 1, **options: Any) -> Json:
        """Put a fault on addresses; `options`: retry_after, seconds, delta."""
        if kind not in KINDS:
            raise ControlError(f"no fault {kind!r}; expected one of {', '.join(KINDS)}")
        if "retry_after" in options and options["retry_after"] is not None:
            options["retry_after"] = str(options["retry_after"])
        self.faults.add(Fault(kind=kind, match=re.compile(match), times=times, **options))  # type: ignore[arg-type]
        return {"active": len(self.faults.active)}

    def op_clear_faults(self) -> Json:
        """Take all faults away."""
        self.faults.active.clear()
        return {}

    def op_crawl_delay(self, seconds: float | None) -> Json:
        """Put a Crawl-delay into robots.txt, or take it out with null."""
        self.portal.behaviour.crawl_delay = seconds
        return {}

    def op_disallow(self, path: str | None) -> Json:
        """Let robots.txt forbid all robots a path as well, or take that out with null."""
        self.portal.behaviour.disallow = path
        return {}

    def op_gzip(self, on: bool) -> Json:
        """Switch content coding on or off."""
        self.portal.behaviour.gzip = on
        return {}

    def op_latency(self, seconds: float) -> Json:
        """Let every answer wait."""
        self.portal.behaviour.latency = seconds
        return {}

    def op_stats(self, clear: bool = False) -> Json:
        """Return the statistics, and forget them if asked."""
        found = self.statistics.as_dict()
        if clear:
            self.statistics.clear()
        return found
