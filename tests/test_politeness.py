"""What a server may expect of us, read from the portal file, robots.txt and Retry-After."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.politeness import is_loopback, politeness_settings, retry_after
from crawler.portals import Portal, find_portal

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LONGBIEN, _ = find_portal("longbien", None)


def at(url: str) -> Portal:
    return LONGBIEN.model_copy(update={"url": url})


def test_a_real_portal_gets_one_request_at_a_time_with_its_delay() -> None:
    found = politeness_settings(LONGBIEN)
    assert found["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert found["DOWNLOAD_DELAY"] == LONGBIEN.politeness.delay >= 1
    assert found["AUTOTHROTTLE_ENABLED"] is True
    assert found["ROBOTSTXT_OBEY"] is True


@pytest.mark.parametrize("url", ["http://127.0.0.1:8001/", "http://localhost:8001/", "http://[::1]:8001/"])
def test_on_this_very_machine_there_is_nobody_to_disturb(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KHO_POLITE_LOOPBACK", raising=False)
    assert politeness_settings(at(url))["DOWNLOAD_DELAY"] == 0
    monkeypatch.setenv("KHO_POLITE_LOOPBACK", "1")
    assert politeness_settings(at(url))["DOWNLOAD_DELAY"] == LONGBIEN.politeness.delay


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1/", "http://192.168.1.5/", "http://127.0.0.1.example.vn/", "http://localhost.vn/"]
)
def test_a_neighbour_is_not_this_machine(url: str) -> None:
    assert not is_loopback(at(url))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Mon, 23 Nov 2026 02:01:30 GMT", 90.0),
        ("Mon, 23 Nov 2026 01:00:00 GMT", 0.0),
        (" 30 ", 30.0),
        ("0\x1f", 0.0),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.text())
def test_no_retry_after_can_raise_or_be_negative(value: str) -> None:
    found = retry_after(value, NOW)
    assert found is None or found >= 0
