"""The lines beside a title: when it was published and updated, how often it was read, who wrote it.

A date counts as the publication only in such a line: under its label, or bare where the line holds nothing else. What a
label says is kept apart (`meaning`): `Ngày đăng` is a publication, `Cập nhật` an update, `Ngày ban hành` neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from crawler.extract.printed.counters import ABSENT, EYE, MAX_LINE, Views, find_counts, other_counters, views_of
from crawler.extract.printed.dates import DIGIT, MONTH_FIRST, YEAR, Mention, Moment, find_dates
from crawler.extract.printed.labels import find_labels, find_meanings, is_place, label_spans, label_start, section_spans
from crawler.extract.printed.meaning import TRAILING, Meaning, fold_labels, is_neutral, label_meaning
from crawler.extract.printed.offices import AGENCY, ANOTHERS, PAGE_WORDS, is_office
from crawler.extract.printed.parts import take_parts, unmarked
from crawler.extract.printed.people import EDGES, EDITORS, THEO, find_people, is_name, not_changer
from crawler.extract.printed.pictures import without_pictures
from crawler.extract.printed.relative import find_relative
from crawler.extract.printed.sentences import tell
from crawler.extract.text import fold
from crawler.items import DateOrder

__all__ = ["MAX_LINE", "Byline", "Line", "is_name", "read_byline", "read_line"]

MAYBE = re.compile(r"\d|[:：]|boi |\bby |theo |bbt|bien tap|toa soan|xong")
"""What a line of a byline has one of."""
TELLING = re.compile(
    rf"[|;•\n:：]|boi |(?<![a-z])by |bbt|bien tap|toa soan|xem|doc|view|hit|read|{EYE}|^\s*(?:true|false|[\d.,]+ngay)"
)
"""What a longer line without a date has one of, if it says how often the article was read, or who wrote it."""
BREAKS = re.compile(r"[|•·\n(\[]|\s[-–—/]\s?|,")
SENTENCE = (".", "!", "?", "…", ".”")
COUNT = re.compile(r"^\d{1,3}(?:[.,]?\d{3})*(?:\s?\|\s?\d{1,6})?$")
"""A number that nothing explains, such as the comments beside their picture."""
ACCOUNT = re.compile(rf"{EDITORS.pattern}|^(?:admin(?:istrator)?|quan ?tri(?: vien)?)$")
"""Who signs without a name."""
LABELLED = re.compile(r"^(?:bien (?:tap|dich)|nguoi [a-z ]{2,20}|duyet|kiem duyet)\s*:|^[^:]*$")
"""Words beside a bare date, folded, that have no label but that of a person; `Địa điểm: …` makes it an event's."""
SECTION = 5
"""Words that the name of a section may have beside a time and a counter."""
STORY = 3
"""Words that may be left of a line that is no sentence: `Bài viết đã được xem 370 lần`."""
MAX_RESIDUE = 60
"""Characters that may stand in a byline beside dates, labels and counters: a name, a place, a source."""
MAX_BESIDE = 40
"""Characters that may stand beside a bare date."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says."""

    text: str
    dates: tuple[tuple[Meaning, Moment], ...] = ()
    views: Views = ABSENT
    author: str | None = None
    source: str | None = None
    labels: frozenset[Meaning] = frozenset()
    """Labels of dates in the line, a date following or not."""
    bare: Moment | None = None
    """The only date of the line, unlabelled, where the line is nothing but a byline (or a date glued to prose)."""
    relative: bool = False
    """True if the line says `3 giờ trước` or the like, and no date."""
    has_weekday: bool = False
    odd_weekday: bool = False
    """True if a weekday is printed that is not the date's."""
    is_own: bool = False
    """True for a sentence that speaks of the page's own article, wherever it stands: `This entry was posted on …`."""
    residue: str = ""
    """What is left when dates, labels and counters are taken away."""

    @property
    def is_empty(self) -> bool:
        """Return True if the line holds nothing but counters of other things and buttons: `Lượt tải: 52`, `A- A A+`."""
        return not self.residue and not self.is_byline and not self.dates

    @property
    def tells(self) -> bool:
        """Return True if the line says when the article was published, how often it was read, or by whom it is."""
        dated = self.bare or self.relative or self.labels & {"published", "updated"}
        return bool(dated or self.author or self.source or self.views.status != "absent")

    @property
    def is_byline(self) -> bool:
        """Return True if the line holds nothing but what a byline holds."""
        named = self.author or self.source or self.labels or self.relative
        return (
            bool(named or self.bare or self.views.status != "absent")
            and not (self.residue and ANOTHERS.search(fold(self.residue)))
            and (len(self.residue) <= MAX_RESIDUE or " " not in self.residue)
            and not self.residue.endswith((".", "?", "!"))
            and not self._tells_a_story
        )

    @property
    def _tells_a_story(self) -> bool:
        """Return True for words around a counter or a day: `Triển lãm đạt 12.000 lượt xem trong ba ngày mở cửa.`"""
        named = self.author or self.source or self.labels or self.relative or self.dates
        ends = self.text.rstrip().endswith((".", "?", "!"))
        return len(self.residue.split()) > STORY and (ends or not named)


