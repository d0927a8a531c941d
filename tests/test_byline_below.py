"""Bylines below the text: sentences, SharePoint's table of labels; and what stands there that is another's."""

from __future__ import annotations

import pytest

from crawler.extract.byline import read_line
from tests.test_byline_variants import TEXT, TITLE, read

POSTED = "2017-03-05T08:22:00+07:00"
NEXT_DAY = "Gửi lúc 9:05 ngày 06/03/2017 bởi Bạn đọc"
TEASER = "<h4><a href='/x1'>Phường ra quân tổng vệ sinh môi trường</a></h4>"

SENTENCES = (
    ("This entry was posted on Sunday, March 5th, 2017 at 8:22 am and is filed under News, Party. You can follow any"
     " responses to this entry through the RSS 2.0 feed. Responses are currently closed.", None),
    ("This entry was posted by admin on March 5, 2017 at 8:22 am, and is filed under News. Follow responses.", None),
    ("Bài viết này được đăng vào Chủ nhật, Tháng Ba 5th, 2017 lúc 8:22 sáng, trong chuyên mục Tin tức – Sự kiện. Bài đã"
     " có 1.084 lượt xem. Bạn có thể gửi phản hồi, hoặc liên kết ngược từ trang của bạn.", 1084),
    ("Bài viết được đăng lúc 08:22 ngày 05/03/2017 bởi Nguyễn Văn An và đã có 1.084 lượt xem.", 1084),
    ("Tin này được đăng bởi An vào 05/03/2017 08:22, cập nhật lần cuối vào 07/03/2017 lúc 9:00. Chia sẻ.", None),
    ("Posted on Sunday, March 5th, 2017 at 8:22 am in News. You can leave a response.", None),
    ("Tin đăng hồi 8 giờ 22 phút, chủ nhật ngày 5 tháng 3 năm 2017. Đã có 1.084 lượt người đọc tin này.", 1084),
    ("Bài đăng lúc 08:22 ngày 05/03/2017, 1.084 lượt xem.", 1084),
)  # fmt: skip
NO_BYLINES = (
    "Bài viết này được đăng trên báo Nhân Dân ngày 05/03/2017.",
    "Tin đăng hồi ngày 05/03/2017 trên báo Nhân Dân, đã có 1.084 lượt xem.",
    "Bài này được đăng ngày 05/03/2017 trên báo Nhân Dân, đã có 1.084 lượt xem.",
    "Bài viết này được đăng trong Tạp chí Cộng sản ngày 05/03/2017.",
    "Bài viết được gửi trước ngày 05/03/2017.",
    "Bài này được đăng vào ngày 05/03/2017. Đến nay, nhiều hộ dân trong phường đã được hỗ trợ.",
    "Bài viết có 12.000 lượt xem trong ba ngày.",
)


def row(label: str, value: str) -> str:
    return f"<tr><td>{label}</td><td>{value}</td></tr>"


CHANGED = "<tr><td colspan='2'>Sửa đổi lần cuối lúc 07/03/2017 4:43 CH bởi Quản trị</td></tr>"


def below(foot: str, *, inside: bool, head: str = "<div>Ngày đăng: 05/03/2017 8:22</div>") -> tuple[object, ...]:
    """Return time, views and author of an article with this below its text, and whether its text ends where it did."""
    body = f"{TEXT}{foot if inside else ''}</div>{'' if inside else foot}"
    page = f"<head><title>{TITLE}</title></head><body><div><h1>{TITLE}</h1>{head}<div>{body}</div></body>"
    article = read(f"<html>{page}</html>").article
    assert article is not None
    return article.published_at, article.views, article.author, TEXT.removesuffix("</p>").endswith(article.text[-30:])


@pytest.mark.parametrize(("text", "views"), SENTENCES)
def test_a_sentence_about_its_own_article_is_a_byline(text: str, views: int | None) -> None:
    line = read_line(text)
    assert (line.is_byline, line.is_own, line.dates[0][0], line.dates[0][1].iso) == (True, True, "published", POSTED)
    assert (line.views.value, line.text) == (views, text)


