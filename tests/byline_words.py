"""The words of bylines as portals print them, drawn by chance: labels, days, times of day, counters, spellings."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass
from datetime import datetime

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
NUMBERED = ("Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "CN")
MONTHS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")
PUBLISHED = (
    """
Ngày đăng|Ngày đăng:|Đăng ngày|Đăng ngày:|Đăng lúc:|Ngày đăng tin:|Ngày đăng bài:|Ngày xuất bản:|Xuất bản:|Được đăng:
Đã đăng:|Đăng vào lúc|Thời gian đăng:|Ngày đưa tin:|Đưa tin ngày|Ngày viết:|Ngày gửi bài:|Ngày tạo:|Tin đăng ngày
Bài đăng lúc|Đăng tải lúc:|Ngày đăng tải:|Ngày giờ đăng:|Thời điểm đăng:|Publish date|Published:|Published on|Posted on
Posted:|Post date:|Date posted:|Date published:|Publication date:|Created:|Created on
""".strip()
    .replace("\n", "|")
    .split("|")
)
UPDATED = (
    """
Cập nhật:|Ngày cập nhật:|Cập nhật lúc:|Cập nhật lần cuối:|Lần cập nhật cuối:|Cập nhật ngày|Ngày sửa:|Sửa lần cuối:
Ngày chỉnh sửa:|Last updated:|Updated on|Last modified:|Lần sửa cuối:|Cập nhật mới nhất:|Thời gian cập nhật:
""".strip()
    .replace("\n", "|")
    .split("|")
)
VIEWS_FIRST = (
    """
