"""What a portal has published: sections, articles and official documents, made from a seed."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from tests.builds.words import ABSTRACTS, CAPTIONS, HEADINGS, ITEMS, SENTENCES, TITLES, Writer, slugify

HANOI = timezone(timedelta(hours=7))
TOKEN = re.compile(r"\w+")
KINDS = (("Quyết định", "QĐ"), ("Kế hoạch", "KH"), ("Thông báo", "TB"), ("Báo cáo", "BC"))
SHARES = (0, 0, 0, 1, 1, 2, 2, 3, 4, 5, 0, 1)
"""Sections of twelve articles in a row: one section has a third of all, three have a twelfth each."""
Block = tuple[str, object]
"""("p" | "h", text), ("ul" | "ol", texts), ("table", rows of texts) or ("img", (address, caption))."""


@dataclass(frozen=True)
class Section:
    """A section: its place in the menu, and its name."""

    number: int
    name: str
    slug: str


@dataclass(frozen=True)
class Article:
    """One article and all that its page shows of it."""

    number: int
    title: str
    slug: str
    section: Section
    when: datetime
    """Publication, to the minute."""
    day_only: bool
    """Whether the page shows the day alone."""
    views: int | None
    """What the counter shows; None where the page has none."""
    lead: str
    blocks: tuple[Block, ...]
    author: str
    attachment: str | None
    """Name of an attached file."""

    def body_texts(self) -> list[str]:
        """Return the texts that make the body: lead, paragraphs, headings, lists, cells; no captions, no signature."""
        found = [self.lead]
        for kind, content in self.blocks:
            found += [] if kind == "img" else _texts(content)
        return found

    def beside_texts(self) -> list[str]:
        """Return what may be taken along with the text or left out of it: captions, signature, names of files."""
        captions = [content[1] for kind, content in self.blocks if kind == "img" and isinstance(content, tuple)]
        return [*captions, self.author, self.attachment or ""]


@dataclass(frozen=True)
class Document:
    """One official document."""

    number: int
    symbol: str
    kind: str
    issued: date
    abstract: str
    filename: str


@dataclass(frozen=True)
class World:
    """All that a portal holds; articles and documents newest first."""

    sections: tuple[Section, ...]
    articles: tuple[Article, ...]
    documents: tuple[Document, ...]

    def of(self, section: Section) -> list[Article]:
        """Return the articles of a section, newest first."""
        return [article for article in self.articles if article.section == section]


def _texts(content: object) -> list[str]:
    if isinstance(content, str):
        return [content]
    return [text for part in content for text in _texts(part)] if isinstance(content, (list, tuple)) else []


def tokens(text: str) -> list[str]:
    """Return the words and numbers of a text in lower case."""
    return TOKEN.findall(text.lower())


def make_world(name: str, sections: tuple[str, ...], articles: int, documents: int = 24) -> World:
    """Make the world of the portal `name`: always the same for the same arguments."""
    made = tuple(Section(number, title, slugify(title)) for number, title in enumerate(sections, 1))
    rng = random.Random(f"{name} times")
    hours = sorted((rng.randrange(1, 78_000) for _ in range(articles)), reverse=True)
    times = [datetime(2016, 1, 4, 7, 0, tzinfo=HANOI) + timedelta(hours=h, minutes=rng.randrange(60)) for h in hours]
    # 00:00 is what portals show of posts whose time was lost when they were carried over: no minute.
    times = [when + timedelta(minutes=when.hour == when.minute == 0) for when in times]
    found: list[Article] = []
    titles: set[str] = set()
    for index, when in enumerate(times):
        found.append(_article(name, articles - index, made, when, titles))
    return World(made, tuple(found), tuple(_document(name, documents - i) for i in range(documents)))


def _article(name: str, number: int, sections: tuple[Section, ...], when: datetime, titles: set[str]) -> Article:
    rng = random.Random(f"{name} article {number}")
    writer = Writer(rng, when.year)
    title = _new_title(writer, titles)
    return Article(
        number=number,
        title=title,
        slug=slugify(title),
        section=sections[SHARES[number % len(SHARES)]],
        when=when,
        day_only=number % 24 == 5,
        views=None if number % 30 == 11 else rng.choice((rng.randint(3, 900), rng.randint(1_000, 60_000))),
        lead=writer.one(SENTENCES) + " " + writer.one(SENTENCES),
        blocks=_blocks(writer, number),
        author=rng.choice((writer.slot("ten"), "Ban Biên tập", writer.slot("donvi"))),
        attachment=f"phu-luc-{number}.pdf" if number % 9 == 4 else None,
    )


def _new_title(writer: Writer, titles: set[str]) -> str:
    while (title := writer.one(TITLES)) in titles or not 6 <= len(title.split()) <= 20:
        pass
    titles.add(title)
    return title


def _blocks(writer: Writer, number: int) -> tuple[Block, ...]:
    rng = writer.rng
    found: list[Block] = [("p", writer.paragraph()) for _ in range(rng.choice((0, 1, 2, 3, 4, 6, 8)))]
    if len(found) > 3:
        found.insert(2, ("h", writer.one(HEADINGS)))
    if number % 3 == 0:
        found.insert(1, ("img", (f"anh-{number}.png", writer.one(CAPTIONS))))
    if number % 5 == 0:
        found.append((rng.choice(("ul", "ol")), [writer.one(ITEMS) for _ in range(rng.randint(3, 5))]))
    if number % 7 == 0:
        rows = [[writer.slot("xa"), writer.slot("lon"), writer.slot("phan")] for _ in range(rng.randint(3, 7))]
        found.append(("table", [["Đơn vị xã", "Số hộ tham gia", "Tỷ lệ"], *rows]))
    return (*found, ("p", writer.paragraph(3, 4)))


def _document(name: str, number: int) -> Document:
    rng = random.Random(f"{name} document {number}")
    kind, code = rng.choice(KINDS)
    issued = date(2018, 1, 8) + timedelta(days=number * 57 + rng.randrange(40))
    symbol = f"{rng.randint(10, 480)}/{code}-UBND"
    return Document(number, symbol, kind, issued, Writer(rng, issued.year).one(ABSTRACTS), f"van-ban-{number}.pdf")
