"""The filters that search and export share."""

from __future__ import annotations

import json
from dataclasses import dataclass

from crawler.fold import fold_key
from crawler.store.searchquery import match_any
from crawler.units.about import About


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
    unit: About | None = None
    """Portals of an administrative unit and of those it goes back to, and texts that name one of them."""

    def parameters(self) -> dict[str, str | None]:
        """Return the values that the conditions below name."""
        return {
            "portal": storable(self.portal),
            "section": fold_key(self.section) if self.section else None,
            "topic": storable(self.section),
            "since": storable(self.since),
            "until": storable(self.until),
            "unit_names": match_any(self.unit.names) if self.unit else None,
            "unit_portals": json.dumps(self.unit.portals if self.unit else [], ensure_ascii=False),
        }


def storable(text: str | None) -> str | None:
    """Return `text` as SQLite can take it: bytes of a command line that are no UTF-8 become `?`."""
    return None if text is None else text.encode("utf-8", "replace").decode("utf-8")


# Codes of units are used again, so a portal must bear the unit's name too.
UNIT_PORTALS = """(
    SELECT p.id FROM portals p JOIN json_each(:unit_portals) u
    ON p.unit_code = u.value ->> 0 AND instr(p.name, u.value ->> 1) > 0
)"""
# A row without a day is in no period.
ARTICLE_CONDITIONS = f"""
    (:portal IS NULL OR a.portal_id = :portal)
    AND (:section IS NULL OR a.section_id IN (SELECT id FROM sections WHERE key = :section OR topic = :topic))
    AND (:since IS NULL OR a.published_at >= :since)
    AND (:until IS NULL OR substr(a.published_at, 1, 10) <= :until)
    AND (:unit_names IS NULL OR a.portal_id IN {UNIT_PORTALS}
         OR a.seq IN (SELECT rowid FROM articles_exact WHERE articles_exact MATCH :unit_names))
"""
DOCUMENT_CONDITIONS = f"""
    (:portal IS NULL OR a.portal_id = :portal)
    AND (:section IS NULL OR :topic = 'documents_admin')
    AND (:since IS NULL OR a.issued_on >= :since)
    AND (:until IS NULL OR a.issued_on <= :until)
    AND (:unit_names IS NULL OR a.portal_id IN {UNIT_PORTALS}
         OR a.seq IN (SELECT rowid FROM documents_exact WHERE documents_exact MATCH :unit_names))
"""