Lượt xem:|Lượt xem|Số lượt xem:|Số lần xem:|Lượt đọc:|Số lượt đọc:|Số lần đọc:|Đã xem:|Xem:|View count:|View Count:
Views:|Hits:|Được xem:|Số người xem:|Tổng lượt xem:|Lượt truy xem:|Số lượt người xem:|Lượt view:|Read:|Page views:
""".strip()
    .replace("\n", "|")
    .split("|")
)
VIEWS_LAST = (
    "lượt xem",
    "Lượt xem",
    "lượt đọc",
    "views",
    "lần xem",
    "lượt xem bài viết",
    "người xem",
    "lần đọc",
    "Hits",
)
BARS = (" | ", "  | ", " - ", " – ", "  ", " • ", " / ", "; ", ", ")
WORDS = """
Ủy ban nhân dân phường tổ chức hội nghị sơ kết công tác cải cách hành chính và triển khai nhiệm vụ trọng tâm của các đơn
vị trên địa bàn nhằm nâng cao chất lượng phục vụ người dân và doanh nghiệp trong thời gian tới
""".split()  # noqa: SIM905 -- a list of forty lines would say no more
EVENTS = ("ngày 17/7/2023", "ngày 05-6-2027", "từ ngày 04-10/3/2024", "08h00 ngày 12/3/2022", "ngày 3/2", "năm 2021")


@dataclass(slots=True)
class Draw:
    """What was drawn for one byline."""

    rng: random.Random
    time: datetime
    views: int | None
    updated: datetime | None
    has_time: bool = True

    @property
    def published(self) -> str:
        """Return the time as the extractor writes it."""
        midnight = (self.time.hour, self.time.minute, self.time.second) == (0, 0, 0)
        return f"{self.time:%Y-%m-%d}" if midnight or not self.has_time else self.time.isoformat(timespec="seconds")


def sentence(rng: random.Random, words: int) -> str:
    """Return a sentence of so many words."""
    return " ".join(rng.choice(WORDS) for _ in range(words)).capitalize() + "."


def day_text(rng: random.Random, time: datetime) -> str:
    """Return the day in one of the ways that portals print it."""
    d, m, y = time.day, time.month, time.year
    forms = [
        f"{d:02d}/{m:02d}/{y}", f"{d:02d}/{m:02d}/{y}", f"{d}/{m}/{y}", f"{d:02d}-{m:02d}-{y}", f"{d:02d}.{m:02d}.{y}",
        f"{d:02d} - {m:02d} - {y}", f"{d:02d} / {m:02d} / {y}", f"ngày {d} tháng {m} năm {y}", f"{d} Tháng {m} {y}",
        f"{d} Tháng {MONTHS[m - 1]} {y}", f"{d} Tháng {MONTHS[m - 1]}, {y}", f"{y}-{m:02d}-{d:02d}", f"{d} Thg {m} {y}",
        f"Tháng {MONTHS[m - 1]} {d}, {y}", f"{time:%B} {d}, {y}", f"{d} {time:%b} {y}",
    ]  # fmt: skip
    return rng.choice(forms)


def clock_text(rng: random.Random, time: datetime) -> str:
    """Return the time of day in one of the ways that portals print it."""
    h, m, s = time.hour, time.minute, time.second
    if s:
        return f"{h:02d}:{m:02d}:{s:02d}"
    half = "SA" if h < 12 else "CH"
    english = "AM" if h < 12 else "PM"
    forms = [
        f"{h:02d}:{m:02d}", f"{h:02d}:{m:02d}", f"{h}:{m:02d}", f"{h:02d}h{m:02d}", f"{h}h:{m:02d}'",
        f"{h:02d} giờ {m:02d} phút", f"{(h - 1) % 12 + 1:02d}:{m:02d} {english}", f"{(h - 1) % 12 + 1}:{m:02d} {half}",
        f"{h:02d}h{m:02d}'", f"{h:02d}g{m:02d}",
    ]  # fmt: skip
    return rng.choice(forms)


def moment_text(draw: Draw, time: datetime, *, has_time: bool) -> str:
    """Return day and time of day, weekday and zone as it comes."""
    rng = draw.rng
    day, clock = day_text(rng, time), clock_text(rng, time)
    zone = rng.choice(["", "", "", " (GMT+7)", " GMT+7", " [GMT+7]", " (GMT +7)", " GMT+07:00", " (UTC+7)"])
    weekday = ""
    if rng.random() < 0.3:
        weekday = rng.choice((WEEKDAYS, NUMBERED))[time.weekday()] + rng.choice((", ", " - ", " ", ": ", ", ngày "))
    if not day[0].isdigit():
        weekday = weekday.replace("ngày ", "")
    if not has_time:
        return weekday + day
    if rng.random() < 0.3:
        return (
            clock
            + rng.choice((" | ", " ", " ngày ", ", ", " - ", ", ngày ")).replace(
                "ngày ", "ngày " if day[0].isdigit() else ""
            )
            + day
        )
    return weekday + day + rng.choice((" | ", " ", ", ", " - ", " lúc ", "  ", " – ", " at ")) + clock + zone


def count_text(rng: random.Random, views: int) -> str:
    """Return a count in one of the ways that portals print it; all say exactly `views`."""
    forms = [str(views), str(views), f"{views:,}", f"{views:,}".replace(",", ".")]
    if views >= 1_000 and views % 100 == 0 and views < 100_000:
        thousand = f"{views / 1000:.1f}"
        forms += [f"{thousand}K", f"{thousand.replace('.', ',')} nghìn", f"{thousand.replace('.', ',')}k"]
    return rng.choice(forms)


def views_text(draw: Draw) -> str:
    """Return the counter with its label, before or after the number."""
    rng, count = draw.rng, count_text(draw.rng, draw.views or 0)
    roll = rng.random()
    if roll < 0.25:
        return f"{count} {rng.choice(VIEWS_LAST)}"
    if roll < 0.35:
        return f"Lượt xem ({count})"
    return f"{rng.choice(VIEWS_FIRST)} {count}"


def pieces(draw: Draw) -> list[str]:
    """Return the parts of a byline in the order in which they are printed."""
    rng = draw.rng
    parts = [f"{rng.choice(PUBLISHED)} {moment_text(draw, draw.time, has_time=draw.has_time)}"]
    if draw.updated:
        parts.insert(
            rng.choice((0, 1, 1)),
            f"{rng.choice(UPDATED)} {moment_text(draw, draw.updated, has_time=draw.has_time)}",
        )
    if draw.views is not None:
        parts.insert(rng.choice((0, len(parts), len(parts))), views_text(draw))
    if rng.random() < 0.25:
        who = ("Tác giả: Nguyễn Văn An", "Nguồn: Cổng TTĐT", "Đăng bởi: admin", "Người đăng: Trần Thị Bé", "BBT")
        parts.insert(rng.randrange(len(parts) + 1), rng.choice(who))
    if rng.random() < 0.2:
        parts.append(rng.choice(("100%", "Lượt tải: 52", "Bình luận: 3", "Thích 27", "In trang", "A- A A+")))
    return parts


def spelled(rng: random.Random, text: str) -> str:
    """Return the text in another spelling of the same: upper case, NFD, no-break spaces."""
    roll = rng.random()
    if roll < 0.08:
        text = text.upper()
    elif roll < 0.16:
        text = unicodedata.normalize("NFD", text)
    return text.replace(" ", "\u00a0") if rng.random() < 0.05 else text
