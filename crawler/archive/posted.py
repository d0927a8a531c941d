"""What was posted, as indexes of web archives name it: a POST is looked up as if its form were part of the address.

The address of the record stays the page's; only index lines carry this.
Source: https://github.com/webrecorder/cdxj-indexer (postquery), the IIPC guideline on CDX for non-GET requests.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, unquote_plus

from crawler.archive.reader import read_record
from crawler.archive.surt import surt

FORM = b"application/x-www-form-urlencoded"
MAX_QUERY = 4_096
"""Characters, as other programs cut it."""
BLANK = re.compile(r"[\s\x00-\x20#]")
"""What would end a key, or the query."""
MAX_FORM = 4 * MAX_QUERY
"""Bytes of a form that are enough to make them."""


def posted_query(form: bytes) -> str:
    """Return what a posted form says, decoded and cut as other programs do."""
    return unquote_plus(form[:MAX_FORM].decode("ascii", "replace"))[:MAX_QUERY]


def indexed_url(url: str, posted: str | None) -> str:
    """Return the address under which a capture is looked up; `posted` as `posted_query` gives it, None for GET."""
    if not posted:
        return url
    escaped = BLANK.sub(lambda blank: quote(blank[0]), posted)
    return f"{url}{'&' if '?' in url else '?'}__wb_method=POST&{escaped}"


def index_key(url: str, posted: str | None) -> str:
    """Return the key of a capture in an index."""
    return surt(indexed_url(url, posted))


def posted_behind(archive: Path, file: str, offset: int) -> str | None:
    """Return what was posted by the request at `offset`, behind its response. Raises: ArchiveDamagedError."""
    record = read_record(archive, file, offset)
    return posted_query(record.block) if record.kind == "request" and record.block else None
