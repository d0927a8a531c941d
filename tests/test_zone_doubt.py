"""Times for machines in another zone that may be the portal's own figures: what tells it, and what is left of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.extract import extract
from crawler.items import Article, Capture, Page
from crawler.learn.findings import Findings
from crawler.learn.places.zone_doubt import zone_doubt
from crawler.learn.write import portal_text
from crawler.portals import Portal, parse_portal
from tests.page_captures import page_capture

TITLE = "Hội nghị tổng kết công tác dân vận và triển khai nhiệm vụ trọng tâm"
TEXT = "<p>Các đại biểu thảo luận, thống nhất nhiều giải pháp nâng cao chất lượng phục vụ người dân.</p>" * 6
PORTAL = Portal(id="mau", name="Mẫu", level="commune", url="https://mau.example/")
DOUBTED = PORTAL.model_copy(update={"zone_doubtful": True})


def capture(told: str, printed: str = "", changed: str = "") -> Capture:
    """Return an article that tells machines a time, and prints a line under its title."""
    meta = f'<meta property="article:published_time" content="{told}">'
    meta += f'<meta property="article:modified_time" content="{changed}">' if changed else ""
    html = f"<html><head><title>{TITLE}</title>{meta}</head><body><div><h1>{TITLE}</h1><p>{printed}</p>{TEXT}</div>"
    return page_capture("https://mau.example/tin/1", html, "2025-11-20T03:00:00Z")


def page(told: str, printed: str = "", changed: str = "", portal: Portal = DOUBTED) -> Page:
    return extract(capture(told, printed, changed), portal)


def article(told: str, printed: str = "", changed: str = "", portal: Portal = DOUBTED) -> Article:
    found = page(told, printed, changed, portal).article
    assert found is not None
    return found


def doubt(*pages: tuple[str, str]) -> str | None:
    """Return what speaks against the zone of pages, each a time for machines and a line."""
    return zone_doubt([capture(told, printed) for told, printed in pages], PORTAL)


BY_DAY = [(f"2024-11-{day:02d}T02:{day}:00Z", f"{day}/11/2024") for day in range(10, 28)]
"""From nine o'clock on the portal's clock."""
TYPED = [(f"2024-11-{day:02d}T09:{day}:00Z", f"{day}/11/2024") for day in range(10, 28)]
"""The same, typed as local time and taken for UTC."""
WRITTEN = ("2024-11-13T21:08:00Z", "13/11/2024")
TRUE = ("2024-11-13T21:08:00Z", "14/11/2024")


def test_one_page_that_prints_the_day_of_the_figures_puts_the_zone_in_doubt() -> None:
    assert doubt(*TYPED, WRITTEN) == (
        "1 pages print what the figures say, where the zone makes it another; 0 print that other"
    )
    assert doubt(*TYPED, WRITTEN, TRUE) is not None


def test_figures_of_nights_in_which_nobody_publishes_are_not_the_portals_own() -> None:
    assert doubt(*BY_DAY, WRITTEN) is None
    assert doubt(*BY_DAY[:5], WRITTEN) is not None, "too few to tell"
    by_night = [(f"2024-11-{day:02d}T18:{day}:00Z", f"{day + 1}/11/2024") for day in range(10, 18)]
    assert doubt(*BY_DAY, *by_night, WRITTEN) is not None, "it publishes by night on either clock"


@pytest.mark.parametrize("zone", ["Z", "+00:00", ".000Z", "-05:00"])
def test_the_zone_may_be_any_but_the_portals_own(zone: str) -> None:
    assert doubt((f"2024-11-13T21:08:00{zone}", "13/11/2024")) is not None
    assert doubt(("2024-11-13T21:08:00+07:00", "13/11/2024")) is None


def test_a_minute_that_is_printed_tells_by_day_too() -> None:
    assert doubt(("2024-11-13T09:08:00Z", "13/11/2024 09:08")) is not None
    assert doubt(*TYPED, ("2024-11-13T02:08:00Z", "13/11/2024 09:08")) is None


def test_days_that_fit_both_readings_tell_nothing() -> None:
    assert doubt(*BY_DAY) is None
    assert doubt(*BY_DAY, TRUE) is None


def test_a_portal_that_would_never_publish_in_the_morning_is_doubted_unless_a_page_confirms_it() -> None:
    assert doubt(*TYPED) == "0 of 18 articles would be from the morning, and no page says that it is so"
    late = [("2024-11-13T19:30:00Z", "")] * 4
    assert doubt(*((told, "") for told, _ in TYPED), *late) is not None
    assert doubt(*TYPED, TRUE) is None
    assert doubt(*TYPED[:5]) is None, "too few to tell"
    assert doubt(*TYPED, *BY_DAY) is None


def test_in_doubt_the_printed_day_is_all_that_is_known() -> None:
    for told, printed in (WRITTEN, TRUE, *TYPED[:3]):
        found = article(told, printed)
        assert (found.published_precision, found.published_method) == ("day", "byline")
        assert found.published_at == "-".join(reversed(printed.split("/")))


def test_in_doubt_a_printed_minute_stays_whichever_reading_it_confirms() -> None:
    for told in ("2024-11-13T02:08:33Z", "2024-11-13T09:08:33Z"):
        assert article(told, "13/11/2024 09:08").published_at == "2024-11-13T09:08:33+07:00"


def test_in_doubt_without_a_printed_day_there_is_a_day_only_where_both_readings_agree() -> None:
    assert article("2024-11-13T09:08:00Z").published_at == "2024-11-13"
    found = page("2024-11-13T21:08:00Z")
    assert found.article is not None
    assert (found.article.published_at, found.article.published_raw) == (None, "2024-11-13T21:08:00Z")
    assert "date_conflict" in [problem.code for problem in found.problems]


def test_a_time_in_the_portals_own_zone_is_never_in_doubt() -> None:
    assert article("2024-11-13T21:08:00+07:00", "13/11/2024").published_at == "2024-11-13T21:08:00+07:00"


def test_without_doubt_the_zone_is_believed() -> None:
    assert article("2024-11-13T14:08:00Z", "13/11/2024", portal=PORTAL).published_at == "2024-11-13T21:08:00+07:00"
    assert article(*TRUE, portal=PORTAL).published_at == "2024-11-14T04:08:00+07:00"


def test_without_doubt_a_printed_day_that_only_the_figures_have_is_no_day() -> None:
    assert article(*WRITTEN, portal=PORTAL).published_at is None
    labelled = article(WRITTEN[0], f"Ngày đăng: {WRITTEN[1]}", portal=PORTAL)
    assert labelled.published_at == "2024-11-13", "a label speaks of the portal's clock"


@pytest.mark.parametrize(
    ("changed", "updated"), [("2024-12-01T09:00:00Z", "2024-12-01"), ("2024-12-01T21:00:00Z", None)]
)
def test_in_doubt_a_change_is_known_by_day_where_both_readings_agree(changed: str, updated: str | None) -> None:
    assert article(*TYPED[0], changed).updated_at == updated


def test_the_portal_file_says_it_with_the_evidence() -> None:
    found = Findings(id="a", name="A", level="ward", platform=None, url="https://a.vn/", zone_doubt="3 pages say so")
    assert "zone_doubtful = true  # 3 pages say so" in portal_text(found)
    assert parse_portal(portal_text(found), origin="test").zone_doubtful
    assert not parse_portal(portal_text(replace(found, zone_doubt=None)), origin="test").zone_doubtful


def test_a_page_that_is_no_article_tells_nothing() -> None:
    meta = f'<meta property="article:published_time" content="{WRITTEN[0]}">'
    lonely = f"<html><head><title>{TITLE}</title>{meta}</head><body><h1>{TITLE}</h1><p>{WRITTEN[1]}</p></body></html>"
    assert zone_doubt([page_capture("https://mau.example/", lonely, "2025-11-20T03:00:00Z")], PORTAL) is None
