"""What an audit found: findings with their place, what is wrong, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Code = Literal[
    # WARC files
    "record_damaged", "record_torn", "file_missing", "file_changed", "file_unreadable", "not_a_warc", "file_empty",
    "file_unlisted", "sums_unreadable", "record_twice", "original_missing", "response_missing",
    # rows
    "row_without_record", "record_without_row", "row_differs", "row_moved", "payload_differs", "attachment_differs",
    "row_lost", "row_unproven", "row_in_doubt", "not_compared",
    # database
    "database_missing", "database_unreadable", "database_damaged", "database_changed", "database_unsealed",
    "foreign_key", "index_differs",
    # reading again
    "article_differs", "document_differs", "extractor_changed", "portal_file_missing", "not_reread",
    # WACZ files
    "package_damaged", "package_differs", "package_signed", "package_stamped", "proof_unchecked", "proof_wrong",
]  # fmt: skip
NOTES: frozenset[Code] = frozenset({
    "file_empty", "file_unlisted", "database_unsealed", "extractor_changed", "not_reread", "not_compared",
    "package_signed", "package_stamped", "proof_unchecked",
})  # fmt: skip
"""Findings that are no damage."""
SHOWN_PER_CODE = 200
"""Findings of one kind that are listed; all are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it should be."""

    code: Code
    message: str
    advice: str
    file: str | None = None
    """Relative to the archive."""
    offset: int | None = None
    length: int | None = None
    record_id: str | None = None
    url: str | None = None
    id: str | None = None
    """Of the article or document."""
    capture_id: int | None = None
    table: str | None = None
    key: str | None = None
    """What names the row in its table: the columns of its key, record ids and addresses in place of numbers."""

    @property
    def is_damage(self) -> bool:
        """Return False for what only ought to be known."""
        return self.code not in NOTES


@dataclass(slots=True, kw_only=True)
class Report:
    """All that one audit found."""

    archive: str
    portal_id: str | None
    depth: Literal["sample", "full"]
    checked_at: str
    software: str
    seconds: float = 0.0
    files: int = 0
    records: int = 0
    captures: int = 0
    extracted: int = 0
    bytes: int = 0
    counts: Counter[Code] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    """At most `SHOWN_PER_CODE` of each code."""

    def add(self, findings: Iterable[Finding]) -> None:
        """Take in findings; beyond the limit they are only counted."""
        for finding in findings:
            self.counts[finding.code] += 1
            if self.counts[finding.code] <= SHOWN_PER_CODE:
                self.findings.append(finding)

    @property
    def damages(self) -> int:
        """Number of findings that are damage."""
        return sum(count for code, count in self.counts.items() if code not in NOTES)

    @property
    def result(self) -> Literal["whole", "damaged"]:
        """What the audit says of the archive."""
        return "damaged" if self.damages else "whole"

    @property
    def first_damage(self) -> Finding | None:
        """The first finding that is damage."""
        return next((finding for finding in self.findings if finding.is_damage), None)

    def as_dict(self) -> dict[str, Any]:
        """Return all of it for JSON."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name not in ("counts", "findings")}
        findings = [asdict(finding) | {"damage": finding.is_damage} for finding in self.findings]
        found = {"result": self.result, "damages": self.damages, "counts": dict(self.counts), "findings": findings}
        return plain | found