@pytest.mark.parametrize("text", NO_BYLINES)
def test_what_was_posted_somewhere_else_and_what_goes_on_telling_is_no_byline(text: str) -> None:
    assert (read_line(text).is_own, read_line(text).is_byline) == (False, False)


@pytest.mark.parametrize("inside", [True, False])
def test_a_sentence_below_the_text_gives_the_time_and_is_no_text(inside: bool) -> None:
    comments = f"<h3>2 phản hồi cho “{TITLE}”</h3><div><p>Bài rất hay.</p><div>{NEXT_DAY}</div></div>"
    foot = f"<p><small>{SENTENCES[2][0]}</small></p>{comments}"
    assert below(foot, inside=inside, head="") == (POSTED, 1084, None, True)


@pytest.mark.parametrize(
    "rows",
    [
        row("Số lượt đọc:", "1084") + CHANGED,
        CHANGED + row("Lượt xem", "1084"),
        "<tr><td>Lượt xem: 1084 | Sửa đổi lần cuối bởi Quản trị lúc 07/03/2017 16:43</td></tr>",
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_a_table_of_labels_below_the_text_gives_the_views_and_who_changed_it_is_no_author(
    rows: str,
    inside: bool,
) -> None:
    assert below(f"<table>{rows}</table>", inside=inside) == (POSTED, 1084, None, True)


def test_a_table_with_more_than_labels_is_text() -> None:
    _, views, _, ends = below(f"<table>{row('Trang', 'Fanpage')}{row('Lượt xem', '66')}</table>", inside=True)
    assert (views, ends) == (None, False)


@pytest.mark.parametrize(
    "foot",
    [
        f"<div>06/03/2017 | Lượt xem: 66</div>{TEASER}",
        f"<h3>Bình luận (2)</h3><p>Bài rất hay.</p><p>{NEXT_DAY}</p>",
        f"<div>Một phản hồi cho “{TITLE}”</div><p>Bài rất hay.</p><p>{NEXT_DAY}</p>",
        "<div>Last modified at 7/3/2017 16:43 by An</div>",
        "<div>Ngày sửa: 07/03/2017</div>",
    ],
)
@pytest.mark.parametrize("inside", [True, False])
@pytest.mark.parametrize("head", ["", "<div>Ngày đăng: 05/03/2017 8:22</div>"])
def test_comments_changes_and_teasers_give_neither_time_nor_views(
    head: str,
    inside: bool,
    foot: str,
) -> None:
    assert below(foot, inside=inside, head=head) == (POSTED if head else None, None, None, True)


def test_rows_below_a_heading_in_an_element_of_its_own_are_no_text() -> None:
    link = "<tr><td>• <a href='/x'>Khánh thành cầu dân sinh ở khu phố 3</a> <i>14/07/2017</i></td></tr>"
    foot = f"<table><tr><td class='TinKhac'>Các tin đã đưa</td></tr>{link}</table>"
    assert below(foot, inside=True) == (POSTED, None, None, True)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Chủ nhật, 05/03/2017 08:22:00 - Đã xem: 775", (POSTED, 775)),
        ("Chủ nhật, 05/03/2017 - 08:22", (None, None)),
        ("Chủ nhật, 05/03/2017", (None, None)),
    ],
)
def test_a_weekday_below_the_text_is_the_articles_beside_a_counter_and_else_a_clocks(
    line: str, found: tuple[object, ...]
) -> None:
    assert below(f"<p align='right'>{line}</p>", inside=True, head="")[:2] == found


def test_a_last_sentence_that_counts_members_or_guests_is_text_and_a_counter_of_visitors_is_none() -> None:
    last = "Câu lạc bộ có 674 thành viên, sinh hoạt mỗi tháng một lần."
    for line, is_text in ((last, True), ("Đang online: 501", False), ("Hôm nay: 1.481", False)):
        html = (
            f"<head><title>{TITLE}</title></head><body><div><h1>{TITLE}</h1><div>{TEXT}<p>{line}</p></div></div></body>"
        )
        article = read(f"<html>{html}</html>").article
        assert article is not None
        assert (line in article.text) is is_text
