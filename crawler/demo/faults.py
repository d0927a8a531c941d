"""Faults that tests put on addresses: what a server under a bad star answers, a given number of times."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, get_args

from crawler.demo.replies import HTML, Reply

FaultKind = Literal[
    "500",
    "404",
    "reset",
    "slow",
    "truncated",
    "wrong_length",
    "redirect_home",
    "soft_404",
    "challenge",
    "429",
]
KINDS: tuple[str, ...] = get_args(FaultKind)
RETRY_AFTER = 2


@dataclass
class Fault:
    """One fault: `kind` on addresses that `match` finds, `times` times."""

    kind: FaultKind
    match: re.Pattern[str]
    """Searched in host + path + query: `127.0.0.1:8642/tin-tuc`."""
    times: int = 1
    retry_after: str | None = None
    seconds: float = 5.0
    """How long a `slow` answer pauses in mid-body."""
    delta: int = 1000
    """`wrong_length`: how many bytes more (or, below 0, fewer) than it sends the server announces."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How the bytes of a reply go out."""

    reply: Reply
    reset: bool = False
    pause: float = 0.0
    """Seconds to wait after half the body."""
    cut: bool = False
    """Close the connection after half the body, with no last chunk."""
    delta: int = 0
    """Added to the announced length."""


class Faults:
    """The faults in force, tried in the order in which they were given."""

    def __init__(self) -> None:
        self.active: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Put a fault in force."""
        self.active.append(fault)

    def take(self, address: str) -> Fault | None:
        """Return the fault that falls on this request, used up by one."""
        for fault in self.active:
            if fault.match.search(address):
                fault.times -= 1
                if fault.times <= 0:
                    self.active.remove(fault)
                return fault
        return None


def needs_page(fault: Fault | None) -> bool:
    """Return True if the page itself is still served, if badly; then it counts as a view."""
    return fault is None or fault.kind in ("slow", "truncated", "wrong_length")


def deliver(fault: Fault | None, reply: Reply) -> Delivery:
    """Return how `reply` goes out under a fault that still serves the page."""
    if fault is None:
        return Delivery(reply)
    if fault.kind == "slow":
        return Delivery(reply, pause=fault.seconds)
    if fault.kind == "truncated":
        return Delivery(reply, cut=True)
    return Delivery(reply, delta=fault.delta)


def failed(fault: Fault, *, soft_404: Reply, challenge: str, home: str) -> Delivery:
    """Return the answer of a fault that does not serve the page."""
    if fault.kind == "reset":
        return Delivery(Reply(500, HTML, b"", kind="fault"), reset=True)
    if fault.kind == "redirect_home":
        return Delivery(Reply(302, HTML, b"", (("Location", home),), "fault"))
    if fault.kind == "soft_404":
        return Delivery(replace(soft_404, status=200, kind="fault"))
    if fault.kind == "challenge":
        return Delivery(Reply(200, "text/html", challenge.encode(), kind="fault"))
    status = int(fault.kind)
    wait = fault.retry_after or (str(RETRY_AFTER) if status == 429 else None)
    headers = (("Retry-After", wait),) if wait else ()
    body = f"<html><head><title>Error {status}</title></head><body><h1>HTTP Status {status}</h1></body></html>"
    return Delivery(Reply(status, "text/html;charset=utf-8", body.encode(), headers, "fault"))
