"""What a repair writes: marks on rows whose record is lost, and new places of records that lie elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sqlite_utils import Database

LossCode = Literal["record_damaged", "record_missing"]

MARK = """
INSERT INTO problems (crawl_id, capture_id, url, code, message)
SELECT c.crawl_id, c.id, u.url, :code, :message FROM captures c JOIN urls u ON u.id = c.url_id
WHERE c.id = :capture AND NOT EXISTS (SELECT 1 FROM problems p WHERE p.capture_id = c.id AND p.code = :code)
"""


def mark_loss(db: Database, capture_id: int, code: LossCode, message: str) -> bool:
    """Note on a capture that its record is lost; its rows stay. Return False if it was noted before."""
    values = {"capture": capture_id, "code": code, "message": message}
    return bool(db.execute(MARK, values).rowcount)


def move_records(db: Database, places: Iterable[tuple[str, str, int, int]]) -> int:
    """Make captures say where their records lie: (record id, file, offset, length); return how many."""
    moved = 0
    sql = "UPDATE captures SET warc_file = ?, warc_offset = ?, warc_length = ? WHERE record_id = ?"
    for record_id, file, offset, length in places:
        moved += db.execute(sql, [file, offset, length, record_id]).rowcount
    return moved
