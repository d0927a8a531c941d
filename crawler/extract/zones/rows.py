"""A row beside a title whose parts stand in elements of their own: `An`, `13/11/24`, `Khoảng 3 phút`, `Tin tức`.

Put together they are a line that says nothing certain. Each part by itself does: a day, a person, how long it takes to
read, a count of views, lists that the article stands in. Where all parts are such things and one is a day, the row is
the byline; where one is anything else, it is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Literal, NamedTuple, cast

from lxml.html import Element, HtmlElement

from crawler.extract.byline import ACCOUNT, Line, is_name, read_line
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import Named, text_of
from crawler.extract.printed.counters import LENGTH_ALONE
from crawler.extract.printed.offices import is_office
from crawler.extract.printed.parts import END, NAME, SIDE
from crawler.extract.sections import SECTION_PROPERTY, is_known_name, schema_property
from crawler.extract.sheet import Sheet
from crawler.extract.taxonomy import topic_of
from crawler.extract.text import fold
from crawler.extract.zones.junk_lines import what_it_says
from crawler.extract.zones.lines import Strip
from crawler.extract.zones.own_place import is_today
from crawler.extract.zones.spelling import MAX_LINE, part_mark
from crawler.urls import address, resolve

Kind = Literal["day", "update", "author", "name", "count", "side", "nothing"]
"""What a part says; an `author` is named as one by its element, a `name` only looks like one."""
OF_LISTS = Named(r"(?<![a-z])(?:categor(?:y|ies)|tags?|keywords?|chuyen-?muc|tu-?khoa)(?![a-z])")
UPDATE = Named(r"updat|modif|(?<![a-z])(?:edit(?:ed)?|cap-?nhat)(?![a-z])")
PUBLISHED = Named(r"publish|creat|post(?:ed|-on)")
LONGEST_SECTION = 30
"""Characters of the linked name of a section that nobody knows as one."""
LABELLED = re.compile(r"\W*(?:chuyen muc|danh muc|the loai|categor(?:y|ies)|tags?|tu khoa)\s*[:：]")
FOR_MACHINES = {SECTION_PROPERTY: "side", "keywords": "side", "author": "author"}
"""What a property of schema.org makes of the part whose words it repeats, as RDFa or as microdata."""
WORD = re.compile(r"\w+")
EDGE = re.compile(r"^[\W_]+|[\W_]+$")
SPACE_BETWEEN = re.compile(r"[\W_]*")
LONGEST, MOST_PARTS, MOST_LINKS = 80, 12, 8
LINKED_WORDS = 12
"""Characters of a linked line beside date, author and views that make it more than a byline whose parts are links."""
DEEPEST = 4


class Part(NamedTuple):
    """One part of a row."""

    kind: Kind
    text: str


def read_strip(sheet: Sheet, strip: Strip, text: str) -> Line:
    """Return what the `text` of a line says: all of it or, where that is not understood, its parts one by one.

    `Hà,7/7/2025` put together is place and day of a letter; as name and day it is neither. Nor is it known of a line
    that is mostly links whether they lead to another article.
    """
    line = sheet.read_line(text)
    understood = line.is_byline and line.labels != {"other"} and not _leads_on(strip, line)
    return line if understood or not line.dates else _read_row(sheet, strip) or line


def _leads_on(strip: Strip, line: Line) -> bool:
    """Return True for links and a day beside them, without any label."""
    linked = bool(strip.blocks) and strip.blocks[0].link_share > 0.5
    return linked and line.bare is not None and len(line.residue) >= LINKED_WORDS and not is_name(line.residue)


def _read_row(sheet: Sheet, strip: Strip) -> Line | None:
    """Return what a row says whose parts are all known, a day among them; None for any other line."""
    if len(strip.blocks) != 1:
        return None
    block = strip.blocks[0]
    if block.kind not in ("paragraph", "item") or len(block.text) > MAX_LINE:
        return None
    bare = _bare_name(block.element)
    told = _told(sheet, _own_cells(block, bare), DEEPEST)
    if told is None or not any(part.kind in ("day", "update") for part in told):
        return None
    parts = [Part("name", bare), *told] if bare else told
    line = _line(sheet, parts)
    return replace(line, text=" | ".join(part.text for part in parts)) if line.is_byline else None


def _line(sheet: Sheet, parts: list[Part]) -> Line:
    """Return the line of the parts that say when, by whom and how often; of two names, neither is known to be whose."""
    unsure = sum(part.kind == "name" for part in parts) > 1
    marked = {"author": f"{NAME} %s {END}"}
    if any(part.kind == "day" for part in parts):  # Many a theme calls its only day `updated`.
        marked["update"] = "Cập nhật: %s"
    kinds = ("day", "update", "author", "count", *(() if unsure else ("name",)))
    line = sheet.read_line(" | ".join(marked.get(one.kind, "%s") % one.text for one in parts if one.kind in kinds))
    if line.bare is None and len(line.dates) == 1 and line.dates[0][0] == "none" and not is_today(line, sheet):
        return replace(line, bare=line.dates[0][1])
    return line


def _bare_name(element: HtmlElement) -> str:
    """Return the name with which a row begins before its first element, `An,` as templates print it; else nothing."""
    words = " ".join(EDGE.sub("", element.text or "").split())
    return words if is_name(words) else ""


def _own_cells(block: Block, bare: str) -> list[HtmlElement]:
    """Return the elements that a block consists of, but for the bare name before them.

    Before them the element may hold the title, behind them a list.
    """
    said, cells = WORD.findall(_apart(block))[len(WORD.findall(bare)) :], _cells(block.element, named=bool(bare))
    words = [WORD.findall(text_of(cell)) for cell in cells]
    fits = (
        cells[start:end]
        for start in range(2)
        for end in range(len(cells), start, -1)
        if [*chain.from_iterable(words[start:end])] == said
    )
    own = next(fits, [])
    return _cells(own[0]) if len(own) == 1 else own


def _apart(block: Block) -> str:
    """Return a block's text with blanks where its inline elements meet."""
    return " ".join(piece for piece in block.pieces if isinstance(piece, str))


