"""A `Page` as one JSON object: what `kho extract` prints. Names are those of the tables (docs/data-dictionary.md)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from crawler.items import Article, Capture, Document, Listing, Page
from crawler.store.articles import row_id
from crawler.store.pages import EXTRACTOR

Object = dict[str, Any]
LINE_BREAKS = {ord(char): f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}
"""Characters that JSON allows in a line, and some readers of lines take for its end."""


def page_object(page: Page, capture: Capture, *, portal_id: str | None) -> Object:
    """Return the object of a page; `portal_id` is None where no portal file speaks of its host."""
    return {
        "url": page.url,
        "fetched_at": capture.fetched_at,
        "portal_id": portal_id,
        "kind": page.kind,
        "title": page.title,
        "article": _article(page.article, portal_id) if page.article else None,
        "document": _document(page, page.document, portal_id) if page.document else None,
        "documents": [_document(page, document, portal_id) for document in page.documents],
        "listing": _listing(page.listing) if page.listing else None,
        "original": page.original,
        "removed": page.removed,
        "redirect": asdict(page.redirect) if page.redirect else None,
        "payload": asdict(page.payload) if page.payload else None,
        "sections": [asdict(section) for section in page.sections],
        "organisation": asdict(page.organisation) if page.organisation else None,
        "links": [asdict(link) for link in page.links],
        "problems": [asdict(problem) for problem in page.problems],
    }


def _listing(listing: Listing) -> Object:
    """Return one page of a list, without the form that leads to the next: its state is large, and of no use here."""
    return {name: value for name, value in asdict(listing).items() if name != "next_form"}


def _keys(portal_id: str | None, url: str) -> Object:
    """Return what a row is known by; its id only where the portal is one that the archive can know."""
    return {"id": row_id(portal_id, url) if portal_id else None, "portal_id": portal_id}


def _article(article: Article, portal_id: str | None) -> Object:
    """Return an article; `sections` are the steps of its section, from the widest."""
    steps = [step.strip() for step in (article.section or "").split(" > ") if step.strip()]
    return _keys(portal_id, article.url) | asdict(article) | {"sections": steps, "extractor": EXTRACTOR}


def _document(page: Page, document: Document, portal_id: str | None) -> Object:
    """Return a document; it cites nothing and has the section of the list that it is a row of."""
    listed = page.listing.section if page.listing and page.document is None else None
    more = {"citations": [], "sections": [listed] if listed else [], "extractor": EXTRACTOR}
    return _keys(portal_id, document.url) | asdict(document) | more


def json_line(value: Object) -> bytes:
    """Return an object as one line of UTF-8 JSON, Vietnamese letters as they are."""
    text = json.dumps(value, ensure_ascii=False).translate(LINE_BREAKS)
    return text.encode("utf-8", "replace") + b"\n"
