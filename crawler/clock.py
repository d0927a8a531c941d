"""Our own clock: UTC, ISO 8601 with `Z`, milliseconds, so that the text sorts as the time does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def format_utc(moment: datetime) -> str:
    """Return an aware `moment` as `2026-11-23T02:39:18.123Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def utc_now() -> str:
    """Return the present moment as `2026-11-23T02:39:18.123Z`."""
    return format_utc(datetime.now(UTC))


def parse_utc(text: str) -> datetime:
    """Return the aware moment that `format_utc` wrote."""
    return datetime.fromisoformat(text)


def utc_after(text: str, **delta: float) -> str:
    """Return the moment that lies `delta` (as in `timedelta`) after `text`."""
    return format_utc(parse_utc(text) + timedelta(**delta))
