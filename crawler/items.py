"""The nouns that travel along the line: what a server said (`Capture`) and what we understood (`Page` and its parts).

All are frozen. `Capture` holds facts of the exchange and the place of its record in the archive; `Page` holds only what
`crawler.extract.extract` read in it, so a `Page` can always be derived again from its `Capture` and the portal file.

Times: our own clock is UTC, ISO 8601 with `Z`; times read from pages are ISO 8601 with `+07:00`. Text is NFC.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crawler.dom import Dom
from crawler.postback import PostForm
from crawler.problem_codes import ProblemCode

Source = Literal["live", "import", "backfill"]
UrlKind = Literal["listing", "article", "document", "attachment", "other"]
PageKind = Literal["article", "listing", "document", "document_list", "home", "error", "challenge", "copy", "other"]
Precision = Literal["minute", "day"]
DateOrder = Literal["day_first", "month_first"]
ViewsStatus = Literal["observed", "absent", "unparsed"]
AttachmentRole = Literal["file", "picture"]
TextStatus = Literal["extracted", "scanned", "unsupported", "failed"]
BodyMethod = Literal["trafilatura", "element"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What a server said at one moment, and where its record lies."""

    portal_id: str
    crawl_id: str
    requested_url: str
    """The address as it was asked for, fragment removed."""
    fetched_at: str
    """When the response arrived: UTC, `2026-11-23T02:39:18Z`."""
    status: int
    """HTTP status; 304 where the server said the page is the one we hold."""
    headers: tuple[tuple[str, str], ...] = ()
    """Response headers in order, names lower-cased, repeated ones kept."""
    body: bytes = b""
    """The payload with its content coding (gzip, br, zstd) undone."""
    mime: str | None = None
    """Media type without parameters, lower-cased; None if the server named none."""
    payload_bytes: int = 0
    payload_sha256: str = ""
    """Length and hex SHA-256 of the payload as it came off the wire; with status 304, the sum of the one we hold."""
    record_id: str = ""
    """WARC-Record-ID without angle brackets: `urn:uuid:…`."""
    warc_file: str = ""
    """Path of the WARC file, relative to the archive directory, with `/`."""
    warc_offset: int = 0
    warc_length: int = 0
    revisit_of: str | None = None
    """Record id of the response that holds the payload, where this record is a revisit."""
    source: Source = "live"
    truncated: bool = False
    """True if fewer or more bytes came than the server had announced."""
    postback: str = ""
    """What was posted to get the page (`crawler.postback.posted_part`); empty for GET."""
    dom: Dom | None = None
    """Where a rendered page lies: `body` is then its DOM, not what the server sent."""

    def header(self, name: str) -> str | None:
        """Return the last value of the header `name` (lower case), or None."""
        return next((value for key, value in reversed(self.headers) if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing on one page that could not be read with certainty."""

    code: ProblemCode
    field: str | None = None
    """Column that is NULL or doubtful because of it."""
    message: str = ""
    raw: str | None = None
    """The text that was not understood, cut at 500 characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file or picture that belongs to an article or document."""

    url: str
    """Canonical address."""
    fetch_url: str
    """The address as the page gives it, made absolute."""
    label: str | None = None
    """Text of the link, caption or `alt` of the picture."""
    filename: str | None = None
    role: AttachmentRole = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An official document named in the text of an article."""

    position: int
    """Offset in the field, in characters."""
    raw: str
    """As printed, date and issuer included where they belong to it."""
    field: Literal["title", "summary", "text"] = "text"
    """Part of the article that names it."""
    number: str | None = None
    """"Số ký hiệu" in its canonical spelling: `206/KH-UBND`; None where only a type and a number are given."""
    number_norm: str | None = None
    type: str | None = None
    issuer: str | None = None
    issued_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article as its page shows it."""

    url: str
    """Canonical address."""
    title: str | None
    summary: str | None = None
    """The lead ("sapo"), where the page marks one; it is not repeated in `text`."""
    text: str = ""
    """NFC; paragraphs separated by one blank line, in page order; tables are rows of cells joined by ` | `.

    A `<figcaption>` is a line of its own below the paragraph that it follows (at the top, below the first), and the
    label of its picture.
    """
    markdown: str = ""
    """The same body as Markdown (CommonMark with tables): headings, lists, tables, links, pictures with captions."""
    author: str | None = None
    source: str | None = None
    section: str | None = None
    """The heading printed above the title, as printed, white space folded."""
    published_at: str | None = None
    """`2021-09-28T14:44:00+07:00`, or `2021-09-28` where the precision is a day."""
    published_precision: Precision | None = None
    published_raw: str | None = None
    published_method: str | None = None
    """Which evidence gave the time: `byline`, `json-ld`, `meta`, `time`, `address`, `updated`, `relative`."""
    updated_at: str | None = None
    views: int | None = None
    views_status: ViewsStatus = "absent"
    views_raw: str | None = None
    attachments: tuple[Attachment, ...] = ()
    links: tuple[str, ...] = ()
    """Canonical addresses that the body links to, in page order, attachments not among them."""
    citations: tuple[Citation, ...] = ()
    fingerprint: str = ""
    """Hex SHA-256 over title, text, section, time, attachments and content links; decides what is a revision."""
    body_method: BodyMethod = "element"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One official document ("văn bản") as a detail page or a row of a list shows it."""

    url: str
    number: str | None = None
    """"Số ký hiệu" as printed: `206/KH-UBND`; None where the page says `Không số`."""
    number_norm: str | None = None
    type: str | None = None
    issuer: str | None = None
    issued_on: str | None = None
    """`2021-09-08`."""
    effective_on: str | None = None
    signer: str | None = None
    abstract: str | None = None
    """"Trích yếu"."""
    status: str | None = None
    attachments: tuple[Attachment, ...] = ()
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingItem:
    """One row of a listing page."""

    url: str
    """Canonical address."""
    fetch_url: str
    title: str | None = None
    published_raw: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of a section's list."""

    section: str | None
    """Name of the section as the portal file or the page gives it."""
    page: int = 1
    pages_declared: int | None = None
    """As the pager shows; None without one."""
    items: tuple[ListingItem, ...] = ()
    next_url: str | None = None
    """Canonical address of the next page."""
    next_fetch_url: str | None = None
    next_form: PostForm | None = None
    """What must be posted for the next page; None where its address is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address worth fetching, found on a page."""

    url: str
    """Canonical address."""
    fetch_url: str
    kind: UrlKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLink:
    """One entry of the portal's menu."""

    name: str
    """As printed, white space folded."""
    url: str
    """Canonical address."""
    topic: str | None = None
    """Key of the section taxonomy, None if none fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """What the portal's own footer says of the body that runs it."""

    organisation: str | None = None
    address: str | None = None
    tel: str | None = None
    fax: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A captured file that is not a page: PDF, DOCX, picture."""

    mime: str
    bytes: int
    """Length with the content coding undone."""
    sha256: str
    text: str | None = None
    """NFC plain text of the file; None unless `text_status` is `extracted`."""
    text_status: TextStatus | None = None
    """None for files that hold no text by their nature: pictures, sound, archives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that was read in one capture."""

    url: str
    """Canonical address of the capture."""
    kind: PageKind
    title: str | None = None
    article: Article | None = None
    document: Document | None = None
    documents: tuple[Document, ...] = ()
    """Rows of a document list, as far as the list itself describes them."""
    original: str | None = None
    """Canonical address of the page that this one (kind `copy`) is a bare copy of; None if it does not say."""
    listing: Listing | None = None
    links: tuple[Link, ...] = ()
    sections: tuple[SectionLink, ...] = ()
    organisation: Organisation | None = None
    payload: Payload | None = None
    redirect: Link | None = None
    """Where the server sends us instead, for 3xx; None if out of the portal."""
    removed: str | None = None
    """Why the page looks removed: `not_found` `gone` `soft_404` `redirected_home`; None otherwise."""
    problems: tuple[Problem, ...] = ()
