"""What the words around the dates of one line say: the meaning of each date, where its label stands, and its place."""

from __future__ import annotations

import re

from crawler.extract.numbers.places import read_place
from crawler.extract.printed.dates import Mention
from crawler.extract.printed.meaning import CUT, PLACE, TRAILING, Meaning, date_meaning, is_neutral, label_meaning
from crawler.extract.printed.people import EDGES, is_name
from crawler.extract.text import fold

LABEL_LEFT = re.compile(r"(?:^|[|;•\n])\s*(?P<label>[a-z ]{3,40}?)\s*[:：]?\s*(?=$|[|;•\n])")
LABEL_FIRST = re.compile(r"\W*([a-z ]{3,40}?)\s*[:：]")
SECTION = re.compile(
    r"(?<![a-z])(?:(?:chuyen |danh )?muc|loai tin|category|(?<=[-–|;•]\s)(?:hinh )?anh)\s*[:：]\s*"
    r"[^|;•\n.,:»›–—-]{2,40}(?=\s*(?:$|[|;•\n»›]|\s[-–—]\s))"
)
"""`Chuyên mục: Tin nổi bật`, and whose the pictures are, between the bars of a byline."""
SECTION_WORDS = ("muc", "loai tin", "category", "anh")
DAY = re.compile(r",\s*ngày$", re.I)
LONGEST_PLACE = 30
PLACE_WORDS = 3
VENUE = re.compile(r"(?:nha|san|hoi truong|truong|trung tam|phong|rap|khach san|tru so|cung|cho|dinh|chua|den|tram)\b")
NEWS = re.compile(r"\s?:\s(?:[^\W\d_]+\s){3}")
"""What follows the day of a line of news: `29/04/2024 10:00: Tình hình mưa lũ`."""
CLOCK_FIRST = re.compile(r"\d{1,2}\s?(?::|h|g|giờ)")


def is_place(words: str) -> bool:
    """Return True if words are nothing but the name of a province, or of a place with its level: `TP. Đà Nẵng`."""
    place = read_place(words, fold(words), 0) if len(words) <= LONGEST_PLACE else None
    return place is not None and bool(place.name) and place.end == len(words)


def _dateline(text: str, lead: str, start: int, mention: Mention) -> bool:
    """Return True for the place of a byline: `Hà Nội, 28/09/2021 14:44`; official documents give no time of day.

    Events do, and name the hour first: `Nhà Văn Hóa, 19h00 ngày 28/09/2021`. Then only a place with its level counts.
    """
    if mention.moment.time is None or not PLACE.search(lead):
        return False
    words = DAY.sub("", text[start + label_start(lead) : mention.start].strip(EDGES)).strip(EDGES)
    if is_place(words):
        return True
    short = is_name(words) and len(words.split()) <= PLACE_WORDS and not VENUE.match(fold(words))
    return short and CLOCK_FIRST.match(text, mention.start) is None


def find_meanings(text: str, folded: str, mentions: list[Mention]) -> list[Meaning]:
    """Return what the words before each date make of it."""
    found: list[Meaning] = []
    for end, mention in _leads(mentions):
        meaning = date_meaning(folded[end : mention.start])
        if NEWS.match(text, mention.end):
            meaning = "other"
        place = meaning == "other" and _dateline(text, folded[end : mention.start], end, mention)
        found.append("none" if place else meaning)
    return found


def _leads(mentions: list[Mention]) -> list[tuple[int, Mention]]:
    """Return each date with the place where the words before it begin."""
    return list(zip([0, *(mention.end for mention in mentions)], mentions, strict=False))


def find_labels(folded: str, mentions: list[Mention], meanings: list[Meaning]) -> frozenset[Meaning]:
    """Return the kinds of labels in a line, those without a date included."""
    kinds: set[Meaning] = set(meanings)
    rest = folded[mentions[-1].end :] if mentions else folded
    kinds |= {label_meaning(match["label"]) for match in LABEL_LEFT.finditer(rest)}
    if not mentions and (colon := LABEL_FIRST.match(folded)):
        kinds.add(label_meaning(colon[1]))
    return frozenset(kinds - {"none"})


def label_spans(text: str, folded: str, mentions: list[Mention], meanings: list[Meaning]) -> list[tuple[int, int]]:
    """Return where the labels of dates stand: the words right before each labelled date, or its place."""
    spans = []
    for (end, mention), meaning in zip(_leads(mentions), meanings, strict=True):
        lead = folded[end : mention.start]
        bare = meaning == "none" and (is_neutral(lead) or _dateline(text, lead, end, mention))
        if bare or meaning in ("published", "updated"):
            spans.append((end + label_start(lead), mention.start))
    spans += [match.span("label") for match in LABEL_LEFT.finditer(folded) if label_meaning(match["label"]) != "none"]
    return spans


def section_spans(folded: str) -> list[tuple[int, int]]:
    """Return where in a folded line the name of a section stands with its label."""
    return [match.span() for match in SECTION.finditer(folded)] if any(word in folded for word in SECTION_WORDS) else []


def label_start(lead: str) -> int:
    """Return where in the words before a date its label begins: behind the last bar or number."""
    return max((match.end() for match in CUT.finditer(lead.rstrip(TRAILING))), default=0)