@dataclass(slots=True)
class Byline:
    """What all lines beside a title say together."""

    published: list[tuple[Moment, str]] = field(default_factory=list)
    """Under a label of publication: the moment, and the line."""
    bare: list[tuple[Moment, str]] = field(default_factory=list)
    """Without a label."""
    updated: list[tuple[Moment, str]] = field(default_factory=list)
    tail: list[tuple[Moment, str]] = field(default_factory=list)
    """Without a label, at the end of the article."""
    relative: list[str] = field(default_factory=list)
    views: list[Views] = field(default_factory=list)
    author: str | None = None
    source: str | None = None
    beside: str | None = None
    """The name of an office or agency beside a bare date: the source, or a section."""
    unread: str | None = None
    """A line with a label of publication and no date that could be read."""
    unclear: str | None = None
    """A line with a date of another or an unknown meaning; beside it, an update stands in for nothing."""
    odd_weekday: str | None = None
    """A line whose weekday is not its date's."""
    nearby: list[str] = field(default_factory=list)
    """All lines under the title, read or not, where the portal's clock may not be that of its data or addresses."""

    def take_missing(self, other: Byline) -> None:
        """Take from `other` what these lines do not say."""
        self.published = self.published or other.published
        self.updated = self.updated or other.updated
        self.tail = self.tail or other.tail
        self.relative = self.relative or other.relative
        self.views = self.views or other.views
        self.author = self.author or other.author
        self.source = self.source or other.source
        self.beside = self.beside or other.beside
        self.unread = self.unread or other.unread
        self.unclear = self.unclear or other.unclear
        self.odd_weekday = self.odd_weekday or other.odd_weekday


