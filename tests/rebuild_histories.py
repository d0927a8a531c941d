"""Short histories of one archive, done for real but without a network: each crawl in a process that may be killed."""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from crawler.archive.exchange import Exchange, Held
from crawler.clock import utc_after, utc_now
from crawler.demo import organisation
from crawler.demo.addresses import SHAPES, Hosts, article_address
from crawler.demo.articles import World
from crawler.demo.routes import answer, asked
from crawler.demo.state import SamplePortal
from crawler.extract.printed.dates import VIETNAM
from crawler.imports.keep import keep
from crawler.imports.records import Import, iter_captures
from crawler.imports.sources import record_files
from crawler.items import Capture
from crawler.portals import parse_portal
from crawler.recover import recover
from crawler.replay.steps import Step
from crawler.session import CrawlOptions, CrawlSession, open_session
from crawler.store.database import open_database
from crawler.urls import canonical_url
from crawler.workers import read_page
from crawler.writer import Writer
from tests.rebuild_checks import saved_warc

HOSTS = Hosts("127.0.0.1:8642", "localhost:8642")
TEXT = organisation.hosted_text(HOSTS.main, HOSTS.mirror)
PORTAL = parse_portal(TEXT, origin="test")
ARTICLES = 6
NOT_FETCHED = ("connection_lost", "timeout")
"""Faults at which there is no response; all others are answers."""


@dataclass(frozen=True)
class Fetch:
    """One address that a crawl asks for, and what comes of it."""

    target: int
    fault: str = ""
    """`500` `429` `404` `304` `truncated`, or a reason why there is no response; empty: what the portal says."""


