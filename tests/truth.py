"""The archive held against the truth that the sample portal knows."""

from __future__ import annotations

from typing import Any

from crawler.archive.reader import iter_records
from crawler.archive.record import Record
from tests.command import rows
from tests.conftest import Site

FIELDS = ("title", "summary", "text", "author", "published_at", "published_precision", "views", "views_status")


def stored_articles(site: Site) -> dict[str, dict[str, Any]]:
    """Every stored article by address, with its section's name as this page printed it."""
    sql = "SELECT a.*, s.name AS section FROM articles a LEFT JOIN sections s ON s.id = a.section_id"
    return {row["url"]: dict(row) for row in rows(site.archive, sql)}


def reachable(site: Site) -> dict[str, dict[str, Any]]:
    return {article["url"]: article for article in site.portal.articles() if article["reachable"]}


def differences(site: Site) -> list[tuple[str, str, object, object]]:
    """Return (address, field, true, stored) wherever the archive differs from the truth."""
    stored, found = stored_articles(site), []
    for url, true in reachable(site).items():
        row = stored.get(url)
        if row is None:
            found.append((url, "article", "there", "missing"))
            continue
        found += [(url, field, true[field], row[field]) for field in FIELDS if true[field] != row[field]]
        if (row["section"] or "").casefold() != true["section"].casefold():
            found.append((url, "section", true["section"], row["section"]))
    return found


def attachments_of(site: Site, owner: str) -> dict[str, list[tuple[str, str | None, str | None, str]]]:
    sql = f"""
    SELECT o.url AS owner, t.url, t.label, t.filename, t.role FROM attachments t JOIN {owner}s o ON o.id = t.{owner}_id
    ORDER BY o.id, t.position
    """
    found: dict[str, list[tuple[str, str | None, str | None, str]]] = {}
    for row in rows(site.archive, sql):
        found.setdefault(row["owner"], []).append((row["url"], row["label"], row["filename"], row["role"]))
    return found


def true_attachments(item: dict[str, Any]) -> list[tuple[str, str | None, str | None, str]]:
    return [(a["url"], a["label"], a["filename"], a["role"]) for a in item["attachments"]]


def all_records(site: Site) -> list[Record]:
    folder = site.archive / "warc" / "longbien"
    names = [f"warc/longbien/{path.name}" for path in sorted(folder.glob("*.warc.gz"))]
    return [record for name in names for record in iter_records(site.archive, name)]
