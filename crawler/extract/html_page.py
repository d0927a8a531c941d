"""An HTML page -> `Page`: which kind of page it is, and the reader for that kind."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from crawler.extract.article import read_article
from crawler.extract.copies import is_copy, original_of
from crawler.extract.declared_section import section_of_list
from crawler.extract.document_pages.labels import Found, find_values, is_document
from crawler.extract.document_pages.lists import DocumentList, read_document_list
from crawler.extract.documents import document_title, read_document
from crawler.extract.file_pages import is_about_file
from crawler.extract.footer import find_organisation
from crawler.extract.kind import failure, is_home
from crawler.extract.links import find_links
from crawler.extract.lists.listing import read_listing
from crawler.extract.lists.postback import find_posted_pagers, with_next_post
from crawler.extract.lists.teasers import is_list, is_search
from crawler.extract.looks import is_nameless, is_undated, looks_like
from crawler.extract.sections import find_sections
from crawler.extract.sheet import Sheet
from crawler.extract.unread import why_cut
from crawler.extract.zones.names import list_name
from crawler.extract.zones.title import find_title
from crawler.extract.zones.title_line import Title
from crawler.items import Listing, Page, PageKind, Problem, UrlKind
from crawler.urls import Address, address, canonical_url, link


def read_html(sheet: Sheet, url: str, problems: tuple[Problem, ...]) -> Page:
    """Return the page; `problems` are those that were met on the way to its tree."""
    title = find_title(sheet)
    page = Page(
        url=url,
        kind="other",
        title=title.text if title else None,
        sections=find_sections(sheet),
        organisation=find_organisation(sheet),
        problems=(*problems, *why_cut(sheet)),
    )
    if is_copy(sheet.base):
        return _copy(sheet, page)
    if is_home(sheet.base, sheet.portal):
        return _home(sheet, page)
    failed = failure(sheet)
    if failed == "closed":
        return _failed(page, None, "the portal says that it is closed, broken or under repair")
    if failed == "soft_404":
        return _failed(page, "soft_404", "the page says that there is no such page")
    return _read_content(sheet, page, title)


def _home(sheet: Sheet, page: Page) -> Page:
    """Return the home page; one that the portal file calls a list is the first page of that list as well."""
    page = replace(page, kind="home", title=sheet.head_title or None, links=find_links(sheet))
    if address(sheet.base, sheet.portal).kind != "listing":
        return page
    listing = read_listing(sheet, None, find_posted_pagers(sheet))
    return replace(page, listing=listing) if listing.items else page


def _copy(sheet: Sheet, page: Page) -> Page:
    """Return a bare copy, which names its original and leads to it."""
    original = original_of(sheet)
    url = canonical_url(original, sheet.portal) if original else None
    rows: list[tuple[str, UrlKind]] = [(original, "article")] if original else []
    found = find_links(sheet, rows=rows, buttons=False)
    lead = link(original, sheet.portal, "article") if original else None
    links = found if lead is None or lead.url in {one.url for one in found} else (lead, *found)
    return replace(page, kind="copy", original=url, links=links)


def _failed(page: Page, removed: str | None, message: str) -> Page:
    problem = Problem(code="soft_error", message=message)
    return replace(page, kind="error", removed=removed, problems=(*page.problems, problem))


def _is_of_file(sheet: Sheet, title: Title | None) -> bool:
    return title is not None and is_about_file(sheet, title.text)


def _read_content(sheet: Sheet, page: Page, title: Title | None) -> Page:
    """Return the page as what the portal file's rule says it is or, where none speaks, as what it looks like."""
    found_at = address(sheet.base, sheet.portal)
    known = found_at.kind
    if known == "listing":
        return _listing(sheet, page)
    found = find_values(sheet) if known != "article" else None
    if found is not None and is_document(found, urlsplit(sheet.base).path) and not _are_several(sheet, found):
        return _document(sheet, page, found)
    if known is None and (listed := read_document_list(sheet)).is_main:
        return _listing(sheet, page, listed)
    if known == "document":
        problem = Problem(code="document_incomplete", message="no labels and values of a document")
        return replace(page, kind="document", links=find_links(sheet), problems=(*page.problems, problem))
    if known is None and (_is_of_file(sheet, title) or is_search(sheet.base, page.title or sheet.head_title)):
        return replace(page, links=find_links(sheet))
    if known == "article" or (known is None and title is not None):
        return _article(sheet, page, title, found_at)
    if known is None and is_list(sheet):
        return _listing(sheet, page)
    return replace(page, links=find_links(sheet))


