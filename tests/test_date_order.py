"""`9/8/2021 2:44 PM` is read where the portal's other dates tell what comes first, and nowhere else."""

from __future__ import annotations

import pytest

from crawler.address_rules import AddressRule
from crawler.extract import extract
from crawler.extract.printed.dates import find_dates
from crawler.items import Capture, DateOrder, Page
from crawler.learn.places.date_order import date_order
from crawler.portals import Portal

SENTENCE = "Ủy ban nhân dân xã họp bàn về việc thứ {} và giao các ban, ngành thực hiện ngay trong tuần."
BODY = "".join(f"<p>{SENTENCE.format(number)}</p>" for number in range(8))


def portal(order: DateOrder | None) -> Portal:
    """A portal of which nothing is known but this."""
    rules = (AddressRule(kind="article", match="^/tin/"),)
    return Portal(id="x", name="X", level="ward", url="https://x.gov.vn/", date_order=order, addresses=rules)


def capture(printed: str) -> Capture:
    """An article with a date under its title."""
    title = "Xã Bình Lãng họp bàn việc làm đường"
    html = (
        f"<html><head><title>{title}</title></head><body><div><h1>{title}</h1>"
        f"<span>{printed}</span>{BODY}</div></body></html>"
    )
    return Capture(
        portal_id="x", crawl_id="c", requested_url="https://x.gov.vn/tin/1", fetched_at="2026-01-05T02:00:00.000Z",
        status=200, headers=(("content-type", "text/html; charset=utf-8"),), body=html.encode(), mime="text/html",
    )  # fmt: skip


def sample(*printed: str) -> list[tuple[Capture, Page]]:
    """Captures of articles, and what is read in them without a portal file."""
    return [(one, extract(one, portal(None))) for one in map(capture, printed)]


@pytest.mark.parametrize(
    ("order", "printed", "published"),
    [
        ("month_first", "9/8/2021 2:44:05 PM", "2021-09-08T14:44:05+07:00"),
        ("month_first", "9/28/2021 2:44 PM", "2021-09-28T14:44:00+07:00"),
        ("month_first", "28/9/2021 2:44 PM", None),
        ("month_first", "9/8/2021", None),
        ("month_first", "28/9/2021", "2021-09-28"),
        ("month_first", "08/09/2021 14:44", "2021-09-08T14:44:00+07:00"),
        ("day_first", "9/8/2021 2:44:05 PM", "2021-08-09T14:44:05+07:00"),
        ("day_first", "9/28/2021 2:44 PM", None),
        (None, "9/8/2021 2:44:05 PM", None),
        (None, "9/28/2021 2:44 PM", None),
    ],
)
def test_a_date_is_read_as_the_portal_file_says(order: DateOrder | None, printed: str, published: str | None) -> None:
    article = extract(capture(printed), portal(order)).article
    assert article is not None
    assert article.published_at == published


def test_a_weekday_that_contradicts_the_order_leaves_the_date_out() -> None:
    assert not find_dates("Thứ hai, 9/8/2021 2:44 PM", "month_first"), "that Monday is 9 August"
    assert find_dates("Thứ tư, 9/8/2021 2:44 PM", "month_first"), "8 September was a Wednesday"


def test_days_beyond_the_twelfth_tell_the_order() -> None:
    told = date_order(sample("9/8/2021 2:44 PM", "9/28/2021 2:44 PM", "10/13/2021 8:05 AM", "12/30/2020 9:15 AM"))
    assert told is not None
    assert told.order == "month_first"
    assert told.evidence.startswith("3 of 4 dates")
    told = date_order(sample("8/9/2021 2:44 PM", "28/9/2021 2:44 PM", "13/10/2021 8:05 AM", "30/12/2020 9:15 AM"))
    assert told is not None
    assert told.order == "day_first"


@pytest.mark.parametrize(
    "printed",
    [
        ("9/28/2021 2:44 PM", "10/13/2021 8:05 AM"),
        ("9/28/2021 2:44 PM", "9/28/2021 3:05 PM", "9/28/2021 2:50 PM", "9/8/2021 8:05 AM"),
        ("9/28/2021 2:44 PM", "10/13/2021 8:05 AM", "12/30/2020 9:15 AM", "28/9/2021 2:44 PM"),
        ("28/09/2021 14:44", "13/10/2021 08:05", "30/12/2020 09:15"),
        ("9/8/2021 2:44 PM", "1/2/2021 2:44 PM", "3/4/2021 2:44 PM"),
    ],
    ids=["too_few", "a_clock", "contradiction", "no_clock_of_twelve_hours", "nothing_beyond_12"],
)
def test_nothing_is_said_where_the_dates_do_not_tell(printed: tuple[str, ...]) -> None:
    assert date_order(sample(*printed)) is None
