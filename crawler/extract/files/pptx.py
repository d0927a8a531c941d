"""PPTX -> text: the slides in the order of their showing, paragraphs and tables of each."""

from __future__ import annotations

import posixpath

from crawler.extract.files.flow import Flow
from crawler.extract.files.sink import Sink, UnreadableError
from crawler.extract.files.xml_parts import Silent, open_zip, read_part

SHOW = "ppt/presentation.xml"
FURNITURE = frozenset(("dt", "ftr", "sldNum"))
"""Date, footer and number of a slide."""
MAX_SLIDES = 2_000


class Show(Silent):
    """`ppt/presentation.xml` and its relations: the slides in order."""

    def __init__(self) -> None:
        self.slides: list[str] = []
        """Relation ids."""
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Hear that an element begins."""
        if name == "sldId" and len(self.slides) < MAX_SLIDES:
            self.slides.append(attributes.get("id", ""))
        elif name == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("ppt", target))
            self.targets[attributes.get("Id", "")] = path


class Slide(Silent):
    """One slide."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._flow = sink, Flow(sink)
        self._in_text = self._is_furniture = False
        self._fallbacks = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Hear that an element begins."""
        self._in_text = name == "t"
        if name == "sp":
            self._is_furniture = False
        elif name == "ph":
            self._is_furniture = attributes.get("type") in FURNITURE
        elif name == "Fallback":
            self._fallbacks += 1
        elif name == "latin":
            self._sink.fonts.add(attributes.get("typeface", ""))
        elif name == "pic":
            self._sink.has_pictures = True
        elif name == "tbl":
            self._flow.begin_table()
        elif name == "br":
            self._flow.text("\n")

    def end(self, name: str) -> None:
        """Hear that an element ends."""
        self._in_text = False
        if name == "p":
            self._flow.end_paragraph()
        elif name == "tc":
            self._flow.end_cell()
        elif name == "tr":
            self._flow.end_row()
        elif name == "tbl":
            self._flow.end_table()
        elif name == "Fallback":
            self._fallbacks -= 1

    def data(self, text: str) -> None:
        """Hear text."""
        if self._in_text and not self._is_furniture and not self._fallbacks:
            self._flow.text(text)


def read(body: bytes, sink: Sink) -> None:
    """Put the slides of a PPTX into the sink. Raises: UnreadableError."""
    with open_zip(body) as archive:
        if SHOW not in archive.NameToInfo:
            raise UnreadableError(f"no {SHOW} in it")
        show = Show()
        read_part(archive, SHOW, show, sink)
        if "ppt/_rels/presentation.xml.rels" in archive.NameToInfo:
            read_part(archive, "ppt/_rels/presentation.xml.rels", show, sink)
        for slide in show.slides:
            target = show.targets.get(slide, "")
            if target in archive.NameToInfo:
                read_part(archive, target, Slide(sink), sink)
