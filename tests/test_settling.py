"""Which evidence dates an article, what casts doubt on it, and when there is no date rather than a wrong one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import extract
from crawler.extract.address_dates import address_date
from crawler.extract.printed.relative import relative_day
from crawler.items import Article, Capture, Page
from crawler.portals import Portal

TITLE = "Hội nghị triển khai nhiệm vụ trọng tâm công tác cải cách hành chính"
TEXT = (
    "<p>Các đại biểu thảo luận, thống nhất nhiều giải pháp nâng cao chất lượng phục vụ người dân và doanh nghiệp.</p>"
    * 4
)
FETCHED = datetime(2026, 11, 23, 2, 39, 18, tzinfo=UTC)
PLAIN = "https://mau.example/tin/mau.html"
UPLOADED = "https://mau.example/portal/Pages/2021-6-28/HOI-NGHI-x3f.aspx"
STAMPED = "https://mau.example/tin-tuc/hoi-nghi-2702210628095147047.htm"


def page(under: str = "", head: str = "", url: str = PLAIN, end: str = "") -> Page:
    """Return what is read in an article with lines under its title, elements in its head, lines at its end."""
    article = f"<h1>{TITLE}</h1>{under}{TEXT}{end}"
    html = f"<html><head><title>{TITLE}</title>{head}</head><body><div>{article}</div></body></html>"
    portal = Portal(id="generic", name="Generic", level="other", url="https://mau.example/")
    stamp = FETCHED.isoformat().replace("+00:00", "Z")
    return extract(
        Capture(
            portal_id="generic",
            crawl_id="c1",
            requested_url=url,
            fetched_at=stamp,
            status=200,
            body=html.encode(),
            mime="text/html",
        ),
        portal,
    )


def article(under: str = "", head: str = "", url: str = PLAIN, end: str = "") -> Article:
    """Return the article of `page`."""
    found = page(under, head, url, end).article
    assert found is not None
    return found


def json_ld(**fields: str) -> str:
    inner = ", ".join(f'"{name}": "{value}"' for name, value in fields.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}", {inner}}}</script>'


LABELLED = "<div>Đăng ngày 25 - 06 - 2021</div>"


@pytest.mark.parametrize("url", [PLAIN, UPLOADED, STAMPED, "https://mau.example/2021/06/28/hoi-nghi/"])
def test_an_address_never_contradicts_a_label(url: str) -> None:
    found = article(LABELLED, url=url)
    assert (found.published_at, found.published_method) == ("2021-06-25", "byline")


@pytest.mark.parametrize(("url", "day"), [(UPLOADED, "2021-06-28"), (STAMPED, "2021-06-28")])
def test_an_address_fills_in_with_a_day_where_nothing_else_speaks(url: str, day: str) -> None:
    found = article(url=url)
    assert (found.published_at, found.published_precision, found.published_method) == (day, "day", "address")


def test_structured_data_makes_a_byline_more_precise() -> None:
    found = article("<div>Ngày đăng: 28/09/2021</div>", json_ld(datePublished="2021-09-28T14:44:10+07:00"))
    assert (found.published_at, found.published_method) == ("2021-09-28T14:44:10+07:00", "byline")


HEADS = {
    "json-ld": json_ld(datePublished="2021-09-28T14:44:00+07:00"),
    "meta": '<meta property="article:published_time" content="2021-09-28T07:44:00Z">',
}


@pytest.mark.parametrize(("method", "head"), HEADS.items())
def test_structured_data_fills_in(method: str, head: str) -> None:
    found = article(head=head)
    assert (found.published_at, found.published_method) == ("2021-09-28T14:44:00+07:00", method)


def test_a_time_element_fills_in() -> None:
    found = article("<time datetime='2021-09-28T14:44:00+07:00'>hai tháng trước</time>")
    assert (found.published_at, found.published_method) == ("2021-09-28T14:44:00+07:00", "time")


@pytest.mark.parametrize("head", HEADS.values())
@pytest.mark.parametrize("line", ["<div>Ngày đăng: 12/03/2021</div>", "<div>12/03/2021 10:20</div>"])
def test_good_evidence_that_disagrees_by_more_than_a_day_gives_no_date(line: str, head: str) -> None:
    found = page(line, head)
    assert found.article is not None
    assert found.article.published_at is None
    assert "date_conflict" in [problem.code for problem in found.problems]


def test_a_day_between_byline_and_structured_data_is_the_clock_of_a_server_elsewhere() -> None:
    assert article(
        "<div>Ngày đăng: 28/09/2021 00:30</div>", json_ld(datePublished="2021-09-27T17:30:00Z")
    ).published_at == ("2021-09-28T00:30:00+07:00")


def test_structured_data_that_tells_the_time_of_the_fetch_is_the_servers_clock() -> None:
    clock = json_ld(datePublished="2026-11-23T09:39:17+07:00")
    assert article(LABELLED, clock).published_at == "2021-06-25"
    assert article("", clock).published_at is None


def test_a_bare_date_long_after_the_day_in_the_address_is_an_event_or_a_clock() -> None:
    assert article("<div>12/03/2026</div>", url=UPLOADED).published_at is None
    assert article("<div>29/06/2021</div>", url=UPLOADED).published_at == "2021-06-29"


def test_an_address_that_is_filed_on_another_clock_tells_no_day() -> None:
    unread = "<div>29/06/2021 05:30 và 30/07/2021 08:00</div>"
    found = page(unread, url=UPLOADED)
    assert found.article is not None
    assert found.article.published_at is None
    assert "date_conflict" in [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    "line",
    [
        "28/06/2021 05:30 và 29/06/2021 08:00",
        "30/06/2021 05:30 và 30/07/2021 08:00",
        "Cập nhật: 29/06/2021",
        "Ngày 29/06/2021, các đại biểu thảo luận, thống nhất nhiều giải pháp nâng cao chất lượng phục vụ.",
    ],
)
def test_other_days_beside_the_title_leave_the_day_of_the_address(line: str) -> None:
    assert article(f"<div>{line}</div>", url=UPLOADED).published_at == "2021-06-28"


def test_an_update_stands_in_where_nothing_else_speaks_and_says_so() -> None:
    found = article("<div>Cập nhật: 12/10/2021 10:00</div>")
    assert (found.published_at, found.published_method) == ("2021-10-12T10:00:00+07:00", "updated")
    assert found.updated_at == found.published_at


def test_an_update_is_no_publication_beside_one_or_beside_a_date_that_is_not_understood() -> None:
    both = article("<div>Ngày đăng: 05/04/2021 09:30 | Cập nhật: 12/10/2021 10:00</div>")
    assert (both.published_at, both.updated_at) == ("2021-04-05T09:30:00+07:00", "2021-10-12T10:00:00+07:00")
    assert article("<div>Ngày tiếp nhận: 05/04/2021 | Cập nhật: 12/10/2021</div>").published_at is None
    assert article("<div>Cập nhật: 12/10/2021</div>", url=STAMPED).published_method == "address"


def test_words_of_time_are_asked_last() -> None:
    found = article("<div>3 giờ trước</div>")
    assert (found.published_at, found.published_precision, found.published_method) == ("2026-11-23", "day", "relative")
    assert article("<div>3 giờ trước</div>", HEADS["json-ld"]).published_method == "json-ld"
    assert article("<div>3 giờ trước</div>", url=UPLOADED).published_method == "address"


def test_a_label_at_the_end_of_the_article_counts_and_a_bare_date_there_only_alone() -> None:
    assert article(end="<p>Ngày đăng: 28/09/2021 | Lượt xem: 12</p>").published_at == "2021-09-28"
    assert article(end="<p>28/09/2021</p>").published_at == "2021-09-28"
    assert article(end="<p>Thứ hai, 05/01/2026 - 08:27</p>").published_at is None
    assert article(LABELLED, end="<p>28/09/2021</p>").published_at == "2021-06-25"


def test_a_weekday_that_is_not_the_dates_is_told() -> None:
    found = page("<div>Ngày đăng: Thứ sáu, 25/09/2021</div>")
    assert found.article is not None
    assert found.article.published_at == "2021-09-25"
    assert "date_conflict" in [problem.code for problem in found.problems]


def test_teasers_with_dates_of_their_own_are_no_evidence() -> None:
    teasers = "".join(f"<div><meta itemprop='datePublished' content='2021-09-{day:02d}'></div>" for day in range(1, 9))
    fields = '"@type": "Article", "headline": "Tin %d", "datePublished": "2021-09-0%d"'
    node = f'<script type="application/ld+json">{{{fields}}}</script>'
    nodes = "".join(node % (n, n) for n in range(1, 5))
    assert article(LABELLED, nodes, end=teasers).published_at == "2021-06-25"


ADDRESSES = {
    "https://a.vn/tin/slug-2706250701161105542.htm": "2025-07-01T16:11:05+07:00",
    "https://a.vn/the-gioi/slug-20260716171717120.htm": "2026-07-16T17:17:17+07:00",
    "https://a.vn/portal/pages/2024-01-15/Ten-bai-3u8.aspx": "2024-01-15",
    "https://a.vn/portal/Pages/2024-5-7/Ten.aspx": "2024-05-07",
    "https://a.vn/2021/09/28/ten-bai/": "2021-09-28",
    "https://a.vn/chi-tiet-tin/-/view-article/1/1651244226488/1651556145217": "2022-05-03T12:35:45+07:00",
    "https://a.vn/tin/ke-hoach-ngay-28-9-2021.html": None,
    "https://a.vn/tin/su-kien-2021-09-28.html": None,
    "https://a.vn/tin/2021-2025/slug.html": None,
    "https://a.vn/tin/slug-920730": None,
    "https://a.vn/tin/slug-99999999999999999.htm": None,
    "https://a.vn/portal/pages/2027-01-15/Ten.aspx": None,
    "https://a.vn/portal/pages/2024-13-45/Ten.aspx": None,
    "https://a.vn/uploads/2021/09/anh.html": None,
}


@pytest.mark.parametrize(("url", "expected"), ADDRESSES.items())
def test_the_form_of_an_address_tells_a_day_and_its_words_do_not(url: str, expected: str | None) -> None:
    found = address_date(url, FETCHED)
    assert (found[1].iso if found else None) == expected


@given(st.text(st.sampled_from("0123456789/-.ahtm"), max_size=60))
def test_any_address_is_asked_without_an_error_and_never_tells_the_future(path: str) -> None:
    found = address_date(f"https://a.vn/{path}", FETCHED)
    assert found is None or found[1].day <= FETCHED.date()


RELATIVE = {
    "13 giờ trước": "2026-11-22",
    "3 giờ trước": "2026-11-23",
    "9 giờ trước": None,
    "5 phút trước": "2026-11-23",
    "hôm qua 14:44": "2026-11-22",
    "hôm nay": "2026-11-23",
    "vừa xong": "2026-11-23",
    "2 ngày trước": None,
    "2 tháng 2 tuần trước": None,
    "trước đây 3 giờ": None,
}


@pytest.mark.parametrize(("text", "expected"), RELATIVE.items())
def test_a_relative_time_gives_the_day_only_where_it_cannot_be_another(text: str, expected: str | None) -> None:
    found = relative_day(text, FETCHED)
    assert (found.isoformat() if found else None) == expected
