"""An HTML page -> `Page`: which kind of page it is, and the reader for that kind."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.extract.article import Reading, read_article
from crawler.extract.documents import document_title, read_document
from crawler.extract.footer import find_organisation
from crawler.extract.kind import failure, is_copy, is_home
from crawler.extract.labels import Found, find_values, is_document
from crawler.extract.links import find_links
from crawler.extract.listing import read_listing
from crawler.extract.sections import find_sections
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.extract.title import Title, find_title
from crawler.items import Listing, Page, PageKind, Problem, UrlKind
from crawler.urls import address, canonical_url

ARTICLE_OG = re.compile(r"^(?:article|news)", re.I)
ROWS = 5
"""Rows from which a page that no rule speaks of counts as a list."""
MIN_TEXT = 200
"""Characters of text from which a page that no rule speaks of can be an article."""


def read_html(sheet: Sheet, url: str, problems: tuple[Problem, ...]) -> Page:
    """Return the page; `problems` are those that were met on the way to its tree."""
    page = Page(
        url=url, kind="other", sections=find_sections(sheet), organisation=find_organisation(sheet), problems=problems
    )
    title = find_title(sheet)
    page = replace(page, title=title.text if title else None)
    if is_copy(sheet.base):
        return replace(page, kind="copy", links=find_links(sheet))
    if is_home(sheet.base, sheet.portal):
        return replace(page, kind="home", title=sheet.head_title or None, links=find_links(sheet))
    failed = failure(sheet)
    if failed == "closed":
        return _failed(page, None, "the portal says that it is closed or under repair")
    if failed == "soft_404":
        return _failed(page, "soft_404", "the page says that there is no such page")
    return _read_content(sheet, page, title)


def _failed(page: Page, removed: str | None, message: str) -> Page:
    problem = Problem(code="soft_error", message=message)
    return replace(page, kind="error", removed=removed, problems=(*page.problems, problem))


def _read_content(sheet: Sheet, page: Page, title: Title | None) -> Page:
    """Return the page as what the portal file's rule says it is or, where none speaks, as what it looks like."""
    known = address(sheet.base, sheet.portal).kind
    if known == "listing":
        return _listing(sheet, page)
    found = find_values(sheet) if known != "article" else None
    if found is not None and is_document(found, urlsplit(sheet.base).path):
        return _document(sheet, page, found)
    if known == "document":
        problem = Problem(code="document_incomplete", message="no labels and values of a document")
        return replace(page, kind="document", links=find_links(sheet), problems=(*page.problems, problem))
    if known == "article" or (known is None and title is not None):
        return _article(sheet, page, title, known)
    return replace(page, links=find_links(sheet))


def _document(sheet: Sheet, page: Page, found: Found) -> Page:
    document = read_document(sheet, found, page.url)
    title = document_title(sheet, found) or page.title
    missing = [name for name in ("issued_on", "issuer", "abstract") if getattr(document, name) is None]
    problems = [
        Problem(code="document_incomplete", field=name, message="no such label, or no value") for name in missing
    ]
    links = find_links(sheet, document.attachments)
    return replace(
        page, kind="document", title=title, document=document, links=links, problems=(*page.problems, *problems)
    )


def _listing(sheet: Sheet, page: Page) -> Page:
    """Return a page of a list; a page of no declared section without rows or pager is no list."""
    own = next((one for one in sheet.portal.sections if _is_list_of(sheet, one.path)), None)
    listing = read_listing(sheet, own.name if own else page.title)
    if own is None and not listing.items and listing.pages_declared is None:
        return replace(page, links=find_links(sheet))
    documents = own.kind == "documents" if own else _has_documents(sheet, listing)
    kind: PageKind = "document_list" if documents else "listing"
    return replace(page, kind=kind, listing=listing, links=find_links(sheet, rows=_rows(listing, documents=documents)))


def _is_list_of(sheet: Sheet, path: str) -> bool:
    """Return True if the page is the list at `path`, whatever its number."""
    listed = canonical_url(sheet.portal.url.rstrip("/") + path, sheet.portal)
    own = canonical_url(sheet.base, sheet.portal)
    return urlsplit(own).path == urlsplit(listed).path


def _has_documents(sheet: Sheet, listing: Listing) -> bool:
    kinds = [address(item.fetch_url, sheet.portal).kind for item in listing.items]
    return kinds.count("document") * 2 > len(kinds)


def _rows(listing: Listing, *, documents: bool) -> list[tuple[str, UrlKind]]:
    kind: UrlKind = "document" if documents else "article"
    return [(item.fetch_url, kind) for item in listing.items]


def _article(sheet: Sheet, page: Page, title: Title | None, known: UrlKind | None) -> Page:
    """Return an article; without a rule that says so, only a page that shows the marks of one."""
    reading = read_article(sheet, title or Title("", None), page.url)
    article = reading.article
    links = find_links(sheet, article.attachments)
    if known is None and not _looks_like_article(sheet, reading):
        return replace(page, links=find_links(sheet))
    if not article.text and article.published_at is None and not article.title:
        problem = Problem(code="body_missing", field="text", message="an article's address without an article")
        return replace(page, links=links, problems=(*page.problems, problem))
    return replace(page, kind="article", article=article, links=links, problems=(*page.problems, *reading.problems))


def _looks_like_article(sheet: Sheet, reading: Reading) -> bool:
    """Return True if the page has running text, and a date beside its title or structured data of an article."""
    article = reading.article
    marked = bool(sheet.evidence.published) or bool(ARTICLE_OG.match(fold(sheet.evidence.og_type or "")))
    return len(article.text) >= MIN_TEXT and (article.published_at is not None or marked or article.views is not None)