@dataclass
class History:
    """An archive, and the portal that it is about."""

    archive: Path
    portal: SamplePortal = field(
        default_factory=lambda: SamplePortal(World(7, ARTICLES, datetime(2024, 3, 1, 9, tzinfo=VIETNAM)), HOSTS)
    )
    files: int = 0

    def __post_init__(self) -> None:
        (self.archive / "portals").mkdir(parents=True)
        (self.archive / "portals" / "longbien.toml").write_text(TEXT, encoding="utf-8")

    def address(self, target: int) -> str:
        """Return the address of an article, of a list, or of an attached file."""
        total = self.portal.catalogue.total
        if target < total:
            return article_address(self.portal.head(target), SHAPES[target % len(SHAPES)], "/tin-tuc")
        files = [file.address for id_ in range(total) for file in self.portal.files(id_)]
        others = ["/", *(section.path for section in organisation.article_sections()[:3]), *files, "/robots.txt"]
        return others[target % len(others)]

    def crawl(self, fetches: list[Fetch], *, days: int, seed: int, full: bool, killed: bool) -> None:
        """Crawl in a process of its own; if it is killed, then without warning, after the last fetch."""
        exchanges = [(fetch.fault, self._exchange(fetch, days)) for fetch in fetches]
        self._apart(lambda: _crawl(self.archive, exchanges, seed, full=full, killed=killed))

    def take_in(self, articles: list[int], year: int, *, killed: bool) -> None:
        """Import a file of pages as the portal shows them now, captured in another year."""
        self.files += 1
        urls = (self.address(number % self.portal.catalogue.total) for number in articles)
        pages = [(f"http://{HOSTS.main}{url}", answer(self.portal, asked(url, mirror=False)).body) for url in urls]
        path = saved_warc(self.archive.parent / f"{self.files}.warc.gz", pages, f"{year}-05-06T02:10:00Z")
        self._apart(lambda: _import(self.archive, path, killed=killed))

    def tear(self) -> None:
        """Leave the half of a record behind the newest WARC file, as a crawl that was killed does."""
        for path in sorted((self.archive / "warc" / "longbien").glob("*.warc.gz"))[-1:]:
            with path.open("ab") as file:
                file.write(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03 the first half of a record")

    def _exchange(self, fetch: Fetch, days: int) -> Exchange:
        address = self.address(fetch.target)
        reply = answer(self.portal, asked(address, mirror=False))
        status = int(fetch.fault) if fetch.fault.isdigit() else reply.status
        body = b"" if status == 304 else reply.body if status == reply.status else b"<html><body>Error</body></html>"
        headers = (("Content-Type", reply.content_type), *reply.headers)
        return Exchange(
            url=f"http://{HOSTS.main}{address}", fetched_at=utc_after(utc_now(), days=days), method="GET",
            request_headers=(), request_body=b"", protocol="HTTP/1.1", status=status,
            headers=tuple((name.encode(), value.encode()) for name, value in headers),
            body=body[: len(body) // 2] if fetch.fault == "truncated" else body, truncated=fetch.fault == "truncated",
        )  # fmt: skip

    def _apart(self, work: Callable[[], None]) -> None:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                work()
                code = 0
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        assert killed or os.waitstatus_to_exitcode(status) == 0


def _crawl(archive: Path, exchanges: list[tuple[str, Exchange]], seed: int, *, full: bool, killed: bool) -> None:
    session = _session(archive, CrawlOptions(full=full), "crawl")
    chance = random.Random(seed)
    asyncio.run(_fetch_all(session, exchanges, chance))
    _end(session, killed=killed)


async def _fetch_all(session: CrawlSession, exchanges: list[tuple[str, Exchange]], chance: random.Random) -> None:
    """Archive in one order, and store in another, as pages that are read beside each other are."""
    await session.note(Step(do="seed", at=utc_now()))
    waiting: list[Capture] = []
    for fault, exchange in exchanges:
        if fault in NOT_FETCHED:
            url = canonical_url(exchange.url, session.portal)
            await session.record_event(exchange.url, {"event": "not_fetched", "reason": fault})
            await session.note(Step(do="not_fetched", url=url, at=exchange.fetched_at, reason=fault))
            continue
        waiting.append(await session.record(exchange, _held(session.archive, exchange)))
        while waiting and chance.random() < 0.6:
            await _store(session, waiting.pop(chance.randrange(len(waiting))))
        if chance.random() < 0.3:
            await session.writer.commit()
    if chance.random() < 0.5:
        for capture in waiting:
            await _store(session, capture)


async def _store(session: CrawlSession, capture: Capture) -> None:
    if capture.requested_url.endswith("/robots.txt"):
        await session.store_exchange(capture)
    else:
        await session.store_page(capture, read_page(capture, session.portal))


def _held(archive: Path, exchange: Exchange) -> Held | None:
    """Return the newest full response of the address, committed so far."""
    sql = """
    SELECT record_id, payload_sha256, fetched_at, requested_url FROM captures
    WHERE requested_url = ? AND revisit_of IS NULL AND status = 200 ORDER BY fetched_at DESC LIMIT 1
    """
    with closing(sqlite3.connect(archive / "archive.db")) as db:
        row = db.execute(sql, [exchange.url]).fetchone()
    unchanged = row is not None and (exchange.status == 304 or row[1] == hashlib.sha256(exchange.body).hexdigest())
    return (
        Held(**dict(zip(("record_id", "payload_sha256", "fetched_at", "requested_url"), row, strict=True)))
        if (unchanged)
        else None
    )


def _import(archive: Path, path: Path, *, killed: bool) -> None:
    kept = keep(archive, PORTAL.id, path, hashlib.sha256(path.read_bytes()).hexdigest())
    session = _session(archive, CrawlOptions(), "import")
    run = Import(session.portal, session.crawl_id, utc_now())

    async def take_all() -> None:
        for source in record_files(kept, kept.parent):
            with closing(open_database(archive / "archive.db")) as db:
                captures = list(iter_captures(lambda: db, archive, run, source, set()))
            for capture in captures:
                if isinstance(capture, Capture):
                    await _store(session, capture)

    asyncio.run(take_all())
    _end(session, killed=killed)


def _session(archive: Path, options: CrawlOptions, kind: str) -> CrawlSession:
    """Open the archive as a crawl does; what a killed one left is taken in before, in this process."""
    if (archive / "archive.db").exists():
        writer = Writer(lambda: open_database(archive / "archive.db"), lambda: None)
        writer.run(recover, archive, PORTAL, lambda capture: read_page(capture, PORTAL))
        writer.close()
    return open_session(archive, PORTAL, TEXT, options, {}, kind=kind)  # type: ignore[arg-type]


def _end(session: CrawlSession, *, killed: bool) -> None:
    if killed:
        os.kill(os.getpid(), signal.SIGKILL)
    session.finish("finished")
