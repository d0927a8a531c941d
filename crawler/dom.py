"""The DOM that a page had once its scripts had run: where its record lies."""

from __future__ import annotations

from typing import NamedTuple


class Dom(NamedTuple):
    """Where the `resource` record of a rendered page lies."""

    record_id: str
    warc_file: str
    """Relative to the archive directory."""
    warc_offset: int
    warc_length: int