def _cells(element: HtmlElement, *, named: bool = False) -> list[HtmlElement]:
    """Return the elements that a row consists of; none where words stand between them, or one holds them all alone.

    The words before the first may be a name that was read already; those behind the last, a day, are a part as well.
    """
    children = list(cast("Iterable[HtmlElement]", element))
    own = ["" if named else element.text, *(child.tail for child in children[:-1])]
    last = _bare_day(children[-1].tail or "") if children else None
    if any(not SPACE_BETWEEN.fullmatch(text or "") for text in own) or (children and last is None):
        return []
    cells = [child for child in (*children, *(last or ())) if text_of(child)]
    return _cells(cells[0]) if len(cells) == 1 else cells


def _bare_day(text: str) -> list[HtmlElement] | None:
    """Return a day behind the last element of a row as a part of it: `An | 19/05/2025 18:18`; None for other words."""
    if SPACE_BETWEEN.fullmatch(text):
        return []
    day = Element("span")
    day.text = EDGE.sub("", text)
    line = read_line(day.text)
    return [day] if line.bare is not None and not line.residue else None


def _told(sheet: Sheet, cells: list[HtmlElement], depth: int) -> list[Part] | None:
    """Return what the parts of a row are; None if one is not known. A part may be a row itself."""
    if not 2 <= len(cells) <= MOST_PARTS or not depth:
        return None
    parts: list[Part] = []
    for cell in cells:
        kind = _kind(sheet, cell)
        told = [Part(kind, text_of(cell))] if kind else _told(sheet, _cells(cell), depth - 1)
        if told is None:
            return None
        parts += told
    return parts


