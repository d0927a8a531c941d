"""The `article_revisions` table, and the citations of each revision.

A capture that comes in order of time appends a revision or none. One that is older than what is known has the whole
history of its article told again: revision 1 is always the oldest.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from crawler.store.sightings import turns_of

COMPARED = ("title", "summary", "text", "section_id", "published_at", "attachments", "links")
COLUMNS = ("capture_id", *COMPARED, "fingerprint")
NAME_OF = {"section_id": "section"}
CITED = ("field", "position", "raw", "number", "number_norm", "type", "issuer", "issued_on")
INSERT_REVISION = f"""
INSERT INTO article_revisions (article_id, revision, seen_at, changed, {", ".join(COLUMNS)})
VALUES (?, ?, ?, ?, {", ".join("?" * len(COLUMNS))})
"""
FILE_CHANGED = ["attachments"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What one revision says."""

    capture_id: int
    title: str | None
    summary: str | None
    text: str
    section_id: int | None
    published_at: str | None
    attachments: str
    """JSON."""
    links: str
    """JSON."""
    fingerprint: str
    citations: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class _Revision:
    seen_at: str
    changed: list[str]
    content: Content
    capture_id: int


def last_revision_at(db: Database, article_id: str) -> str:
    """Return when the newest revision began; empty if there is none."""
    sql = "SELECT max(seen_at) FROM article_revisions WHERE article_id = ?"
    return str(db.execute(sql, [article_id]).fetchone()[0] or "")


def append_revision(db: Database, article_id: str, revision: int, seen_at: str, content: Content) -> None:
    """Write the newest revision of an article."""
    before = _contents(db, article_id, "revision = ?", revision - 1)
    changed = _changed(before[-1].content if before else None, content)
    _insert(db, article_id, revision, _Revision(seen_at, changed, content, content.capture_id))
    _note(db, article_id, revision, seen_at)


def append_file_revision(db: Database, article_id: str, seen_at: str, capture_id: int) -> None:
    """Write a revision of which nothing but the content of an attached file is new."""
    (revision,) = db.execute("SELECT revision FROM articles WHERE id = ?", [article_id]).fetchone()
    (before,) = _contents(db, article_id, "revision = ?", revision)
    _insert(db, article_id, revision + 1, _Revision(seen_at, FILE_CHANGED, before.content, capture_id))
    _note(db, article_id, revision + 1, seen_at)


def retell(db: Database, article_id: str, late: Content | None = None) -> None:
    """Tell the revisions of an article anew, from all its sightings; `late` is what a capture just stored says."""
    held = _contents(db, article_id, "1")
    told = _told(db, article_id, held, late)
    differing = (number for number, (was, is_) in enumerate(zip(held, told, strict=False)) if was != is_)
    same = next(differing, min(len(held), len(told)))
    if same == len(held) == len(told):
        return
    for table in ("article_revisions", "citations"):
        db.execute(f"DELETE FROM {table} WHERE article_id = ? AND revision > ?", [article_id, same])
    for revision, what in enumerate(told[same:], same + 1):
        _insert(db, article_id, revision, what)
    _note(db, article_id, len(told), told[-1].seen_at)


def _told(db: Database, article_id: str, held: list[_Revision], late: Content | None) -> list[_Revision]:
    """Return the revisions as the sightings tell them.

    Where a revision is split by one between, its second part says what the first said: their fingerprints are equal.
    """
    contents = [*(one.content for one in held), *([late] if late else [])]
    by_capture = {content.capture_id: content for content in contents}
    by_print = {content.fingerprint: content for content in reversed(contents)}
    told: list[_Revision] = []
    for turn in turns_of(db, "article", article_id):
        before = told[-1].content if told else None
        if turn.cause == "file" and before is not None:
            told.append(_Revision(turn.seen_at, FILE_CHANGED, before, turn.capture_id))
            continue
        content = by_capture.get(turn.capture_id) or by_print[str(turn.fingerprint)]
        told.append(_Revision(turn.seen_at, _changed(before, content), content, turn.capture_id))
    return told


def _changed(before: Content | None, now: Content) -> list[str]:
    """Return which fields differ from the revision before. `new` if there is none, `other` if no field differs."""
    if before is None:
        return ["new"]
    names = [name for name in COMPARED if getattr(before, name) != getattr(now, name)]
    return [NAME_OF.get(name, name) for name in names] or ["other"]


def _contents(db: Database, article_id: str, condition: str, *values: object) -> list[_Revision]:
    """Return the stored revisions, oldest first."""
    sql = f"""
    SELECT revision, seen_at, changed, {", ".join(COLUMNS)} FROM article_revisions
    WHERE article_id = ? AND {condition} ORDER BY revision
    """
    found: list[_Revision] = []
    for revision, seen_at, changed, capture_id, *rest in db.execute(sql, [article_id, *values]).fetchall():
        named = dict(zip(COLUMNS[1:], rest, strict=True))
        content = Content(capture_id=capture_id, **named, citations=_citations(db, article_id, revision))
        if found and found[-1].content.fingerprint == content.fingerprint:
            content = found[-1].content  # a changed file made this revision; what the page says is as it was
        found.append(_Revision(seen_at, json.loads(changed), content, capture_id))
    return found


def _citations(db: Database, article_id: str, revision: int) -> tuple[tuple[Any, ...], ...]:
    sql = f"SELECT {', '.join(CITED)} FROM citations WHERE article_id = ? AND revision = ? ORDER BY field, position"
    return tuple(tuple(row) for row in db.execute(sql, [article_id, revision]))


def _insert(db: Database, article_id: str, revision: int, what: _Revision) -> None:
    content = what.content
    values = [what.capture_id, *(getattr(content, name) for name in COLUMNS[1:])]
    db.execute(INSERT_REVISION, [article_id, revision, what.seen_at, json.dumps(what.changed), *values])
    rows = [(article_id, revision, *cited) for cited in content.citations]
    db.conn.executemany(f"INSERT OR IGNORE INTO citations VALUES (?, ?, {', '.join('?' * len(CITED))})", rows)


def _note(db: Database, article_id: str, revision: int, seen_at: str) -> None:
    """Note on the article which revision it is at; the first one is no change."""
    changed_at = seen_at if revision > 1 else None
    db.execute("UPDATE articles SET revision = ?, changed_at = ? WHERE id = ?", [revision, changed_at, article_id])
