"""What can be wrong with a page: the codes of the `problems` table."""

from __future__ import annotations

from typing import Literal

ProblemCode = Literal[
    "date_missing",
    "date_unparsed",
    "date_conflict",
    "views_unparsed",
    "title_missing",
    "body_missing",
    "body_incomplete",
    "section_unknown",
    "document_incomplete",
    "decoding_lossy",
    "payload_truncated",
    "page_too_large",
    "page_too_deep",
    "page_unreadable",
    "file_unreadable",
    "file_incomplete",
    "text_garbled",
    "case_lost",
    "soft_error",
    "challenge",
    "extraction_timeout",
    "extraction_crashed",
    "record_torn",
    "record_damaged",
    "record_missing",
    "not_in_archive",
]
"""The closed list of what can be wrong with one page; each is explained in docs/data-dictionary.md."""
