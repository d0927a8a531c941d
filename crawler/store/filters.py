"""The filters that search and export share."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.store.fold import fold_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which rows are meant; None: any."""

    portal: str | None = None
    """Portal id."""
    section: str | None = None
    """Name of a section, with or without marks, or a topic of the section taxonomy."""
    since: str | None = None
    """First day, `2021-09-01`, by the portal's clock."""
    until: str | None = None
    """Last day, included."""

    def parameters(self) -> dict[str, str | None]:
        """Return the values that the conditions below name."""
        return {
            "portal": storable(self.portal),
            "section": fold_key(self.section) if self.section else None,
            "topic": storable(self.section),
            "since": storable(self.since),
            "until": storable(self.until),
        }


def storable(text: str | None) -> str | None:
    """Return `text` as SQLite can take it: bytes of a command line that are no UTF-8 become `?`."""
    return None if text is None else text.encode("utf-8", "replace").decode("utf-8")


# A row without a day is in no period.
ARTICLE_CONDITIONS = """
    (:portal IS NULL OR a.portal_id = :portal)
    AND (:section IS NULL OR a.section_id IN (SELECT id FROM sections WHERE key = :section OR topic = :topic))
    AND (:since IS NULL OR a.published_at >= :since)
    AND (:until IS NULL OR substr(a.published_at, 1, 10) <= :until)
"""
DOCUMENT_CONDITIONS = """
    (:portal IS NULL OR a.portal_id = :portal)
    AND (:section IS NULL OR :topic = 'documents_admin')
    AND (:since IS NULL OR a.issued_on >= :since)
    AND (:until IS NULL OR a.issued_on <= :until)
"""
