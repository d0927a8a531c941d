"""What kept us from a page, as one line for people: a code, and what it means. Nothing of the network's own words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from crawler.failures import NetworkReason, network_reason
from crawler.robots import RobotsUnreachableError

MAX_CAUSES = 20
MEANINGS: dict[str, str] = {
    "dns": "no server is known by the name of this host",
    "refused": "the server refuses the connection, nothing listens there",
    "no_route": "no way through the network leads to the server",
    "timeout": "no answer in time",
    "tls": "no secure connection can be made",
    "connection_lost": "the server breaks the connection off",
    "truncated": "what came breaks off before its end",
    "bad_coding": "what came is packed (gzip or the like) and cannot be unpacked",
    "too_large": "larger than a page that is fetched for a sample",
    "bad_response": "what answers there is no web server",
    "robots_disallowed": "robots.txt forbids it",
    "robots_unreachable": "robots.txt cannot be read, which forbids all for now",
    "unsupported_scheme": "no address of the web",
    "render_failed": "the browser did not show it in time",
}
_NAMED = (
    ("SSL.Error", "tls"),
    ("VerificationError", "tls"),
    ("_newclient.ParseError", "bad_response"),
    ("NoRouteError", "no_route"),
    ("TCPTimedOutError", "timeout"),
    ("TimeoutError", "timeout"),
)
"""Ends of the names of what lies behind a failure, which Scrapy sums up as a lost connection."""


def network_told(error: BaseException) -> str:
    """Return code and meaning of what was raised instead of a response."""
    if isinstance(error, RobotsUnreachableError):
        return _robots_told(error)
    code = _code_of(error)
    return f"{code}: {MEANINGS.get(code, type(error).__name__)}"


def _robots_told(error: RobotsUnreachableError) -> str:
    """Return why robots.txt did not come: a server that is not there does not give it either."""
    if error.__cause__ is not None:
        return network_told(error.__cause__)
    status = f" (it answers {error.status})" if error.status else ""
    return f"robots_unreachable: {MEANINGS['robots_unreachable']}{status}"


def _code_of(error: BaseException) -> str:
    """Return the reason code of a failure, finer than the frontier needs it."""
    code: NetworkReason = network_reason(error)
    if code not in ("connection_lost", "unexpected"):
        return code
    names = [f"{type(one).__module__}.{type(one).__qualname__}" for one in islice(_causes(error), MAX_CAUSES)]
    found = (known for name in names for end, known in _NAMED if name.endswith(end))
    return next(found, code)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error, and those that it was raised for; Twisted's hold several, each in a `Failure`."""
    while error is not None:
        yield error
        for failure in getattr(error, "reasons", None) or ():
            cause = getattr(failure, "value", None)
            if isinstance(cause, BaseException):
                yield cause
        error = error.__cause__


def told(code: str) -> str:
    """Return a code of `MEANINGS` with what it means."""
    return f"{code}: {MEANINGS[code]}"


def status_told(status: int) -> str:
    """Return code and meaning of an answer that is no page."""
    if status == 401:
        return "http_4xx: answers 401, it asks for a name and a password"
    if status == 403:
        return "http_4xx: answers 403, it does not let us in"
    if status == 429:
        return "http_429: answers 429, it asks us to slow down: try again later"
    if status >= 500:
        return f"http_5xx: answers {status}, the server is in trouble or being repaired: try again later"
    return f"{'not_found' if status in (404, 410) else 'http_4xx'}: answers {status}"
