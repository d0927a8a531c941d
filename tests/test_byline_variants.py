"""Two thousand pages made by chance (`byline_pages`), each with traps: nothing wrong, hardly anything left out."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.items import Article, Capture, Page
from crawler.portals import Portal
from tests.byline_pages import FETCHED, make_case

PAGES = 2_000
MOST_ABSTAINED = 0.01
PORTAL = Portal(id="generic", name="Generic", level="other", url="https://mau.example/")
TITLE = "Hội nghị triển khai nhiệm vụ trọng tâm công tác cải cách hành chính"
TEXT = "".join(
    f"<p>Đoạn {number}: các đại biểu thảo luận, thống nhất nhiều giải pháp nâng cao chất lượng phục vụ người dân và"
    " doanh nghiệp trong năm 2025 và những năm tiếp theo trên địa bàn toàn phường.</p>"
    for number in ("một", "hai", "ba")
)


def read(html: str, url: str = "https://mau.example/tin-tuc/bai-viet-mau.html") -> Page:
    """Return what is read in a page of a portal of which only the host is known."""
    fetched = FETCHED.isoformat()
    return extract(
        Capture(
            portal_id="generic",
            crawl_id="c1",
            requested_url=url,
            fetched_at=fetched,
            status=200,
            body=html.encode(),
            mime="text/html",
        ),
        PORTAL,
    )


def article_with(line: str) -> Article:
    """Return what is read in an article with a line of HTML under its title."""
    found = read(
        f"<html><head><title>{TITLE}</title></head><body><div><h1>{TITLE}</h1><div>{line}</div>{TEXT}</div></body></html>"
    ).article
    assert found is not None
    return found


@pytest.mark.slow
def test_nothing_is_read_wrongly_in_two_thousand_pages_and_hardly_anything_is_left_out() -> None:
    wrong, abstained, fields = [], [], 0
    for seed in range(PAGES):
        case = make_case(seed)
        article = read(case.html).article
        found = (article.title, article.published_at, article.views) if article else (None, None, None)
        for name, value, expected in zip(
            ("title", "published_at", "views"), found, (case.title, case.published, case.views), strict=True
        ):
            fields += expected is not None
            if value != expected:
                (abstained if value is None else wrong).append((seed, name, value, expected, case.note))
    assert wrong == []
    assert len(abstained) < MOST_ABSTAINED * fields, abstained


PUBLISHED = {
    "Ngày đưa tin: 12/03/2022": "2022-03-12",
    "Thời gian đăng: 10:20 12/03/2022": "2022-03-12T10:20:00+07:00",
    "Số lần xem: 12 - 12/03/2022": "2022-03-12",
    "Ngày xuất bản 12.03.2022": "2022-03-12",
    "Đăng bởi Nguyễn Văn An lúc 10:20 ngày 12/03/2022": "2022-03-12T10:20:00+07:00",
    "Posted on March 12, 2022": "2022-03-12",
    "By admin | 12/03/2022": "2022-03-12",
    "12/03/2022 bởi Ban biên tập": "2022-03-12",
    "Thứ 7, ngày 12/03/2022 | 10:20": "2022-03-12T10:20:00+07:00",
    "Ngày 12 tháng 3 năm 2022": "2022-03-12",
    "[12/03/2022 10:20]": "2022-03-12T10:20:00+07:00",
    "Ngày đăng: 12/03/2022 - Đơn vị đăng: Văn phòng UBND": "2022-03-12",
    "Được viết bởi: Nguyễn A | Ngày đăng: 12/03/2022 | Chuyên mục: Tin tức": "2022-03-12",
    "Ngày tạo: 12/03/2022 | Ngày sửa: 15/03/2022": "2022-03-12",
    "12/03/2022 (Cập nhật: 15/03/2022)": "2022-03-12",
    "12/03/2022 10:20:00 | 370": "2022-03-12T10:20:00+07:00",
    "lúc 10:20 ngày 12/03/2022": "2022-03-12T10:20:00+07:00",
    "Thứ bảy - 13/10/2018 21:42 - 5 lượt xem": "2018-10-13T21:42:00+07:00",
    "Ngày đăng: 12/03/2022. Lượt xem: 370.": "2022-03-12",
    "<span>Ngày đăng:</span><b>12/03/2022</b><i class='fa fa-comment'></i> 3": "2022-03-12",
    "🕒 12/03/2022 10:20 👁️ 57": "2022-03-12T10:20:00+07:00",
    "&#xf017; 12/03/2022 &#xf06e; 57": "2022-03-12",
    "» 12/03/2022 10:20 «": "2022-03-12T10:20:00+07:00",
    "Tác giả: Nguyễn Văn Nam, 12/03/2022": "2022-03-12",
    "<b>Tác giả:</b> Nguyễn Văn Nam <b>Ngày:</b> 12/03/2022 <b>Xem:</b> 1084": "2022-03-12",
    "Đã xem 1084 lần, 12/03/2022": "2022-03-12",
    "Lượt xem: <span id='view'></span></div><div>Ngày: 12/03/2022": "2022-03-12",
    "Post by: admin | 12/03/2022 | 370 reads": "2022-03-12",
    "Hà Nội, 12/03/2022 10:20": "2022-03-12T10:20:00+07:00",
    "TP. Hồ Chí Minh, Thứ Bảy, 12/03/2022 10:20": "2022-03-12T10:20:00+07:00",
    "Gửi lúc 10:20, 12/03/2022": "2022-03-12T10:20:00+07:00",
    "Ngày gửi: 12/03/2022 | Cập nhật: 15/03/2022": "2022-03-12",
    "Thứ bảy 12/03/2022 - Lượt xem: 52": "2022-03-12",
    "Ngày: 12/3/2022 - Chuyên mục: Tin nổi bật - Lượt xem: 12": "2022-03-12",
    "Ngày đăng: 12–03–2022": "2022-03-12",
    "Ngày đăng: 12⁄03⁄2022": "2022-03-12",
    "12/03/2022<span>345</span>": "2022-03-12",
    "<a href='/tin'>Tin tức</a> <span>12/03/2022</span>": "2022-03-12",
    "<a href='/tac-gia/1'>Hoàng Văn Thụ</a> <span>12/03/2022</span>": "2022-03-12",
    "<span>Ban biên tập</span> <span>12/03/2022</span>": "2022-03-12",
    "Ngày lên bài: 12/03/2022": "2022-03-12",
    "&lt;12/03/2022 10:20&gt;": "2022-03-12T10:20:00+07:00",
}


@pytest.mark.parametrize(("line", "expected"), PUBLISHED.items())
def test_labels_and_forms_that_no_sample_had_are_read_by_the_same_rules(line: str, expected: str) -> None:
    article = article_with(line)
    assert (article.published_at, article.published_method, article.title) == (expected, "byline", TITLE)


NOT_PUBLISHED = [
    "Ngày ban hành: 12/03/2022",
    "Ngày có hiệu lực: 12/03/2022",
    "Ngày đăng công báo 12/03/2022",
    "Ngày sinh: 12/03/1992",
    "Hạn nộp hồ sơ: 12/03/2022",
    "Thời gian: 8h00 ngày 12/03/2022",
    "Thời gian thực hiện: 12/03/2022",
    "Ngày đăng ký: 12/03/2022",
    "Ngày trả lời 12/03/2022",
    "Hà Nội, ngày 12 tháng 3 năm 2022",
    "Cấp ngày 12/03/2022",
    "Từ ngày 12/03/2022 đến ngày 15/03/2022",
    "12/03/2022 - 15/03/2022",
    "Đảng ngày 12/03/2022",
    "Sáng 12/03/2022",
    "Thứ bảy, 12/03/2022",
    "Ngày đăng: 3/12/2022 2:05:09 PM",
    "Ngày đăng: 01/01/0001",
    "Ngày đăng: 01/01/1970 08:00",
    "Ngày đăng: 15/8/2021 âm lịch",
    "2 ngày trước",
    "2 tháng 2 tuần trước",
    "30/12/2026 08:00",
    "23/11/2026 09:39",
    "Hà Nội, Thứ bảy, 12/03/2022",
    "Hội trường tầng hai, 08:00 12/03/2022",
    "Ngày: 12/03/2022 - Địa điểm: Hội trường A",
    "Người gửi: Nông Thị Mai</div><div>Ngày gửi: 12/03/2022</div><div>Câu hỏi:",
]


@pytest.mark.parametrize("line", NOT_PUBLISHED)
def test_other_dates_under_the_title_are_no_publication(line: str) -> None:
    assert article_with(line).published_at is None


VIEWS = {
    "Lượt xem: 1084": 1084,
    "Lượt xem: 1.084": 1084,
    "Lượt xem: 1,084": 1084,
    "Lượt xem: 1 084": 1084,
    "Lượt xem: 2.520.829": 2520829,
    "Lượt xem: 1,2 nghìn": 1200,
    "Lượt xem: 1.2K": 1200,
    "Lượt xem: 1,5 Tr": 1500000,
    "Lượt xem (370)": 370,
    "Lượt xem 370": 370,
    "370 lượt xem": 370,
    "8 lượt xem - 27 Thích": 8,
    "52 lượt tải Lượt xem 370": 370,
    "Lượt xem: 400 100%": 400,
    "Lượt bạn đọc: 12": 12,
    "370 người đã xem": 370,
    "Bài viết đã được xem 370 lần": 370,
    "Xem: 12": 12,
    "Hits: 12": 12,
    "Read 370 times": 370,
    "<i class='fa fa-eye'></i> 370": 370,
    "<span class='views'>370</span>": 370,
    "<img src='/img/m.png' title='Lượt xem' alt='Lượt xem'> <span title='Lượt xem'>370</span> <a>A+</a> <a>A-</a>": 370,
    "<i class='icon-7' aria-label='Số lượt xem'></i> 370": 370,
    "<img src='/img/view.gif' alt='Lượt xem'> (370)": 370,
    "5628Ngày cập nhật 05/07/2019": 5628,
    "👁 1.234 lượt xem": 1234,
    "🕒 10:20 👁️ 57": 57,
    "Đã đọc: 1 204 lần": 1204,
    "Lượt xem: <b>1</b><b>0</b><b>8</b><b>4</b>": 1084,
    "370 reads": 370,
    "<span class='meta-views meta-item'><span class='tie-icon-fire'></span> 370 </span>": 370,
    "<i class='td-icon-views'></i><span class='td-nr-views-12'>370</span>": 370,
    "<table><tr><td>Lượt xem</td><td>:</td><td>370</td></tr><tr><td>In</td><td>:</td><td>-</td></tr></table>": 370,
}


@pytest.mark.parametrize(("line", "expected"), VIEWS.items())
def test_counters_are_read_with_their_label_on_either_side_or_an_eye(line: str, expected: int) -> None:
    assert article_with(f"{line}</div><div>Ngày đăng: 12/03/2022").views == expected


NOT_VIEWS = [
    "Lượt truy cập: 370",
    "Tổng số lượt truy cập: 370",
    "Đang online: 12",
    "Lượt tải: 52",
    "Bình luận: 3",
    "27 lượt thích",
    "100%",
    "5/5 - (2 đánh giá)",
    "<i class='fa fa-comment'></i> 3",
    "Lượt xem: 1,2",
    "Lượt xem: 12 | Lượt xem: 13",
    "Tin xem nhiều: 5",
    "12",
    "Lượt xem: 1 204 bình luận",
    "Lượt xem: 1084+",
    "Facebook: 84 lượt xem",
    "1084 lượt xem trên Youtube",
    "Đang xem: 5",
    "<span class='most-views'>370</span>",
]


@pytest.mark.parametrize("line", NOT_VIEWS)
def test_other_counters_are_no_views(line: str) -> None:
    assert article_with(f"{line}</div><div>Ngày đăng: 12/03/2022").views is None