def _are_several(sheet: Sheet, found: Found) -> bool:
    """Return True for a page of several documents, each with its own labels: their numbers contradict each other."""
    return "number" in found.conflicts and read_document_list(sheet).is_main


def _document(sheet: Sheet, page: Page, found: Found) -> Page:
    document = read_document(sheet, found, page.url)
    title = document_title(sheet, found) or page.title
    missing = [name for name in ("issued_on", "issuer", "abstract") if getattr(document, name) is None]
    problems = [
        Problem(code="document_incomplete", field=name, message="no such label, or no value")
        for name in missing
        if name not in found.conflicts
    ] + [
        Problem(code="document_incomplete", field=name, message="two different values", raw=raw[:500])
        for name, raw in found.conflicts.items()
    ]
    links = find_links(sheet, document.attachments, buttons=False)
    return replace(
        page, kind="document", title=title, document=document, links=links, problems=(*page.problems, *problems)
    )


def _listing(sheet: Sheet, page: Page, listed: DocumentList | None = None) -> Page:
    """Return a page of a list; a page of no declared section without rows or pager is no list."""
    listed = listed or read_document_list(sheet)
    own = section_of_list(sheet)
    page = replace(page, title=page.title or list_name(sheet))
    is_month = address(sheet.base, sheet.portal).month is not None
    posted = find_posted_pagers(sheet)
    listing = read_listing(sheet, own.name if own else None if is_month else page.title, posted)
    if own is None and not listing.items and listing.pages_declared is None and not listed.is_main:
        return replace(page, links=find_links(sheet))
    documents = own.kind == "documents" if own else listed.is_main or _has_documents(sheet, listing)
    kind: PageKind = "document_list" if documents else "listing"
    if documents and (listed.is_main or not listing.items):
        # A table of documents is the list, whatever links stand beside it.
        listing = replace(listing, items=listed.items)
    if listing.items or listed.is_main:
        listing = with_next_post(sheet, listing, posted)
    links = find_links(sheet, rows=_rows(listing, documents=documents))
    return replace(page, kind=kind, listing=listing, links=links, documents=listed.documents if documents else ())


def _has_documents(sheet: Sheet, listing: Listing) -> bool:
    kinds = [address(item.fetch_url, sheet.portal).kind for item in listing.items]
    return kinds.count("document") * 2 > len(kinds)


def _rows(listing: Listing, *, documents: bool) -> list[tuple[str, UrlKind]]:
    kind: UrlKind = "document" if documents else "article"
    return [(item.fetch_url, kind) for item in listing.items]


def _article(sheet: Sheet, page: Page, title: Title | None, found_at: Address) -> Page:
    """Return an article; without a rule that says so, only a page that shows the marks of one."""
    reading = read_article(sheet, title or Title("", None), page.url)
    article = reading.article
    if found_at.kind is None:
        looks = looks_like(sheet, reading)
        if looks != "article":
            return _listing(sheet, page) if looks == "listing" else replace(page, links=find_links(sheet))
    links = find_links(sheet, article.attachments, buttons=False)
    if found_at.kind is not None and is_nameless(sheet, reading):
        return _listing(sheet, page) if is_list(sheet) else replace(page, links=links)
    if found_at.dated and is_undated(reading):
        problem = Problem(code="date_missing", field="published_at", message="no article: all others here show a day")
        return replace(page, links=links, problems=(*page.problems, problem))
    if not article.text and article.published_at is None and not article.title:
        problem = Problem(code="body_missing", field="text", message="an article's address without an article")
        return replace(page, links=links, problems=(*page.problems, problem))
    return replace(page, kind="article", article=article, links=links, problems=(*page.problems, *reading.problems))
