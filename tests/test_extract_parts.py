"""Bylines whose parts only the markup tells apart, and times that machines are told on a clock that nobody set."""

from __future__ import annotations

import pytest

from crawler.extract.byline import read_line
from crawler.extract.printed.parts import END, NAME, SIDE, take_parts
from tests.test_extract_themes import TEXT, TITLE, read

DAY = "28 Tháng Chín, 2021"
SECTIONS = '<a href="/c/a/" rel="category tag">Tổ chức sự kiện</a>, <a href="/c/b/" rel="category tag">Cập nhật</a>'


def page(meta: str, head: str = "") -> str:
    paragraphs = f"<p>{TEXT}</p>" * 3
    return f"{head}<article><h1>{TITLE}</h1><p class='entry-meta'>{meta}</p><div>{paragraphs}</div></article>"


def meta_of(day: str, who: str = "bbt", comments: int = 0) -> str:
    return (
        f"\n<span class='entry-meta-date'><a href='/2021/09/'>{day}</a></span>\n<span class='author vcard'>"
        f"<a class='fn' href='/author/{who}/'>{who}</a></span>\n<span class='entry-categories'>{SECTIONS}</span>\n"
        f"<span><a href='/bai/#respond'>{comments}</a></span>"
    )


@pytest.mark.parametrize("who", ["bbt", "vanhoaxa", "Nguyễn Văn An"])
def test_day_author_sections_and_comments_in_one_line_are_told_apart_by_their_elements(who: str) -> None:
    article = read(page(meta_of(DAY, who, 2)))
    assert (article.published_at, article.author, article.text) == ("2021-09-28", who, "\n\n".join([TEXT] * 3))


def test_words_before_an_author_are_no_name_and_words_of_a_section_no_label() -> None:
    article = read(page(f"<span class='meta-prep-author'>Đăng vào</span> {DAY} bởi <span class='author'>admin</span>"))
    assert (article.published_at, article.author) == ("2021-09-28", "admin")
    parts = take_parts(f"{DAY} {NAME} Đăng vào {END} trong {SIDE} Lịch họp {END}")
    assert (parts.text.split(), parts.name) == ([*DAY.split(), "Đăng", "vào"], None)


def test_a_part_with_a_date_or_views_in_it_is_read_as_words() -> None:
    line = read_line(f"{NAME} Lê An 28/09/2021 14:44 {END} {SIDE} 0 bình luận, 370 lượt xem {END}")
    assert (line.bare and line.bare.iso, line.views.value) == ("2021-09-28T14:44:00+07:00", 370)


def test_comments_between_the_day_and_the_views_do_not_end_the_byline() -> None:
    shown = f"<div>{DAY}</div><div class='post-comments'><a href='/bai/#respond'>0</a></div>"
    views = "<div class='post-views'><i class='icon-views'></i><span>1234</span></div>"
    article = read(f"<article><h1>{TITLE}</h1><div>{shown}{views}</div><div>{f'<p>{TEXT}</p>' * 3}</div></article>")
    assert (article.published_at, article.views) == ("2021-09-28", 1234)


def stamps(zone: str) -> str:
    names = ("published", "2021-09-28T14:44:09"), ("modified", "2021-09-29T20:05:00")
    return "".join(f'<meta property="article:{name}_time" content="{time}{zone}">' for name, time in names)


@pytest.mark.parametrize("zone", ["+00:00", "Z", "+08:00", "+07:00"])
def test_stamps_with_the_printed_figures_are_of_the_portals_own_clock(zone: str) -> None:
    article = read(page(meta_of(f"{DAY} lúc 14:44"), stamps(zone)))
    assert (article.published_at, article.updated_at) == ("2021-09-28T14:44:09+07:00", "2021-09-29T20:05:00+07:00")


def test_a_line_that_is_not_understood_still_says_whose_the_figures_are() -> None:
    article = read(page(f"Tin {DAY} 14:44 và những điều cần biết thêm", stamps("+00:00")))
    assert article.published_at == "2021-09-28T14:44:09+07:00"


def test_stamps_that_agree_with_the_printed_time_in_another_zone_are_true() -> None:
    article = read(page(meta_of(f"{DAY} lúc 21:44"), stamps("+00:00")))
    assert (article.published_at, article.updated_at) == ("2021-09-28T21:44:09+07:00", "2021-09-30T03:05:00+07:00")


@pytest.mark.parametrize(
    ("zone", "told"),
    [("+00:00", "2021-09-28"), ("+07:00", "2021-09-28T14:44:09+07:00"), ("Z", "2021-09-28T21:44:09+07:00")],
)
def test_where_a_day_alone_is_printed_beside_a_clock_that_nobody_set_only_the_day_is_known(
    zone: str, told: str
) -> None:
    time = f'<time class="entry-date published" datetime="2021-09-28T14:44:09{zone}">{DAY}</time>'
    assert read(page(meta_of(time), stamps(zone))).published_at == told


def test_what_themes_say_around_sections_is_no_text_and_a_badge_repeats_the_day() -> None:
    tags = '<a href="/t/x/" rel="tag">x</a>'
    mark = "Đánh dấu <a href='/'>đường dẫn tĩnh</a>."
    under = f"<div>Bài viết được đăng trong {SECTIONS} và được gắn thẻ {tags}. {mark}</div>"
    badge = "<div class='badge'><span>28</span><br><span>Th9</span></div>"
    by = f"<div>—</div><div>bởi</div><div><a href='/author/an/'>admin</a></div><div>Tin trong {SECTIONS}</div>"
    article = read(
        f"<article><h1>{TITLE}</h1><div>{DAY}</div>{badge}{by}<div>{f'<p>{TEXT}</p>' * 3}{under}</div></article>"
    )
    assert (article.published_at, article.author) == ("2021-09-28", "admin")
    assert article.text.endswith("\n\n".join([TEXT] * 3))
    assert "28" not in article.text


def test_a_counter_with_an_eye_behind_its_label_is_read() -> None:
    count = "<span class='post-views-count'>1.370</span>"
    counter = f"<div><i class='post-views-icon'></i> <span>Bài viết đã xem:</span> {count}</div>"
    article = read(f"<article><h1>{TITLE}</h1><div>{DAY}</div>{f'<p>{TEXT}</p>' * 3}{counter}</article>")
    assert (article.views, article.text) == (1370, "\n\n".join([TEXT] * 3))


@pytest.mark.parametrize(
    "text", ["Tháng Chín 28th, 2021", "28th Tháng Chín, 2021", "28 Th9, 2021", "September 28th, 2021"]
)
def test_days_with_english_endings_and_vietnamese_months(text: str) -> None:
    line = read_line(text)
    assert line.bare is not None
    assert line.bare.iso == "2021-09-28"
