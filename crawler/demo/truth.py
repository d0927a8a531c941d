"""The truth: every article and document of the sample portal as it should be stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from crawler.demo import organisation as org
from crawler.demo.addresses import article_address, document_address, entry_id, picture_address
from crawler.demo.articles import Head
from crawler.demo.body import Body
from crawler.demo.documents import FIRST_ID, FileRef, OfficialDocument, document_count, make_document
from crawler.demo.pages import body_link, section_path
from crawler.demo.state import SamplePortal
from crawler.items import AttachmentRole, Precision, ViewsStatus
from crawler.urls import canonical_url, resolve


@dataclass(frozen=True, slots=True)
class AttachmentTruth:
    """A file or picture of an article or document."""

    url: str
    label: str | None
    filename: str | None
    role: AttachmentRole


@dataclass(frozen=True, slots=True)
class ArticleTruth:
    """One article, named and shaped as the contract's `articles` table."""

    id: int
    """The sample portal's own number; a later article has a higher one."""
    url: str
    slug: str
    entry_id: int
    title: str
    summary: str | None
    text: str
    author: str | None
    section: str
    """The heading as the page prints it."""
    sections: tuple[str, ...]
    """Names of the sections whose lists hold it."""
    published_at: str | None
    published_precision: Precision | None
    views: int | None
    """As last served; None if never served, or without a counter."""
    views_status: ViewsStatus
    requests: int
    """How often the page was served to us."""
    attachments: tuple[AttachmentTruth, ...]
    links: tuple[str, ...]
    """Canonical addresses that the body links to."""
    byline: str
    coding: str
    reachable: bool
    """True if lists and links lead to it; drafts and deleted articles are not."""
    deleted: bool


@dataclass(frozen=True, slots=True)
class DocumentTruth:
    """One official document, named and shaped as the contract's `documents` table."""

    id: int
    url: str
    number: str | None
    type: str
    issuer: str
    issued_on: str
    effective_on: str | None
    signer: str
    abstract: str
    status: str | None
    section: str
    attachments: tuple[AttachmentTruth, ...]


@dataclass(frozen=True, slots=True)
class PortalTruth:
    """What the footer says, and the number of articles and documents."""

    organisation: str
    address: str
    tel: str
    fax: str
    email: str
    articles: int
    documents: int
    now: str


def canonical(portal: SamplePortal, address: str) -> str:
    """Return the canonical form, under the portal file, of an address that a page of the main host gives."""
    hosted = org.hosted_portal(portal.hosts.main, portal.hosts.mirror)
    absolute = resolve(f"http://{portal.hosts.main}/", address)
    if absolute is None:
        raise ValueError(f"not an address: {address}")
    return canonical_url(absolute, hosted)


def _file(portal: SamplePortal, file: FileRef) -> AttachmentTruth:
    return AttachmentTruth(canonical(portal, file.address), file.label, _shown_name(file), "file")


def _shown_name(file: FileRef) -> str | None:
    """Return the file's name where its address shows it."""
    return file.filename if file.address.startswith("/documents/") else None


def _attachments(portal: SamplePortal, head: Head, body: Body) -> tuple[AttachmentTruth, ...]:
    """Return files, then pictures in page order."""
    pictures = (block.picture for block in body.blocks)
    return (
        *(_file(portal, file) for file in portal.files(head.id)),
        *(
            AttachmentTruth(canonical(portal, picture_address(picture.number)), picture.caption, None, "picture")
            for picture in pictures
            if picture is not None
        ),
    )


def _precision(head: Head) -> Precision | None:
    if head.published_at is None:
        return None
    return "day" if head.byline in ("day", "midnight") else "minute"


def article_truth(portal: SamplePortal, id_: int) -> ArticleTruth:
    """Return one article as it should be stored now."""
    head, body, place = portal.head(id_), portal.body(id_), portal.catalogue.place(id_)
    sections = org.article_sections()
    listed = () if place.hidden else tuple(i for i in (place.section, place.second) if i is not None)
    links = (body_link(portal, head, block) for block in body.blocks)
    return ArticleTruth(
        id=id_,
        url=canonical(portal, article_address(head, "d", section_path(portal, id_))),
        slug=head.slug,
        entry_id=entry_id(id_),
        title=head.title,
        summary=head.summary,
        text=body.text(),
        author=body.author,
        section=head.heading,
        sections=tuple(sections[index].name for index in listed),
        published_at=head.published_at,
        published_precision=_precision(head),
        views=portal.shown.get(id_) if head.has_counter else None,
        views_status="observed" if head.has_counter else "absent",
        requests=portal.served[id_],
        attachments=_attachments(portal, head, body),
        links=tuple(canonical(portal, link) for link in links if link),
        byline=head.byline,
        coding=head.coding,
        reachable=portal.catalogue.is_listed(id_),
        deleted=id_ in portal.removals,
    )


def document_truth(portal: SamplePortal, document: OfficialDocument) -> DocumentTruth:
    """Return one official document as it should be stored."""
    section = org.document_sections()[document.section]
    return DocumentTruth(
        id=FIRST_ID + document.id,
        url=canonical(portal, document_address(FIRST_ID + document.id, section.path)),
        number=document.number,
        type=document.type,
        issuer=document.issuer,
        issued_on=document.issued_on.isoformat(),
        effective_on=document.effective_on.isoformat() if document.effective_on else None,
        signer=document.signer,
        abstract=document.abstract,
        status=document.status,
        section=section.name,
        attachments=tuple(_file(portal, file) for file in document.files),
    )


def portal_truth(portal: SamplePortal) -> PortalTruth:
    """Return what is true of the portal as a whole."""
    return PortalTruth(
        organisation=org.ORGANISATION,
        address=org.POSTAL_ADDRESS,
        tel=org.TEL,
        fax=org.FAX,
        email=org.EMAIL,
        articles=portal.catalogue.total,
        documents=document_count(portal.world),
        now=portal.now.isoformat(),
    )


def truth(portal: SamplePortal) -> Iterator[dict[str, Any]]:
    """Yield the portal, then every article, then every document, oldest first; `kind` tells them apart."""
    yield {"kind": "portal", **asdict(portal_truth(portal))}
    for id_ in range(portal.catalogue.total):
        yield {"kind": "article", **asdict(article_truth(portal, id_))}
    for id_ in range(document_count(portal.world)):
        yield {"kind": "document", **asdict(document_truth(portal, make_document(portal.world, id_)))}
