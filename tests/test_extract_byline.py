"""Lines beside a title: what their labels mean is kept apart, and prose is no byline."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.byline import is_name, read_byline, read_line

MEANINGS = {
    "Ngày đăng: 24/09/2018": ("published", "2018-09-24"),
    "Đăng ngày 17 - 05 - 2024": ("published", "2024-05-17"),
    "Đăng lúc: 17/02/2021 08:00:00 (GMT+7)": ("published", "2021-02-17T08:00:00+07:00"),
    "Publish date 20/03/2020 | 16:14": ("published", "2020-03-20T16:14:00+07:00"),
    "Ngày cập nhật 11/07/2023": ("updated", "2023-07-11"),
    "Cập nhật lúc: 14:44 08/09/2021": ("updated", "2021-09-08T14:44:00+07:00"),
    "Ngày ban hành 27/11/2015": ("other", "2015-11-27"),
    "Ngày có hiệu lực: 01/01/2018": ("other", "2018-01-01"),
    "Ngày đăng công báo 31/12/2015": ("other", "2015-12-31"),
    "Hà Nội, ngày 12 tháng 3 năm 2025": ("other", "2025-03-12"),
    "Giấy phép số 12/GP-TTĐT cấp ngày 15/01/2016": ("other", "2016-01-15"),
}


@pytest.mark.parametrize(("text", "expected"), MEANINGS.items())
def test_a_label_decides_what_its_date_means(text: str, expected: tuple[str, str]) -> None:
    line = read_line(text)
    assert [(meaning, moment.iso) for meaning, moment in line.dates] == [expected]


def test_published_and_updated_in_one_line_are_two_things() -> None:
    byline = read_byline([read_line("Ngày đăng: 05/04/2021 09:30 | Cập nhật: 12/10/2021 10:00 | Đã xem: 1,084")])
    assert [moment.iso for moment, _ in byline.published] == ["2021-04-05T09:30:00+07:00"]
    assert [moment.iso for moment, _ in byline.updated] == ["2021-10-12T10:00:00+07:00"]
    assert [views.value for views in byline.views] == [1084]


BARE = {
    "24/09/2021": "2021-09-24",
    "21:48 | 28/06/2020": "2020-06-28T21:48:00+07:00",
    "Thành Long 11:24 | 01/07/2025": "2025-07-01T11:24:00+07:00",
    "VĂN HÀO - TRẦN HỮU 30/04/2016 11:39": "2016-04-30T11:39:00+07:00",
    "Các Website khác - 25/05/2006": "2006-05-25",
    "Kinh tế 13:47 20/10/2024 Lượt thích: 2 Lượt xem: 58.190 Đánh giá: 5/5 (2 phiếu) In": "2024-10-20T13:47:00+07:00",
    "16/09/2010 | 00:00": "2010-09-16",
}


@pytest.mark.parametrize(("text", "expected"), BARE.items())
def test_a_bare_date_counts_where_the_line_is_nothing_but_a_byline(text: str, expected: str) -> None:
    line = read_line(text)
    assert line.bare is not None
    assert line.bare.iso == expected


NOT_BARE = [
    "Thứ 6 - 26/02/2016",
    "Thứ hai , ngày 16 tháng 12 năm 2019",
    "Sáng ngày 17/7/2023 Ban chỉ đạo thực hiện Quy chế dân chủ ở cơ sở",
    "Chiều ngày 14/9/2021, ông Ung Chiêu Thành",
    "Số 01+02+03+04 năm 2013 ngày 01/01/2013",
    "Kế hoạch số 86-KH/TU ngày 07/5/2018",
    "Kỷ niệm 90 năm Ngày truyền thống MTTQ Việt Nam (18/11/1930 - 18/11/2020)",
    "Ngày đăng ký 05/04/2021",
    "13 giờ trước",
    "Hội nghị diễn ra lúc 08:00 ngày 20/10/2024 đã có 120 lượt xem trực tuyến",
    "Kinh tế 20/10/2024 Lượt xem: 58",
]


@pytest.mark.parametrize("text", NOT_BARE)
def test_a_clock_an_event_or_a_citation_is_no_byline_date(text: str) -> None:
    byline = read_byline([read_line(text)])
    assert byline.published == []


def test_people_are_read_with_their_labels() -> None:
    byline = read_byline([read_line("Tác giả bài viết: Tô Thị Kim Xuân | Nguồn tin: Cổng thông tin điện tử")])
    assert (byline.author, byline.source) == ("Tô Thị Kim Xuân", "Cổng thông tin điện tử")


@pytest.mark.parametrize(
    ("text", "author", "source"),
    [
        ("Tác giả: Theo Báo Nhân dân", None, "Báo Nhân dân"),
        ("Tin: Nguyễn An; Ảnh: Trần Bình (Nguồn: UBND xã)", "Nguyễn An", None),
        ("Tin, ảnh: Nguyễn An (Nguồn: TTXVN)", "Nguyễn An", "TTXVN"),
    ],
)
def test_a_source_is_no_author_and_that_of_a_picture_not_the_text_s(
    text: str, author: str | None, source: str | None
) -> None:
    line = read_line(text)
    assert (line.author, line.source) == (author, source)


AUTHORS = {
    "Người đăng: Trần Bình. Ngày đăng: 20/11/2023": "Trần Bình",
    "Tác giả: Nguyễn Hải Đăng Ngày đăng: 20/11/2023 07:05": "Nguyễn Hải Đăng",
    "Người đăng: Nguyễn Hải Đăng ngày 20/11/2023": "Nguyễn Hải Đăng",
    "Đăng bởi Trần Bình đăng lúc 7:05 20/11/2023": "Trần Bình",
    "Tác giả: Trần Bình, cập nhật ngày 20/11/2023": "Trần Bình",
    "Tác giả: Trần Bình Lượt xem: 12": "Trần Bình",
    "Tác giả: Trần Bình Hộp thư: a@b.vn | 20/11/2023": None,
    "Tác giả: Đang cập nhật | Ngày đăng: 20/11/2023": None,
    "Nguồn: Internet - Tác giả: sưu tầm": None,
    "Tác giả: N/A": None,
    "Tác giả: In Chia sẻ": None,
    "Đăng lúc: 20/11/2023 09:30 - Người đăng bài viết: Trần Bình": "Trần Bình",
    "Gửi bởi: Trần Bình - Ngày gửi: 20/11/2023": "Trần Bình",
    "Hoàng Văn Thụ 20/11/2023": "Hoàng Văn Thụ",
    "Lê Thị Thu - 20/11/2023 09:30": "Lê Thị Thu",
    "Đà Nẵng - 20/11/2023 09:30": None,
    "TP. Hồ Chí Minh, 20/11/2023 09:30": None,
    "Đăng: 12/06/2024 · Cập nhật: 13/06/2024 · Bởi Ban biên tập": "Ban biên tập",
}


@pytest.mark.parametrize(("text", "expected"), AUTHORS.items())
def test_a_name_ends_where_the_next_label_begins(text: str, expected: str | None) -> None:
    assert read_byline([read_line(text)]).author == expected


BRACKETS = {
    "Tin, ảnh: Minh Đức (VP)": ("Minh Đức (VP)", None),
    "Tác giả: Minh Đức (tổng hợp) | 12/03/2024": ("Minh Đức (tổng hợp)", None),
    "Nguồn: Sở Nội vụ (TH)": (None, "Sở Nội vụ (TH)"),
    "(Nguồn: Sở Nội vụ)": (None, "Sở Nội vụ"),
    "Người gửi: Nguyễn Văn An - Ngày gửi: 12/03/2024 - Ngày trả lời: 15/03/2024": (None, None),
    "Người gửi bài: Nguyễn Văn An - 12/03/2024": ("Nguyễn Văn An", None),
}


@pytest.mark.parametrize(("text", "expected"), BRACKETS.items())
def test_a_bracket_that_a_name_opens_is_closed_and_who_asks_is_no_author(
    text: str, expected: tuple[str | None, str | None]
) -> None:
    line = read_line(text)
    assert (line.author, line.source) == expected


BESIDE = {
    "Theo TTXVN - Thứ sáu 07/08/2020 18:22": (None, "TTXVN", None),
    "Thu Hà | 07/08/2020 18:22": ("Thu Hà", None, None),
    "Xếp hạng: 0/5 - 0 đánh giá - 07/08/2020": (None, None, None),
    "07/08/2020 · 2 phút đọc": (None, None, None),
    "07/08/2020 - Đọc: 61 lần - In trang - Gửi email": (None, None, None),
    "07/08/2020 14:05:33 - [Đã xem 61 lần] [Bản in]": (None, None, None),
    "Báo Hà Tĩnh - 07/08/2020": (None, None, "Báo Hà Tĩnh"),
    "TTXVN - 07/08/2020 18:22": (None, None, "TTXVN"),
    "Kinh tế - xã hội | 07/08/2020": (None, None, None),
    "Font size: A- A+ | 07/08/2020": (None, None, None),
    "Facebook | 07/08/2020 18:22 | 77 lượt xem": (None, None, None),
    "Bản tin | 07/08/2020 18:22 | 77 lượt xem": (None, None, None),
    "HOT | 07/08/2020 18:22 | 77 lượt xem": (None, None, None),
    "Đã có 77 lượt xem | 07/08/2020": (None, None, None),
    "UBND phường Phúc Lợi - 07/08/2020": (None, None, "UBND phường Phúc Lợi"),
    "07/08/2020 09:30Lượt xem: 77In bài viết": (None, None, None),
    "Màu chữ A- A A+ | 07/08/2020 | Lượt xem: 77": (None, None, None),
}


@pytest.mark.parametrize(("text", "expected"), BESIDE.items())
def test_what_stands_beside_a_bare_date_is_a_name_a_source_or_a_button(
    text: str, expected: tuple[str | None, str | None, str | None]
) -> None:
    byline = read_byline([read_line(text)])
    assert [moment.day.isoformat() for moment, _ in byline.bare] == ["2020-08-07"]
    assert (byline.author, byline.source, byline.beside) == expected


def test_a_label_without_a_readable_date_is_remembered() -> None:
    assert read_byline([read_line("Ngày đăng: 45/45/2021")]).unread == "Ngày đăng: 45/45/2021"


@pytest.mark.parametrize("text", ["Ngày đăng: 3 giờ trước", "Đăng 2 ngày trước", "3 giờ trước | Lượt xem: 12"])
def test_words_for_a_time_are_a_date_that_can_be_read(text: str) -> None:
    byline = read_byline([read_line(text)])
    assert (byline.relative, byline.unread) == ([text], None)


@pytest.mark.parametrize("text", ["Hôm nay: 345", "Đang truy cập: 12 - Hôm nay 345 - Tổng: 99.999", "Hôm qua (1.204)"])
def test_visitors_of_a_day_are_no_time(text: str) -> None:
    assert read_byline([read_line(text)]).relative == []


@pytest.mark.parametrize("text", ["Hôm nay 14:05", "Hôm nay: 9h30", "Hôm qua, 14 giờ 05", "Hôm nay: 08 giờ"])
def test_a_time_of_today_or_yesterday_is_one(text: str) -> None:
    assert read_byline([read_line(text)]).relative == [text]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Nguyễn Thu Hoài", True),
        ("VĂN HÀO - TRẦN HỮU", True),
        ("ThS. Lê Thị Huyền", True),
        ("tin tức trong ngày", False),
        ("Thông báo số 5", False),
        ("Huy", False),
    ],
)
def test_a_name_has_two_or_more_words_with_capitals(text: str, named: bool) -> None:
    assert is_name(text) == named


@given(st.text(max_size=300))
def test_any_line_is_read_without_an_error(text: str) -> None:
    line = read_line(text)
    assert line.bare is None or line.bare in [moment for _, moment in line.dates]


@pytest.mark.parametrize(
    "text",
    ["PV: Thu Hà", "Phóng viên: Thu Hà", "Người đưa tin: Thu Hà", "Nhóm PV: Thu Hà", "CTV: Thu Hà", "Tin bài: Thu Hà"],
)
def test_a_reporter_is_named_without_the_label(text: str) -> None:
    assert read_line(text).author == "Thu Hà"


@pytest.mark.parametrize("text", ["Ảnh: Đoàn xã ra quân (Nguồn: UBND xã)", "Ảnh minh họa: Nguồn: Internet"])
def test_the_source_of_a_picture_is_not_that_of_the_article(text: str) -> None:
    assert read_line(text).source is None