def _kind(sheet: Sheet, cell: HtmlElement) -> Kind | None:
    """Return what a part says by itself; None if that is not known."""
    text = text_of(cell)
    folded = fold(text)
    if len(text) > LONGEST:
        return None
    line = sheet.read_line(text)
    if line.dates:
        alone = len(line.dates) == 1 and not line.residue and not line.odd_weekday
        return (_day(cell, line) if alone else None) if line.dates[0][0] != "other" else None
    if LENGTH_ALONE.fullmatch(folded) or line.is_empty or what_it_says(text) == "junk":
        return "nothing"
    if line.views.status != "absent":
        return "count" if not line.residue else None
    return _named(sheet, cell, folded) or _unnamed(sheet, cell, line)


def _day(cell: HtmlElement, line: Line) -> Kind:
    """Return what a day is by the names of its element, where no label says so: `post-create-date`, `post-updated`."""
    inside = list(islice(cast("Iterable[HtmlElement]", cell.iter()), DEEPEST))
    updated = any(map(UPDATE, inside)) and not any(map(PUBLISHED, inside))
    return "update" if updated and line.dates[0][0] == "none" else "day"


def _named(sheet: Sheet, cell: HtmlElement, folded: str) -> Kind | None:
    """Return what markup, or a label, says that a part is."""
    kind = next(_for_machines(cell, folded), None)
    if kind is not None:
        return kind
    mark = part_mark(cell)
    if mark == NAME:
        return "author"
    if _leads_home(sheet, cell):
        return "nothing"
    listed = mark == SIDE or OF_LISTS(cell) or LABELLED.match(folded)
    return "side" if listed or is_known_name(folded, sheet) or leads_to_lists(sheet, cell) else None


def _unnamed(sheet: Sheet, cell: HtmlElement, line: Line) -> Kind | None:
    """Return what the words of a part say where nothing else does; what leads to an article is its title.

    So is a long link to who knows where: titles speak of what sections are about, too.
    """
    if line.author and not line.residue:
        return "author"
    leads = targets(sheet, cell)
    if "article" in leads or (leads - {"listing"} and len(line.text) > LONGEST_SECTION):
        return None
    if topic_of(line.text) is not None and not any(map(str.isdigit, line.text)):
        return "side"
    folded = fold(line.text)
    return "name" if is_name(line.text) or is_office(line.text) or ACCOUNT.match(folded) else None


def _for_machines(cell: HtmlElement, folded: str) -> Iterator[Kind]:
    """Yield what properties in a part call the words that it prints."""
    said = sorted(WORD.findall(folded))
    for element in cast("Iterable[HtmlElement]", cell.iter()):
        kind = FOR_MACHINES.get(schema_property(element))
        if kind and sorted(WORD.findall(fold(element.get("content") or text_of(element)))) == said:
            yield cast("Kind", kind)


def leads_to_lists(sheet: Sheet, cell: HtmlElement) -> bool:
    """Return True for a part that is links to lists and nothing else."""
    linked = WORD.findall(" ".join(map(text_of, _links(cell)))) == WORD.findall(text_of(cell))
    return linked and targets(sheet, cell) == {"listing"}


def _leads_home(sheet: Sheet, cell: HtmlElement) -> bool:
    """Return True for a link to the portal's home page, by whatever words."""
    href = cell.get("href") if cell.tag == "a" else None
    url = resolve(sheet.base, href) if href else None
    return url is not None and url.rstrip("/") == sheet.portal.url.rstrip("/")


def _links(cell: HtmlElement) -> list[HtmlElement]:
    links = (one for one in cast("Iterable[HtmlElement]", cell.iter("a")) if one.get("href") is not None)
    return list(islice(links, MOST_LINKS))


def targets(sheet: Sheet, cell: HtmlElement) -> set[str | None]:
    """Return the kinds of the pages that a part leads to, None for those that no rule of the portal file knows."""
    urls = [resolve(sheet.base, one.get("href") or "") for one in _links(cell)]
    return {address(url, sheet.portal).kind if url else None for url in urls}
