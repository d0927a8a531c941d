"""Verbs for pages that others saved: `kho import`, `kho backfill` and `kho replay`."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.commands.options import archive_option, day_option, json_option
from crawler.errors import ArchiveDamagedError, ConfigurationError, KhoError

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.imports.plan import Looked
    from crawler.imports.run import Imported

WAYBACK = "https://web.archive.org/cdx/search/cdx"
REASONS = {
    "known": "stored before",
    "other_host": "of hosts that no portal file names",
    "no_address": "of addresses that no page has: too long, with control characters or a user's name",
    "not_get": "answers to POST, HEAD or other requests than GET",
    "no_date": "without a readable date",
    "coarse_date": "dated without hour and minute",
    "in_the_future": "dated in the future",
    "no_response": "without an HTTP response",
    "no_original": "revisits of a payload that is not in the archive",
    "damaged": "unreadable, or not what they state",
}
RENAMED = "under another id than theirs, which a record with other content has"


@click.command(name="import", epilog="Example: kho import crawl-2019.warc.gz browsertrix.wacz --dry-run")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(readable=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would come in, and change nothing.")
@archive_option
@json_option
def import_(files: tuple[Path, ...], dry_run: bool, archive: Path, as_json: bool) -> None:
    """Take in pages that others saved: WARC, ARC and WACZ files, packed or not.

    Files are copied as they are; pages of known portals stand beside our own captures, at their own time.
    The same file twice changes nothing. Exit codes: 2 no web archive, 5 damaged (what is whole was taken in).
    """
    from crawler.imports.plan import look_through, take_in

    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    faults: list[KhoError] = []
    with _bar("bytes read") as progress:
        looked = look_through(list(files), archive, faults.append, progress)
    done: list[Imported] = []
    if not dry_run:
        with _bar("records") as progress:
            for result in take_in(looked, archive, progress):
                (faults if isinstance(result, KhoError) else done).append(result)  # type: ignore[arg-type]
    _show(looked, done, archive, as_json=as_json, dry_run=dry_run)
    for fault in faults:
        click.echo(f"kho: {' '.join(str(fault).split())}", err=True)
    sys.exit(_exit_code(looked, done, faults))


@click.command(epilog="Example: kho backfill longbien --from 2015-01-01 --to 2025-06-30")
@click.argument("portal")
@click.option(
    "--cdx",
    default=WAYBACK,
    show_default=True,
    metavar="URL",
    help="CDX server of the web archive; https://index.commoncrawl.org/ for Common Crawl.",
)
@click.option("--from", "since", type=day_option, help="Captures of this day or later.")
@click.option("--to", "until", type=day_option, help="Captures of this day or earlier.")
@click.option("--every", type=click.IntRange(1), metavar="DAYS", help="Unchanged pages too, one each so many days.")
@click.option("--again", is_flag=True, help="Ask again for captures that are listed and were not in the web archive.")
@click.option("--dry-run", is_flag=True, help="Ask the CDX server, say what would be fetched, and fetch nothing.")
@archive_option
@json_option
def backfill(
    portal: str, cdx: str, since: datetime | None, until: datetime | None, every: int | None, again: bool,
    dry_run: bool, archive: Path, as_json: bool,
) -> None:  # fmt: skip
    """Fetch what a web archive holds of PORTAL: this is how a portal that is gone comes back.

    Of each page: the first capture, the last, and each where its content changed. Run it again to go on.
    Exit codes as for `kho crawl`.
    """
    from crawler import terminal
    from crawler.backfill.options import BackfillOptions
    from crawler.backfill.run import EXIT_CODES
    from crawler.backfill.run import backfill as run

    if since and until and since > until:
        raise ConfigurationError(f"--from {since:%Y-%m-%d} is later than --to {until:%Y-%m-%d}: nothing lies between")
    options = BackfillOptions(
        cdx=cdx, since=since.date() if since else None, until=until.date() if until else None, every=every,
        again=again, dry_run=dry_run,
    )  # fmt: skip
    spider = run(portal, archive, options)
    if dry_run:
        found = {"captures": spider.listed, "to_fetch": spider.to_fetch}
        click.echo(json.dumps(found) if as_json else f"{spider.listed} captures, {spider.to_fetch} to fetch")
    else:
        terminal.show_crawls(_rows_of({spider.session.crawl_id}, archive), as_json=as_json)
    if spider.missing:
        click.echo(f"kho: {portal}: not_in_archive: {spider.missing}; noted in the WARC file", err=True)
    if spider.asked_before:
        click.echo(f"kho: {portal}: not_in_archive: {spider.asked_before}; --again asks for them", err=True)
    if spider.detail:
        click.echo(f"kho: {portal}: {spider.reason}: {spider.detail}", err=True)
    assert spider.outcome is not None
    sys.exit(EXIT_CODES[spider.outcome.verdict])


@click.command(epilog="Example: kho replay --port 8080")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535))
@archive_option
def replay(port: int, archive: Path) -> None:
    """Show archived pages as they were, with pywb, on this machine alone. `kho serve` links to it."""
    from crawler.web.wayback import replay_archive

    replay_archive(archive, port=port)


def _exit_code(looked: list[Looked], done: list[Imported], faults: list[KhoError]) -> int:
    codes = [fault.exit_code for fault in faults]
    if any(one.survey.damages for one in looked) or any(one.left_out["damaged"] for one in done):
        codes.append(ArchiveDamagedError.exit_code)
    if any(one.verdict is not None and one.verdict.verdict == "interrupted" for one in done):
        return 130
    return max(codes, default=0)


def _show(looked: list[Looked], done: list[Imported], archive: Path, *, as_json: bool, dry_run: bool) -> None:
    from crawler import terminal

    for one in looked:
        for damage in one.survey.damages:
            click.echo(f"kho: {one.given.path}: {damage}; left out, the rest was read", err=True)
    damages = [damage for one in done for damage in one.damages]
    for record in damages:
        click.echo(f"kho: {record}; left out, the rest was read", err=True)
    if as_json:
        found = {"files": [_as_dict(one) for one in looked], "imports": _crawls(done, archive)}
        terminal.print_json(found | {"damages": [record.as_json() for record in damages]})
        return
    for one in looked:
        for portal, pages in one.survey.pages.items():
            span = f"{one.survey.first[portal][:10]} to {one.survey.last[portal][:10]}"
            click.echo(f"{one.given.path}: {pages} responses of {portal}, {span}{_left_out(one.survey.left_out)}")
    if dry_run:
        click.echo("nothing was changed (--dry-run)")
        return
    for portal_done in done:
        renamed = f" ({portal_done.renamed} {RENAMED})" if portal_done.renamed else ""
        click.echo(f"{portal_done.portal_id}: {portal_done.taken} taken in{renamed}{_left_out(portal_done.left_out)}")
    crawls = _crawls(done, archive)
    if crawls:
        terminal.show_crawls(crawls, as_json=False)


def _as_dict(one: Looked) -> dict[str, object]:
    return {
        "file": str(one.given.path), "sha256": one.given.sha256, "pages": dict(one.survey.pages),
        "first": one.survey.first, "last": one.survey.last, "left_out": dict(one.survey.left_out),
        "damages": one.survey.damages,
    }  # fmt: skip


def _left_out(counts: Mapping[Any, int]) -> str:
    told = [f"{count} {REASONS[reason]}" for reason, count in counts.items() if count]
    return f"; left out: {', '.join(told)}" if told else ""


def _crawls(done: list[Imported], archive: Path) -> list[dict[str, object]]:
    return _rows_of({one.crawl_id for one in done if one.crawl_id}, archive)


def _rows_of(ids: set[str], archive: Path) -> list[dict[str, object]]:
    if not ids:
        return []
    from crawler.store import queries
    from crawler.store.database import open_read_only

    with closing(open_read_only(archive / "archive.db")) as db:
        return [row for row in queries.latest_crawls(db, limit=2 * len(ids) + 10) if row["id"] in ids]


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int], None]]:
    """Yield what to tell how much more was read; shown on a terminal alone."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} {task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda more: bar.advance(task, more)
