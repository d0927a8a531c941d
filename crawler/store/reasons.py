"""The closed vocabulary of `urls.reason`: why an address is in the state that it is in."""

from __future__ import annotations

FAILED = frozenset(
    {
        "dns", "refused", "timeout", "connection_lost", "bad_response", "unexpected", "robots_unreachable",
        "truncated", "sent_elsewhere", "http_429", "http_4xx", "http_5xx", "challenge", "soft_error", "render_failed",
    }
)  # fmt: skip
"""State `due`: the last answer, or its absence, told us nothing of the page; it is asked for again."""

SKIPPED = frozenset(
    {
        "robots_disallowed", "ignored", "too_large", "unsupported_scheme", "off_portal", "redirect_loop",
        "moved_off_portal",
    }
)  # fmt: skip
"""State `skipped`: not fetched, and asking again would not change that."""

REMOVED = frozenset({"not_found", "gone", "soft_404", "redirected_home"})
"""State `gone`, or `done` while the removal is only suspected: the portal says that the page is no more."""

DONE = frozenset({"redirected", "not_a_page", "other_address", "awaits_form"})
"""State `done`: the address only leads elsewhere, is no page (robots.txt), or is reached by a form alone, which the
walk through its list will bring (`awaits_form`)."""

URL_REASONS = FAILED | SKIPPED | REMOVED | DONE
