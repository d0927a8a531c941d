"""What the tests of the store are made of: a small portal, captures and pages with given values, a real file."""

from __future__ import annotations

import hashlib
import itertools
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from crawler.clock import utc_after
from crawler.items import Article, Attachment, Capture, Document, Link, Listing, ListingItem, Page, Payload
from crawler.portals import Portal, parse_portal
from crawler.store.crawls import start_crawl
from crawler.store.database import open_database
from crawler.store.pages import Stored, store_page

START = "2026-01-01T00:00:00.000Z"
CRAWL = "20260101T000000000Z-vidu"
BASE = "http://vidu.example/"

PORTAL: Portal = parse_portal(
    """
    id = "vidu"
    name = "Quận Ví Dụ"
    level = "district"
    url = "http://vidu.example/"
    ignore = ['^/print/']
    sitemaps = ["/sitemap.xml"]
    feeds = ["/rss"]
    [[sections]]
    name = "Tin tức - Sự kiện"
    path = "/tin-tuc"
    topic = "news"
    [[addresses]]
    kind = "article"
    match = '^/bai/'
    [[addresses]]
    kind = "document"
    match = '^/van-ban/'
    [[addresses]]
    kind = "attachment"
    match = '^/tep/'
    [[addresses]]
    kind = "listing"
    match = '^/(tin-tuc|dang)'
    """,
    origin="vidu.toml",
)

_serial = itertools.count(1)


def at(path: str) -> str:
    """Return the address of a path of the sample portal."""
    return BASE + path.lstrip("/")


def after(**delta: float) -> str:
    """Return a moment after the start of the sample history."""
    return utc_after(START, **delta)


@cache
def _empty_database() -> bytes:
    """Return a database without pages: to make one, with all administrative units, takes a third of a second."""
    with TemporaryDirectory() as folder:
        open_database(Path(folder) / "archive.db").close()
        return (Path(folder) / "archive.db").read_bytes()


def database(folder: Path) -> Database:
    """Return a new database with one crawl of the sample portal under way."""
    (folder / "archive.db").write_bytes(_empty_database())
    db = open_database(folder / "archive.db")
    begin_crawl(db, CRAWL, START)
    return db


def begin_crawl(db: Database, crawl_id: str, started_at: str) -> None:
    """Start a crawl of the sample portal."""
    start_crawl(
        db, crawl_id=crawl_id, portal=PORTAL, kind="crawl", started_at=started_at, software="kho/test", settings="{}"
    )


def capture(path: str, fetched_at: str = START, **values: object) -> Capture:
    """Return a capture of a page of the sample portal, with a record of its own."""
    number = next(_serial)
    sample = Capture(
        portal_id="vidu",
        crawl_id=CRAWL,
        requested_url=at(path),
        fetched_at=fetched_at,
        status=200,
        mime="text/html",
        payload_bytes=1000,
        payload_sha256=hashlib.sha256(str(number).encode()).hexdigest(),
        record_id=f"urn:uuid:{number:032x}",
        warc_file="warc/vidu/vidu-20260101000000-00001.warc.gz",
        warc_offset=number * 100,
        warc_length=100,
    )
    return replace(sample, **values)


def article(path: str = "/bai/1", **values: object) -> Article:
    """Return an article; its fingerprint covers what the values given change."""
    sample = Article(
        url=at(path),
        title="Đảng ủy phường làm tốt công tác dân vận",
        text="Đoạn một.\n\nĐoạn hai.",
        section="Tin tức - Sự kiện",
        published_at="2021-09-28T14:44:00+07:00",
        published_precision="minute",
        published_raw="28/09/2021 | 14:44",
        views=10,
        views_status="observed",
        views_raw="Lượt xem: 10",
    )
    made = replace(sample, **values)
    parts = (made.title, made.text, made.section, made.published_at, [a.url for a in made.attachments], made.links)
    return replace(made, fingerprint=hashlib.sha256(repr(parts).encode()).hexdigest())


def document(path: str = "/van-ban/1", **values: object) -> Document:
    """Return an official document."""
    sample = Document(
        url=at(path), number="206/KH-UBND", number_norm="206/KH-UBND", type="Kế hoạch", issuer="UBND quận",
        issued_on="2021-09-08", abstract="Kế hoạch tuyên truyền Đề án đường sắt", fingerprint="f1",
    )  # fmt: skip
    return replace(sample, **values)


def attachment(path: str = "/tep/1.pdf", **values: object) -> Attachment:
    """Return an attachment on the sample portal."""
    return replace(Attachment(url=at(path), fetch_url=at(path), label="Tải về", filename=path.split("/")[-1]), **values)


def article_page(item: Article | None = None, **values: object) -> Page:
    """Return the page of an article."""
    item = item or article()
    return replace(Page(url=item.url, kind="article", article=item), **values)


def listing_page(
    path: str, *items: str, page: int = 1, declared: int | None = None, next_path: str | None = None
) -> Page:
    """Return one page of the sample section's list."""
    rows = tuple(ListingItem(url=at(item), fetch_url=at(item)) for item in items)
    next_url = at(next_path) if next_path else None
    listing = Listing(
        section="Tin tức - Sự kiện", page=page, pages_declared=declared, items=rows, next_url=next_url,
        next_fetch_url=next_url,
    )  # fmt: skip
    return Page(url=at(path), kind="listing", listing=listing)


def file_page(path: str, content: bytes = b"%PDF") -> Page:
    """Return the page of a captured file."""
    payload = Payload(mime="application/pdf", bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    return Page(url=at(path), kind="other", payload=payload)


def link(path: str, kind: str = "article") -> Link:
    """Return a link to a page of the sample portal."""
    return Link(url=at(path), fetch_url=at(path), kind=kind)


def store(db: Database, what: Capture, page: Page, *, full: bool = False) -> Stored:
    """Store a page of the sample portal."""
    return store_page(db, PORTAL, what, page, full=full)


def one(db: Database, sql: str, *values: object) -> dict[str, object]:
    """Return the only row of a query."""
    (row,) = db.query(sql, list(values))
    return row


def dump(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables of ours but the registry of units, to compare two states of a database."""
    names = [
        name
        for name in db.table_names()
        if not name.startswith(("_", "unit")) and "_fts" not in name and "_exact" not in name
    ]
    return {name: sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}


def revisions(db: Database) -> list[tuple[int, list[str]]]:
    """Return the number of each revision, and the fields that it changed."""
    rows = db.execute("SELECT revision, changed FROM article_revisions ORDER BY revision")
    return [(revision, json.loads(changed)) for revision, changed in rows]
