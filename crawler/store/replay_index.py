"""All captures as lines of a CDXJ index, in the order in which replay programs look them up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from sqlite_utils import Database

from crawler.postback import MARK

# SQLite sorts on disk where it must: memory is flat however many captures there are.
LINES = """
SELECT k.key, c.fetched_at, requested_url, mime, status, payload_sha256, warc_length, warc_offset, warc_file, revisit_of
FROM captures c JOIN temp.replay_keys k ON k.id = c.id ORDER BY k.key, c.fetched_at, record_id
"""


def captured_urls(db: Database) -> Iterator[tuple[int, str, tuple[str, int] | None]]:
    """Yield id and address of each capture; of one that a form was posted for, file and offset of its request."""
    sql = """
    SELECT c.id, requested_url, warc_file, warc_offset + warc_length, instr(u.url, ?) > 0 AND c.source = 'live'
    FROM captures c JOIN urls u ON u.id = c.url_id ORDER BY c.id
    """
    for id_, url, file, offset, posted in db.execute(sql, [MARK]):
        yield id_, url, (file, offset) if posted else None


def cdxj_lines(db: Database, keys: Iterable[tuple[int, str]], stamp: Callable[[str], str]) -> Iterator[str]:
    """Yield one line a capture; `keys` are the keys of the captures by id. File names are relative to the archive."""
    db.execute("CREATE TEMP TABLE replay_keys (id INTEGER PRIMARY KEY, key TEXT)")
    db.conn.executemany("INSERT INTO temp.replay_keys VALUES (?, ?)", keys)
    for key, at, url, mime, status, sha256, length, offset, file, revisit_of in db.execute(LINES):
        values = {
            "url": url, "mime": "warc/revisit" if revisit_of else mime or "unk", "status": str(status),
            "digest": f"sha256:{sha256}", "length": str(length), "offset": str(offset), "filename": file,
        }  # fmt: skip
        yield f"{key} {stamp(at)} {json.dumps(values)}\n"
