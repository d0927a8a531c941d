"""What went wrong on the network, as one of a closed list of reason codes."""

from __future__ import annotations

from typing import Literal

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from crawler.render.chromium import RenderError
from crawler.robots import RobotsUnreachableError

NetworkReason = Literal[
    "dns", "refused", "timeout", "connection_lost", "truncated", "too_large", "bad_response",
    "robots_disallowed", "robots_unreachable", "unsupported_scheme", "render_failed", "unexpected",
]  # fmt: skip

SKIPS: frozenset[NetworkReason] = frozenset({"robots_disallowed", "too_large", "unsupported_scheme"})
"""Reasons that asking again would not change: the address is skipped, not retried."""

_REASONS: tuple[tuple[type[BaseException], NetworkReason], ...] = (
    (RobotsUnreachableError, "robots_unreachable"),
    (RenderError, "render_failed"),
    (IgnoreRequest, "robots_disallowed"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "refused"),
    (DownloadTimeoutError, "timeout"),
    (DownloadCancelledError, "too_large"),
    (ResponseDataLossError, "truncated"),
    (UnsupportedURLSchemeError, "unsupported_scheme"),
    (DownloadFailedError, "connection_lost"),
)


def network_reason(error: BaseException) -> NetworkReason:
    """Return the reason code for what Scrapy raised instead of a response."""
    return next((reason for kind, reason in _REASONS if isinstance(error, kind)), "unexpected")
