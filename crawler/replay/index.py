"""A portal's own WARC files, looked through quickly: where each record lies, and what the metadata records say."""

from __future__ import annotations

from pathlib import Path

from crawler.archive.ours import FOREIGN, is_foreign, note_values
from crawler.archive.places import Damage, RecordPlace, iter_places
from crawler.archive.record import Record
from crawler.archive.tail import warc_files
from crawler.archive.warc import DOM_URI
from crawler.dom import Dom
from crawler.errors import ArchiveDamagedError
from crawler.store.captures import Place
from crawler.store.record_index import Held, Note, RecordIndex, Unreadable

RESPONSES = frozenset({"response", "revisit"})


def index_portal(archive: Path, portal_id: str, resume: Place | None = None) -> RecordIndex:
    """Return the index of a portal's own files, from `resume` on.

    Raises: ArchiveDamagedError if one cannot be read at all: what it holds is not lost, and must not seem to be.
    """
    index = RecordIndex()
    for file in warc_files(archive, portal_id):
        if resume is None or file >= resume.warc_file:
            start = resume.warc_offset if resume is not None and file == resume.warc_file else 0
            try:
                _add_file(index, archive, file, start)
            except OSError as error:
                message = f"{file}: cannot be read: {error.strerror}; mend the file's permissions or its disk"
                raise ArchiveDamagedError(message) from error
    return index


def _add_file(index: RecordIndex, archive: Path, file: str, start: int) -> None:
    index.add_file(file)
    if is_foreign(archive, file):
        size = (archive / file).stat().st_size
        index.add_damage(Unreadable(file, 0, size, is_last=False, message=FOREIGN))
        return
    if start:
        _add_head(index, archive, file)
    for found in iter_places(archive / file, start):
        _add(index, file, found)


def _add_head(index: RecordIndex, archive: Path, file: str) -> None:
    head = next(iter_places(archive / file), None)
    if isinstance(head, RecordPlace) and head.kind == "warcinfo":
        _add(index, file, head)


def _add(index: RecordIndex, file: str, found: RecordPlace | Damage) -> None:
    if isinstance(found, Damage):
        index.add_damage(Unreadable(file, *found))
    elif found.kind in RESPONSES:
        held = (found.record_id, file, found.offset, found.length, found.url, found.refers_to)
        index.add_record(Held(*held))
    elif found.kind == "resource" and found.refers_to and found.url.startswith(DOM_URI):
        index.add_dom(Dom(found.record_id, file, found.offset, found.length), found.refers_to)
    elif found.kind == "warcinfo":
        info = Record(kind="warcinfo", record_id="", fields={}, block=found.block).info()
        index.know(file, info.get("isPartOf"), info)
    elif found.kind == "metadata":
        _add_note(index, file, found)


def _add_note(index: RecordIndex, file: str, found: RecordPlace) -> None:
    try:
        values = note_values(found.block)
    except ValueError as error:
        index.add_damage(Unreadable(file, found.offset, found.length, is_last=False, message=str(error)))
    else:
        index.add_note(Note(Place(file, found.offset), found.record_id, found.url, values))
