"""View counts: taken with their label alone, and never from a counter of another kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.printed.counters import is_visitor_line, read_number, read_views

VIEWS = {
    "Ngày đăng 28/09/2021 | 14:44 | Lượt xem: 1084": 1084,
    "Lượt xem: 1.084": 1084,
    "Số lượt xem: 1,084": 1084,
    "Số lần đọc: 2.520.829": 2520829,
    "Đã xem 37": 37,
    "Đọc 345 lần": 345,
    "Được xem: 12 lần": 12,
    "Xem: 85": 85,
    "View count: 85": 85,
    "07/08/2021 | 15:33 | View Count: 239": 239,
    "2189 Lượt xem": 2189,
    "Thứ bảy - 13/10/2018 21:42 - 3607 lượt xem": 3607,
    "1,2 nghìn lượt xem": 1200,
    "Lượt xem: 1.2K": 1200,
    "Lượt đọc: 1,5 Tr": 1500000,
    "False 5628Ngày cập nhật 05/07/2019": 5628,
    "Lượt xem: 0": 0,
    "[Đã xem 61 lần] [Bản in]": 61,
    "Lượt xem: 61 Lượt tải: 5": 61,
    "In bài | Gửi cho bạn bè | Chia sẻ | Số lượt xem: 1,234 | Góp ý: 3 | Thích: 12": 1234,
}
OTHERS = [
    "Lượt truy cập: 9480270",
    "Tổng số lượt truy cập: 6070214",
    "Đang online: 98",
    "Truy cập hiện tại 1.481",
    "Hôm nay: 1,204",
    "Lượt tải: 15",
    "Lượt thích: 3",
    "12 bình luận",
    "Góp ý: 3",
    "58 người thích",
    "12 bạn đọc bình luận",
    "Chưa có phản hồi",
    "4 nhận xét",
    "100%",
    "5/5 (2 đánh giá)",
    "Tin xem nhiều",
    "Xem thêm 15 tin",
    "Thời gian đọc: 2 phút",
    "Đọc: 5 phút",
    "22 tháng 1, 2021 · 2 phút để đọc",
    "Ngày đăng 28/09/2021 | 14:44",
]


@pytest.mark.parametrize(("line", "views"), VIEWS.items())
def test_a_labelled_count_is_observed(line: str, views: int) -> None:
    assert (read_views(line).value, read_views(line).status) == (views, "observed")


@pytest.mark.parametrize("line", OTHERS)
def test_another_counter_is_not_the_articles(line: str) -> None:
    assert (read_views(line).value, read_views(line).status) == (None, "absent")


UNCERTAIN = ["Lượt xem:", "Lượt xem: 1.08", "Lượt xem: 1,2", "Lượt xem: 12 | Lượt xem: 13", "Lượt xem (24h): 15"]


@pytest.mark.parametrize("line", UNCERTAIN)
def test_a_label_without_one_whole_number_is_unparsed_and_never_zero(line: str) -> None:
    views = read_views(line)
    assert (views.value, views.status) == (None, "unparsed")
    assert views.raw


def test_the_lines_of_the_visitor_block_are_known() -> None:
    assert all(is_visitor_line(line) for line in OTHERS[:5])
    assert not is_visitor_line("Lượt xem: 1084")


@given(st.integers(0, 999_999_999), st.sampled_from(["{}", "{:,}", "dots"]))
def test_a_count_is_read_back_in_every_way_of_grouping(count: int, way: str) -> None:
    printed = f"{count:,}".replace(",", ".") if way == "dots" else way.format(count)
    assert read_number(printed) == count
    assert read_views(f"Lượt xem: {printed}").value == count
    assert read_views(f"{printed} lượt xem").value == count


@given(st.text(max_size=120))
def test_any_line_is_read_without_an_error(line: str) -> None:
    views = read_views(line)
    assert (views.value is not None) == (views.status == "observed")
