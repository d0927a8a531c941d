"""The body of an article as blocks: what it says, apart from how the page marks it up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crawler.demo.articles import Edits, Head, World
from crawler.demo.words import Piece, Writer, bank, stream

BlockKind = Literal["p", "heading", "list", "table", "picture"]
LinkKind = Literal["external", "article", "document"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in an article; it is drawn from its number alone."""

    number: int
    caption: str | None
    """None: no caption, and `alt` is empty."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the body."""

    kind: BlockKind
    texts: tuple[str, ...] = ()
    """The paragraph or heading; or the items of a list."""
    rows: tuple[tuple[str, ...], ...] = ()
    picture: Picture | None = None
    link: LinkKind | None = None
    """Where `anchor`, the words at the end of the paragraph, leads."""
    anchor: str = ""

    def paragraphs(self) -> tuple[str, ...]:
        """Return the paragraphs of plain text that this block stands for."""
        if self.kind == "table":
            return ("\n".join(" | ".join(row) for row in self.rows),)
        if self.picture is not None:
            return (self.picture.caption,) if self.picture.caption else ()
        return self.texts


@dataclass(frozen=True, slots=True)
class Body:
    """Blocks in page order, and the name in the signature line."""

    blocks: tuple[Block, ...]
    author: str | None
    files: int
    """Number of attached files."""

    def text(self) -> str:
        """Return the plain text of the contract."""
        return "\n\n".join(paragraph for block in self.blocks for paragraph in block.paragraphs())


def make_body(world: World, head: Head, edits: Edits) -> Body:
    """Return the body of an article, a test's edits included."""
    rng = stream(world.seed, "body", head.id)
    writer = Writer(rng, head.moment.date(), bank()[1][head.topic])
    deck = writer.deck("sentences")
    blocks = [_paragraph(writer, deck) for _ in range(rng.randint(4, 8))]
    _insert_extras(writer, head, blocks)
    blocks.append(_closing(writer))
    author = writer.make_person() if rng.random() < 0.7 else None
    files = (rng.randint(1, 2) if rng.random() < 0.12 else 0) + edits.attachment
    _insert_edits(writer, edits, blocks)
    return Body(tuple(blocks), author, files)


def _paragraph(writer: Writer, deck: list[Piece]) -> Block:
    """Return a paragraph of two to four sentences; a sentence is used once in an article."""
    count = min(writer.rng.randint(2, 4), max(len(deck) - 3, 1))
    return Block("p", (" ".join(writer.fill(deck.pop()) for _ in range(count)),))


def _closing(writer: Writer) -> Block:
    text = writer.pick("closings")
    roll = writer.rng.random()
    if roll < 0.25:
        anchor = writer.pick("link")
        kind: LinkKind = writer.rng.choice(("external", "article", "document"))
        return Block("p", (f"{text} Xem: {anchor}",), link=kind, anchor=anchor)
    return Block("p", (f"{text.removesuffix('.')}./." if roll < 0.6 else text,))


def _insert_extras(writer: Writer, head: Head, blocks: list[Block]) -> None:
    """Put headings, a list, a table and pictures between the paragraphs, in some of the articles."""
    rng = writer.rng
    extras: list[Block] = []
    if rng.random() < 0.30:
        extras.append(Block("heading", (writer.pick("headings"),)))
    if rng.random() < 0.20:
        extras.append(Block("list", tuple(writer.fill(piece) for piece in writer.deck("items"))))
    if rng.random() < 0.15:
        extras.append(Block("table", rows=_table(writer)))
    for ordinal in range(rng.choice((0, 0, 0, 0, 0, 0, 1, 1, 1, 2))):
        caption = writer.pick("captions") if rng.random() < 0.8 else None
        extras.append(Block("picture", picture=Picture(head.id * 4 + ordinal, caption)))
    for extra in extras:
        blocks.insert(rng.randint(1, len(blocks) - 1), extra)


def _insert_edits(writer: Writer, edits: Edits, blocks: list[Block]) -> None:
    """Put in what a test's edits say, after all else is drawn, so that nothing else changes."""
    for edit in range(1, edits.text + 1):
        blocks.insert(1, Block("p", (f"Cập nhật lần {edit}: {writer.pick('sentences')}",)))


def _table(writer: Writer) -> tuple[tuple[str, ...], ...]:
    header = tuple(piece.literals[0] for piece in writer.lists["columns"])
    wards = list(writer.common["ward"])
    writer.rng.shuffle(wards)
    rows = [
        (ward.literals[0], writer.make_nn(), writer.make_n(), writer.make_pct())
        for ward in wards[: writer.rng.randint(3, 7)]
    ]
    return (header, *rows)
