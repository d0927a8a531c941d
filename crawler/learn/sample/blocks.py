"""Answers of the sample that are no pages: what the server says instead, and what that does to the grade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crawler.learn.sample.observe import Observed
from crawler.told import status_told

CHALLENGE = "challenge: the server asks for proof of a browser instead of giving the page"
REDIRECTS = "redirects"
"""What is noted of an address that only sends on: no failure, as long as it arrives somewhere."""
AUTOMATIC = ("challenge:", "http_429:")
"""What is said to machines, and may be said to any page of a crawl; a 403 is mostly meant for one page."""
MANY = 5
"""One answer in so many that is a block makes a sample that speaks for little."""


@dataclass(slots=True)
class Refused:
    """What gave no page, and why, while a sample was taken."""

    blocked: dict[str, str] = field(default_factory=dict)
    """Address -> what the server answered instead of a page."""
    ended: str = ""
    """Why the sample was ended before it was done; empty if it was not."""

    def note(self, seen: Observed) -> bool:
        """Take in an answer; return True if it is no page."""
        reason = block_of(seen)
        if reason is not None:
            self.blocked[seen.asked] = reason
        return reason is not None


def block_of(seen: Observed) -> str | None:
    """Return why an answer is no page though there may be one; None for pages and for what is not there."""
    if seen.page.kind == "challenge":
        return CHALLENGE
    if seen.status < 400 or seen.status in (404, 410):
        return None
    return status_told(seen.status)


def not_fetched(failures: Mapping[str, str], refused: Refused) -> dict[str, str]:
    """Return the addresses that gave no page, and why; not those that sent on to one."""
    return {url: why for url, why in failures.items() if why != REDIRECTS} | refused.blocked


def lowered(grade: str, reason: str, refused: Refused, pages: int) -> tuple[str, str]:
    """Return the grade of a sample that the server blocked in part, and the reason."""
    said = "; ".join(_examples(refused.blocked))
    if refused.ended:
        cap, why = "C", f"the sample was ended early: {refused.ended}"
    elif MANY * len(refused.blocked) >= pages + len(refused.blocked) > 0:
        cap, why = "C", f"{len(refused.blocked)} addresses gave no page: {said}"
    elif any(why.startswith(AUTOMATIC) for why in refused.blocked.values()):
        cap, why = "B", f"the server blocks some pages: {said}"
    else:
        return grade, reason
    return (cap, f"{why} ({reason})") if grade < cap else (grade, f"{reason}; {why}")


def _examples(blocked: Mapping[str, str]) -> Iterable[str]:
    """Yield each kind of answer once, with the first address that gave it."""
    told: set[str] = set()
    for url, why in blocked.items():
        if why not in told:
            told.add(why)
            yield f"{why}, such as {url}"
