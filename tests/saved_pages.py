"""Saved pages (tests/pages/**/<case>.html) and what a person reads in them (<case>.json beside each).

Keys of the JSON file; those left out are not compared:

- `url`, `fetched_at` (2026-11-23T02:39:18Z), `portal` (id of a shipped portal file; else one of which only the host is
  known), `status` (200): how the page came
- `kind`, `title`, `canonical` (address), `removed`, `original`, `problems` (codes, all of them)
- `article`, `document`: null, or column -> value; `text` as a string or a list of paragraphs
- `text_contains`, `text_lacks`: words of the article's text
- `published_day`: where the page leaves the time of day open; null for a page without a day, whatever its kind
- `attachments`: [label, file name, role] of the article or document, in any order
- `documents`: column -> value of each row of a document list
- `listing`: `titles`, `page`, `pages_declared`
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.extract import extract
from crawler.items import Article, Capture, Page
from crawler.portals import Portal, find_portal

PAGES = Path(__file__).parent / "pages"
FETCHED_AT = "2026-11-23T02:39:18Z"
PLAIN = ("kind", "title", "removed", "original")


@dataclass(frozen=True)
class Case:
    """One saved page."""

    path: Path
    expected: dict[str, Any]

    @property
    def name(self) -> str:
        """Return `family/case`."""
        return self.path.relative_to(PAGES).with_suffix("").as_posix()

    @property
    def body(self) -> bytes:
        """Return the page as it was saved."""
        return self.path.read_bytes()

    @property
    def portal(self) -> Portal:
        """Return the portal the page belongs to."""
        if "portal" in self.expected:
            return find_portal(self.expected["portal"], None)[0]
        parts = urlsplit(self.expected["url"])
        return Portal(id="generic", name="Generic", level="other", url=f"{parts.scheme}://{parts.netloc}/")

    @property
    def capture(self) -> Capture:
        """Return the page as it came."""
        return Capture(
            portal_id=self.portal.id,
            crawl_id="c1",
            requested_url=self.expected["url"],
            fetched_at=self.expected.get("fetched_at", FETCHED_AT),
            status=self.expected.get("status", 200),
            body=self.body,
            mime="text/html",
        )


def page_files(folder: Path = PAGES) -> list[Path]:
    """Return the saved pages, in order."""
    return sorted(folder.rglob("*.html"))


def load(path: Path) -> Case:
    """Return a saved page with its expectations."""
    return Case(path, json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))


def all_cases() -> list[Case]:
    """Return the saved pages that have expectations."""
    return [load(path) for path in page_files() if path.with_suffix(".json").exists()]


def read(case: Case) -> Page:
    """Return what is read in a saved page."""
    return extract(case.capture, case.portal)


def body_text(value: str | list[str]) -> str:
    """Return a text given as paragraphs."""
    return value if isinstance(value, str) else "\n\n".join(value)


def differences(case: Case, page: Page) -> Iterator[str]:
    """Yield each place where the page is read otherwise than by a person: `field: expected …, read …`."""
    expected = case.expected
    for name in PLAIN:
        if name in expected:
            yield from _compare(name, expected[name], getattr(page, name))
    if "canonical" in expected:
        yield from _compare("url", expected["canonical"], page.url)
    if "problems" in expected:
        yield from _compare("problems", expected["problems"], [problem.code for problem in page.problems])
    for part in ("article", "document"):
        if part in expected:
            yield from _parts(part, expected[part], getattr(page, part))
    yield from _text(expected, page.article)
    if "published_day" in expected:
        found = page.article.published_at if page.article else None
        yield from _compare("published_day", expected["published_day"], found[:10] if found else None)
    yield from _owned(expected, page)
    yield from _lists(expected, page)


def _compare(name: str, expected: object, found: object) -> Iterator[str]:
    if expected != found:
        yield f"{name}: expected {expected!r}, read {found!r}"


def _parts(part: str, expected: dict[str, Any] | None, found: Any) -> Iterator[str]:
    """Compare an article or document, column by column."""
    if expected is None or found is None:
        yield from _compare(part, expected is not None, found is not None)
        return
    for name, value in expected.items():
        wanted = body_text(value) if name == "text" else value
        yield from _compare(f"{part}.{name}", wanted, getattr(found, name))


def _text(expected: dict[str, Any], article: Article | None) -> Iterator[str]:
    whole = article.text if article else ""
    for words in expected.get("text_contains", []):
        if words not in whole:
            yield f"article.text: lacks {words!r}"
    for words in expected.get("text_lacks", []):
        if words in whole:
            yield f"article.text: holds {words!r}"


def _owned(expected: dict[str, Any], page: Page) -> Iterator[str]:
    if "attachments" in expected:
        owner = page.article or page.document
        shown = [[one.label, one.filename, one.role] for one in owner.attachments] if owner else []
        yield from _compare("attachments", sorted(expected["attachments"], key=str), sorted(shown, key=str))


def _lists(expected: dict[str, Any], page: Page) -> Iterator[str]:
    """Compare the rows of a list."""
    if "documents" in expected:
        rows = [asdict(document) for document in page.documents]
        yield from _compare("documents", len(expected["documents"]), len(rows))
        for number, (wanted, row) in enumerate(zip(expected["documents"], rows, strict=False)):
            for name, value in wanted.items():
                yield from _compare(f"documents[{number}].{name}", value, row[name])
    if "listing" in expected:
        yield from _listing(expected["listing"], page)


def _listing(expected: dict[str, Any], page: Page) -> Iterator[str]:
    listing = page.listing
    titles = [item.title for item in listing.items] if listing else []
    found = {"titles": titles, "page": listing and listing.page, "pages_declared": listing and listing.pages_declared}
    for name, value in expected.items():
        yield from _compare(f"listing.{name}", value, found[name])