def _residue(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the line without the given spans and without punctuation at its ends."""
    kept = list(text)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    return " ".join("".join(kept).split()).strip(EDGES + EYE)


def _is_bare(text: str, mention: Mention, residue: str, *, counted: bool) -> bool:
    """Return True if an unlabelled date stands as a byline: alone, or a name or a bar's width away from other words.

    Beside a counter of views, a time of day may follow the name of a section: `Kinh tế 13:47 20/10/2024 Lượt xem: 5`.

    A weekday without a time of day is how page clocks are printed, and is no byline; nor is a line with other numbers.
    """
    if mention.weekday is not None and mention.moment.time is None and not counted:
        return False
    if not residue or is_name(residue) or COUNT.match(residue) or ACCOUNT.match(fold(residue)):
        return True
    if DIGIT.search(residue) or not LABELLED.match(fold(residue)):
        return False
    if counted and mention.moment.time is not None and residue[0].isupper() and len(residue.split()) <= SECTION:
        return True
    before, after = text[: mention.start].rstrip(), text[mention.end :].lstrip()
    if before.rstrip(TRAILING) and is_neutral(lead := fold_labels(before)):
        # `Ban Biên tập • Ngày 11 tháng 11 năm 2024`; a dash before `Ngày` may be that of a place: `Hà Nội - Ngày`.
        shorter = before[: label_start(lead)].rstrip()
        before = shorter if shorter.endswith(("•", "·", "|")) else before
    parted = (not before or BREAKS.search(before[-1:]) or before[-1] in "-–—") and (
        not after or BREAKS.match(after + " ")
    )
    return bool(parted) and len(residue) <= MAX_BESIDE


def _is_glued(text: str, mention: Mention) -> bool:
    """Return True for `09/02/2021, 06:20Thường trực…`: date and time at the head of a text, no blank after them."""
    following = text[mention.end : mention.end + 1]
    timed = mention.start == 0 and mention.weekday is None and mention.moment.time is not None
    return timed and following.isupper() and not text[mention.end - 1].isspace()


@lru_cache(maxsize=4_096)
def read_line(text: str, order: DateOrder | None = None) -> Line:
    """Return what a line of a page says of dates, views and people; an empty `Line` for prose.

    `order` is the portal's: see `find_dates`.

    Remembered: title, zone and tail ask for the same lines, and portals repeat theirs.
    """
    told = tell(text, order)
    if told is not None:
        return replace(_read_short(told.text, order), text=unmarked(text).strip(), is_own=told.is_own)
    return _read_head(text) if len(text) > MAX_LINE else _read_short(text, order)


def _read_short(text: str, order: DateOrder | None) -> Line:
    """Return what a line that is no longer than those of a byline says."""
    printed, parts = unmarked(text), take_parts(text)
    text = without_pictures(parts.text)
    folded = fold_labels(text)
    if not parts.name and (_is_prose(folded) or (not MAYBE.search(folded) and label_meaning(folded) == "none")):
        if len(text) > MAX_RESIDUE and text.endswith(SENTENCE):
            return Line(printed, residue=text)
        return Line(printed, residue=_residue(text, other_counters(folded)))
    mentions = find_dates(text, order)
    meanings = find_meanings(text, folded, mentions)
    spans = [(mention.start, mention.end) for mention in mentions]
    undecided = [match.span() for match in MONTH_FIRST.finditer(folded)] if not mentions else []
    spans += undecided
    others = other_counters(folded) + (section_spans(folded) if mentions else [])
    counts = find_counts(folded, spans, others)
    spans += [(count.start, count.end) for count in counts]
    labels = label_spans(text, folded, mentions, meanings)
    ago = find_relative(text, folded) if not mentions and len(text) <= MAX_RESIDUE else None
    spans += [ago.span()] if ago else []
    people = find_people(text, [*spans, *labels])
    named = [parts.span] if parts.span else []
    residue = _residue(text, [*spans, *people.spans, *named, *labels, *others])
    bare = _bare(text, mentions, meanings, residue, counted=any(count.value is not None for count in counts))
    return Line(
        text=printed.strip(),
        dates=tuple(
            (meaning, mention.moment.without_midnight()) for meaning, mention in zip(meanings, mentions, strict=True)
        ),
        views=views_of(text, counts),
        author=not_changer(people.author or parts.name, folded, is_published="published" in meanings),
        source=people.source,
        labels=find_labels(folded, mentions, meanings) or frozenset({"published"} if undecided else ()),
        bare=bare,
        relative=ago is not None,
        has_weekday=any(mention.weekday is not None for mention in mentions),
        odd_weekday=any(mention.weekday not in (None, mention.moment.day.weekday()) for mention in mentions),
        residue=residue,
    )


def _is_prose(folded: str) -> bool:
    """Return True for a line that is too long for a label alone and has no sign of a date, a count or a name."""
    return len(folded) > MAX_RESIDUE and not (TELLING.search(folded) or (DIGIT.search(folded) and YEAR.search(folded)))


def _read_head(text: str) -> Line:
    """Return the date that is glued to the head of a long text, if one is."""
    mentions = find_dates(text[:MAX_LINE]) if text[:1].isdigit() else []
    bare = mentions[0].moment.without_midnight() if mentions and _is_glued(text, mentions[0]) else None
    return Line(text, (("none", bare),) if bare else (), bare=bare, residue=text)


def _bare(text: str, mentions: list[Mention], meanings: list[Meaning], residue: str, *, counted: bool) -> Moment | None:
    """Return the moment of a line that gives one date without a label, as bylines do; an update may stand beside it."""
    plain = [mention for mention, meaning in zip(mentions, meanings, strict=True) if meaning == "none"]
    if not plain or not set(meanings) <= {"none", "updated"}:
        return None
    moments = {mention.moment.without_midnight() for mention in plain}
    if _is_glued(text, plain[0]):
        return plain[0].moment.without_midnight()
    alone = len(moments) == 1 and (not residue or len(mentions) == 1)
    return moments.pop() if alone and _is_bare(text, plain[0], residue, counted=counted) else None


def _take_beside(byline: Byline, words: str) -> None:
    """Take the words beside a bare date: a person's name is the author, `Theo TTXVN` and `Báo Hà Tĩnh` a source."""
    if theo := THEO.match(fold(words)):
        byline.source = byline.source or words[theo.end() :]
    elif is_office(words) or AGENCY.fullmatch(words):
        byline.beside = byline.beside or words
    elif is_name(words) or ACCOUNT.match(fold(words)):
        byline.author = byline.author or (None if is_place(words) or PAGE_WORDS.match(fold(words)) else words)


def read_byline(lines: Iterable[Line], *, bare_dates: bool = True) -> Byline:
    """Return what the lines say together; unlabelled dates count only with `bare_dates`."""
    byline = Byline()
    for line in lines:
        byline.published += [(moment, line.text) for meaning, moment in line.dates if meaning == "published"]
        byline.updated += [(moment, line.text) for meaning, moment in line.dates if meaning == "updated"]
        if bare_dates and line.bare is not None:
            byline.bare.append((line.bare, line.text))
            _take_beside(byline, line.residue)
        if "published" in line.labels and "other" not in line.labels and not (line.dates or line.relative):
            byline.unread = byline.unread or line.text
        if any(meaning == "other" or (meaning == "none" and line.bare is None) for meaning, _ in line.dates):
            byline.unclear = byline.unclear or line.text
        if line.relative:
            byline.relative.append(line.text)
        if line.views.status != "absent":
            byline.views.append(line.views)
        if line.odd_weekday:
            byline.odd_weekday = byline.odd_weekday or line.text
        byline.author = byline.author or line.author
        byline.source = byline.source or line.source
    return byline
