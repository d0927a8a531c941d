"""Printed dates: day first, never swapped, never guessed. Strings are of the forms that real portals print."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

import pytest
from dateutil import parser as dateutil_parser
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.printed.dates import VIETNAM, find_dates, read_date
from crawler.extract.printed.machine_dates import read_machine_date

MINUTES = {
    "28/09/2021 | 14:44": "2021-09-28T14:44:00+07:00",
    "Thứ Tư, 08/04/2015, 08:11 [GMT+7]": "2015-04-08T08:11:00+07:00",
    "Thứ năm, 2/11/2023, 19:20 (GMT+7)": "2023-11-02T19:20:00+07:00",
    "20:36 | 29/04/2024": "2024-04-29T20:36:00+07:00",
    "Thứ bảy - 13/10/2018 21:42": "2018-10-13T21:42:00+07:00",
    "Thứ sáu: 15:00 ngày 09/02/2024": "2024-02-09T15:00:00+07:00",
    "13h:25' 02-12-2011": "2011-12-02T13:25:00+07:00",
    "14 giờ 44 phút ngày 08/09/2021": "2021-09-08T14:44:00+07:00",
    "14h44 ngày 08/09/2021": "2021-09-08T14:44:00+07:00",
    "Thứ ba, 18 Tháng 8 2015 16:06": "2015-08-18T16:06:00+07:00",
    "THỨ BA, 07/07/2020 09:35:13": "2020-07-07T09:35:13+07:00",
    "08/09/2021 2:44 CH": "2021-09-08T14:44:00+07:00",
    "08/09/2021 12:05 SA": "2021-09-08T00:05:00+07:00",
    "08/09/2021 12:18 sáng": "2021-09-08T00:18:00+07:00",
    "08/09/2021 9:18 sáng": "2021-09-08T09:18:00+07:00",
    "08/09/2021 12:18 chiều": "2021-09-08T12:18:00+07:00",
    "2:44 chiều ngày 08/09/2021": "2021-09-08T14:44:00+07:00",
    "08/09/2021 1:05 trưa": "2021-09-08T13:05:00+07:00",
    "08/09/2021 11:45 trưa": "2021-09-08T11:45:00+07:00",
    "08/09/2021 7:30 tối": "2021-09-08T19:30:00+07:00",
    "08/09/2021 10:30 đêm": "2021-09-08T22:30:00+07:00",
    "08/09/2021 14:44 chiều": "2021-09-08T14:44:00+07:00",
    "08/09/2021 09:30 Chiều 8/9, UBND xã họp": "2021-09-08T09:30:00+07:00",
    "08/09/2021 15:30 Sáng nay, UBND xã họp": "2021-09-08T15:30:00+07:00",
    "12-Jun-19": "2019-06-12",
    "12/06/2019 | Giờ đăng: 14:05": "2019-06-12T14:05:00+07:00",
    "12/06/2019 lúc 14 giờ 5 phút": "2019-06-12T14:05:00+07:00",
    "T.Tư, 12/06/2019, 14:05": "2019-06-12T14:05:00+07:00",
    "28/06/2022 08:31 AM": "2022-06-28T08:31:00+07:00",
    "20/07/2015 - 04:38 PM": "2015-07-20T16:38:00+07:00",
    "10-08-2025, 19:55 (GMT+7)": "2025-08-10T19:55:00+07:00",
    "07:05 | Thứ Hai, 20/11/2023": "2023-11-20T07:05:00+07:00",
    "08:11 - Thứ tư, 08/04/2015": "2015-04-08T08:11:00+07:00",
    "T2, 20/11/2023 07:05": "2023-11-20T07:05:00+07:00",
    "10:15 SA @ 15/04/2021": "2021-04-15T10:15:00+07:00",
    "07/09/2021 18:44 UTC+0": "2021-09-08T01:44:00+07:00",
}
DAYS = {
    "17/05/2024 12:20 tối": "2024-05-17",
    "17/05/2024 5:20 trưa": "2024-05-17",
    "17/05/2024 13:20 sáng": "2024-05-17",
    "17 - 05 - 2024": "2024-05-17",
    "ngày 28 tháng 9 năm 2021": "2021-09-28",
    "28 Tháng Chín, 2021": "2021-09-28",
    "05 Tháng Mười Một 2021": "2021-11-05",
    "28 Thg 9 2021": "2021-09-28",
    "15.5.2016": "2016-05-15",
    "15-Th4-2021": "2021-04-15",
    "15 Th4, 2021": "2021-04-15",
    "Tháng Mười Một 20, 2024": "2024-11-20",
    "2021-09-08": "2021-09-08",
    "08:00 - 11:30, 20/11/2023": "2023-11-20",
    "8h đến 11h30 ngày 20/11/2023": "2023-11-20",
}
NO_DATES = [
    "31/02/2021",
    "13/13/2021",
    "01/01/0001",
    "01/01/1900",
    "19-2016/NQ-CP",
    "18/2020/QĐ-UBND",
    "201.195/214.278 người",
    "5/5 - (2 đánh giá)",
    "từ ngày 04-10/3/2024",
    "Tel: 024.3872.4033",
    "13 giờ trước",
    "Tháng 9/2021",
    "Ngày 15/8/2021 âm lịch",
]


@pytest.mark.parametrize(("printed", "expected"), [*MINUTES.items(), *DAYS.items()])
def test_a_printed_date_is_read_day_first(printed: str, expected: str) -> None:
    assert [mention.moment.iso for mention in find_dates(printed)] == [expected]
    assert [mention.moment.iso for mention in find_dates(unicodedata.normalize("NFC", printed.upper()))] == [expected]


@pytest.mark.parametrize("printed", NO_DATES)
def test_what_is_no_date_is_none(printed: str) -> None:
    assert find_dates(printed) == []


def test_dateutil_alone_reads_the_zone_and_the_order_wrongly_and_ours_does_not() -> None:
    zoned = "08/09/2021 14:44 GMT+7"
    wrong_zone = dateutil_parser.parse(zoned, dayfirst=True)
    assert wrong_zone.utcoffset() is not None
    assert wrong_zone.astimezone(VIETNAM).isoformat() == "2021-09-09T04:44:00+07:00"
    assert dateutil_parser.parse("05/04/2021").date() == date(2021, 5, 4)
    assert read_date(zoned) == read_date("08/09/2021 14:44")
    assert [mention.moment.iso for mention in find_dates("05/04/2021")] == ["2021-04-05"]


def test_a_date_in_the_print_of_an_american_server_is_left_unread_where_it_could_be_two() -> None:
    assert find_dates("9/8/2021 2:44:05 PM") == []
    assert find_dates("9/8/2021 2:44 PM") == []
    assert find_dates("8/28/2021 2:44:05 PM") == []
    assert [mention.moment.iso for mention in find_dates("28/8/2021 2:44:05 PM")] == ["2021-08-28T14:44:05+07:00"]


def test_a_weekday_that_fits_only_the_swapped_date_makes_it_undecidable() -> None:
    # 9 August 2021 was a Monday, 8 September 2021 a Wednesday.
    assert find_dates("Thứ Tư, 09/08/2021") == []
    assert [mention.moment.iso for mention in find_dates("Thứ Hai, 09/08/2021")] == ["2021-08-09"]


def test_a_time_that_contradicts_its_half_of_the_day_is_dropped() -> None:
    assert [mention.moment.iso for mention in find_dates("08/09/2021 14:44 SA")] == ["2021-09-08"]
    assert [mention.moment.iso for mention in find_dates("08/09/2021 25:10")] == ["2021-09-08"]


def test_midnight_is_a_day_where_posts_were_moved() -> None:
    (mention,) = find_dates("16/09/2010 | 00:00")
    assert mention.moment.without_midnight().iso == "2010-09-16"


def test_two_different_dates_are_no_one_date() -> None:
    assert read_date("(18/11/2019 - 18/11/2020)") is None


MACHINE = {
    "2025-10-22T19:25:52+07:00": "2025-10-22T19:25:52+07:00",
    "2021-09-07T18:44:00Z": "2021-09-08T01:44:00+07:00",
    "2021-09-08 14:44:00": "2021-09-08T14:44:00+07:00",
    "2021-09-08": "2021-09-08",
    "Wed, 08 Sep 2021 07:44:00 GMT": "2021-09-08T14:44:00+07:00",
    "2021-09-08 00:00:00+00:00": "2021-09-08",
    "2021-09-08T00:00:00.000Z": "2021-09-08",
    "Wed, 08 Sep 2021 00:00:00 GMT": "2021-09-08",
    "2021-09-08T00:00:00+07:00": "2021-09-08T00:00:00+07:00",
    "2021-13-08": None,
    "0001-01-01T00:00:00": None,
    "2021": None,
    "": None,
}


@pytest.mark.parametrize(("written", "expected"), MACHINE.items())
def test_machine_times_are_read_on_the_clock_of_vietnam(written: str, expected: str | None) -> None:
    moment = read_machine_date(written)
    assert (moment.iso if moment else None) == expected


LABELS = ["", "Ngày đăng ", "Đăng lúc: ", "Cập nhật: ", "Publish date "]
CLOCKS = [
    " | {h:02d}:{m:02d}",
    " {h}h{m:02d}",
    ", {h:02d}:{m:02d} (GMT+7)",
    " - {h:02d}:{m:02d} ",
    " {h} giờ {m:02d} phút",
]
FORMS = [
    "{d:02d}/{mo:02d}/{y}",
    "{d}/{mo}/{y}",
    "{d:02d}-{mo:02d}-{y}",
    "{d} . {mo} . {y}",
    "ngày {d} tháng {mo} năm {y}",
]
MIDNIGHT = datetime.fromisoformat("2000-01-01T00:00:00")
times = st.datetimes(MIDNIGHT.replace(year=1991), MIDNIGHT.replace(year=2035))


@given(
    times,
    st.sampled_from(LABELS),
    st.sampled_from(FORMS),
    st.sampled_from(CLOCKS),
    st.booleans(),
    st.sampled_from(["NFC", "NFD"]),
)
def test_every_label_order_and_separator_gives_the_same_minute(
    time: datetime, label: str, form: str, clock: str, time_first: bool, normal: str
) -> None:
    day = form.format(d=time.day, mo=time.month, y=time.year)
    hour = clock.format(h=time.hour, m=time.minute)
    printed = f"{label}{hour.strip(' |,-').replace(' (GMT+7)', '')} {day}" if time_first else f"{label}{day}{hour}"
    text = unicodedata.normalize("NFC", unicodedata.normalize(normal, f"{printed} | Lượt xem: 1084"))
    found = [mention.moment.iso for mention in find_dates(text)]
    assert found == [time.replace(second=0, microsecond=0, tzinfo=VIETNAM).isoformat(timespec="seconds")]


@given(st.integers(1, 99), st.integers(1, 99), st.integers(1990, 2035))
def test_no_date_is_ever_swapped(first: int, second: int, year: int) -> None:
    for mention in find_dates(f"Ngày đăng {first:02d}/{second:02d}/{year}"):
        assert (mention.moment.day.day, mention.moment.day.month, mention.moment.day.year) == (first, second, year)


@given(st.text(max_size=200))
def test_any_text_is_searched_without_an_error_and_mentions_lie_in_it(text: str) -> None:
    for mention in find_dates(text):
        assert 0 <= mention.start < mention.end <= len(text)
