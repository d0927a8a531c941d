"""The `sections` table: one row for each section of a portal, whatever spelling of its name came by.

A name has a rank: the portal file's wins over the menu's, the menu's over a heading printed on a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sqlite_utils import Database

from crawler.fold import fold_key
from crawler.items import SectionLink
from crawler.portals import Portal
from crawler.urls import canonical_url

NamedBy = Literal["file", "menu", "page"]

# instr() ranks: file 1, menu 6, page 11. A better rank overwrites; so does an equal one from file or menu, where
# something differs. Of two headings the greater stays (`Quản lý`, not `QUẢN LÝ`): the order of pages must not matter.
UPSERT_SECTION = """
INSERT INTO sections (portal_id, key, name, url, topic, named_by) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (portal_id, key) DO UPDATE
SET name = excluded.name, url = coalesce(excluded.url, url), topic = coalesce(excluded.topic, topic),
    named_by = excluded.named_by
WHERE instr('file menu page', excluded.named_by) < instr('file menu page', named_by)
   OR (excluded.named_by = 'page' AND named_by = 'page' AND excluded.name > name)
   OR (excluded.named_by = named_by AND named_by <> 'page'
       AND (excluded.name, excluded.url, excluded.topic)
           IS NOT (name, coalesce(url, excluded.url), coalesce(topic, excluded.topic)))
"""


OF_THE_FILE = ()
"""Stands for what the portal file says of a section: no menu says it otherwise."""


def store_file_sections(db: Database, portal: Portal) -> None:
    """Insert or rename the sections that the portal file names; those it no longer names count as found on a page."""
    db.execute("UPDATE sections SET named_by = 'page' WHERE portal_id = ? AND named_by = 'file'", [portal.id])
    for section in portal.sections:
        url = canonical_url(portal.url.rstrip("/") + section.path, portal)
        _upsert(db, portal.id, section.name, url, section.topic, "file")


def store_menu_sections(db: Database, portal_id: str, sections: Iterable[SectionLink], *, rename: bool = True) -> None:
    """Insert or rename the sections that a menu names; `rename` is False for menus that others captured, long ago.

    Nearly every page repeats the menu of the one before: what is held already is left alone.
    """
    held = _held(db, portal_id)
    for section in sections:
        key, value = fold_key(section.name), (section.name, section.url, section.topic)
        if key in held and (not rename or held[key] in (OF_THE_FILE, value)):
            continue
        _upsert(db, portal_id, *value, "menu")
        held[key] = None


def _held(db: Database, portal_id: str) -> dict[str, tuple[str | None, ...] | None]:
    """Return key -> name, address and topic, of the sections that the portal file or a menu has named."""
    sql = "SELECT key, named_by, name, url, topic FROM sections WHERE portal_id = ? AND named_by <> 'page'"
    rows = db.execute(sql, [portal_id])
    return {key: OF_THE_FILE if named_by == "file" else tuple(value) for key, named_by, *value in rows}


def _upsert(db: Database, portal_id: str, name: str, url: str | None, topic: str | None, named_by: NamedBy) -> None:
    key = fold_key(name)
    if key:
        db.execute(UPSERT_SECTION, [portal_id, key, name, url, topic, named_by])


def section_id_of(db: Database, portal_id: str, name: str | None) -> int | None:
    """Return the id of the section of that name, made if it was not known; None without a name."""
    key = fold_key(name) if name else ""
    if not name or not key:
        return None
    _upsert(db, portal_id, name, None, None, "page")
    sql = "SELECT id FROM sections WHERE portal_id = ? AND key = ?"
    return int(db.execute(sql, [portal_id, key]).fetchone()[0])


def section_id_at(db: Database, portal_id: str, url: str) -> int | None:
    """Return the id of the section whose first page is at the canonical address `url`, as the portal file says."""
    sql = "SELECT id FROM sections WHERE portal_id = ? AND url = ? AND named_by = 'file' ORDER BY id LIMIT 1"
    row = db.execute(sql, [portal_id, url]).fetchone()
    return int(row[0]) if row else None
