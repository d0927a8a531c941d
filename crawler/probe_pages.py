"""`kho probe --save-pages`: pages of the sample as test cases, with what is read in them, to be corrected by a person.

Each page `<name>.html` has its expectations `<name>.json` beside it, with `"reviewed": false`, in the format of
tests/saved_pages.py. They are read as the tests read them: nothing is known of the portal but its host.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.errors import ConfigurationError
from crawler.items import Capture, Page
from crawler.portals import Portal
from crawler.workers import read_page

EACH = 8
"""Pages of one kind at most: what a person can review."""
HTML = frozenset({"text/html", "application/xhtml+xml"})
LONGEST_NAME = 80
ARTICLE = (
    "title", "section", "published_at", "published_precision", "updated_at", "views", "views_status", "author",
    "source", "summary", "text",
)  # fmt: skip
DOCUMENT = ("number", "type", "issuer", "issued_on", "effective_on", "signer", "abstract", "status")


def proposal(url: str, page: Page) -> dict[str, Any]:
    """Return expectations for a page that has none, as the program reads it: to be corrected by a person."""
    article, document = page.article, page.document
    return {
        "reviewed": False,
        "url": url,
        "kind": page.kind,
        "article": {name: getattr(article, name) for name in ARTICLE} if article else None,
        "document": {name: getattr(document, name) for name in DOCUMENT} if document else None,
        "problems": [problem.code for problem in page.problems],
    }


def save_pages(captures: Iterable[Capture], folder: Path) -> list[Path]:
    """Write pages with their expectations into `folder`; return the pages written. What stands there is kept.

    Raises: ConfigurationError where the folder cannot be written to.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, capture, expected in _chosen(captures, folder):
            path.write_bytes(capture.body)
            text = json.dumps(expected, ensure_ascii=False, indent=1)
            path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
            written.append(path)
    except OSError as error:
        raise ConfigurationError(f"{folder}: cannot be written: {error.strerror}") from None
    return written


def _chosen(captures: Iterable[Capture], folder: Path) -> Iterator[tuple[Path, Capture, dict[str, Any]]]:
    """Yield some pages of each kind, where they go, and what is read in them."""
    seen: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for capture in captures:
        if capture.status != 200 or capture.mime not in HTML:
            continue
        page = read_page(_as_saved(capture), _host_alone(capture.requested_url))
        seen[page.kind] += 1
        if seen[page.kind] > EACH:
            continue
        name = page_name(capture.requested_url)
        names[name] += 1
        path = folder / f"{name if names[name] == 1 else f'{name}_{names[name]}'}.html"
        if not path.exists() and not path.with_suffix(".json").exists():
            expected = proposal(capture.requested_url, page) | {"fetched_at": capture.fetched_at}
            yield path, capture, expected


def page_name(url: str) -> str:
    """Return a file name for the page at an address, without ending: letters of ASCII, numbers and `_`."""
    parts = urlsplit(url)
    local = re.sub(r"\.(?:html?|aspx|php)$", "", parts.path) + "_" + parts.query
    return re.sub(r"[^a-z0-9]+", "_", local.lower()).strip("_")[-LONGEST_NAME:].strip("_") or "home"


def _as_saved(capture: Capture) -> Capture:
    """Return the page without its headers, which a saved page has lost."""
    return Capture(
        portal_id="generic", crawl_id=capture.crawl_id, requested_url=capture.requested_url,
        fetched_at=capture.fetched_at, status=capture.status, body=capture.body, mime="text/html",
    )  # fmt: skip


def _host_alone(url: str) -> Portal:
    parts = urlsplit(url)
    return Portal(id="generic", name="Generic", level="other", url=f"{parts.scheme}://{parts.netloc}/")
