"""The verb `kho rebuild`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands.options import archive_option, json_option
from crawler.errors import ArchiveDamagedError, ConfigurationError
from crawler.portals import portal_files
from crawler.seldom import Seldom

if TYPE_CHECKING:
    from crawler.rebuild.run import Progress, Wanted

LINE_SECONDS = 10.0
DIFFERS = 1
INTERRUPTED = 130
EPILOG = """\b
Example: kho rebuild --check
After a correction of a portal file:
  kho rebuild --dry-run --portal longbien
  kho rebuild --portal longbien
"""


@click.command(epilog=EPILOG)
@click.option("--check", "only_check", is_flag=True, help="Only compare, and print what differs.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--portal", "portal_id", help="Only this portal, read with its portal file as it is now.")
@click.option(
    "--new-rules", is_flag=True, help="Read the pages of all portals with their portal files as they are now."
)
@archive_option
@json_option
def rebuild(
    only_check: bool, dry_run: bool, portal_id: str | None, new_rules: bool, archive: Path, as_json: bool
) -> None:
    """Derive the database anew from the WARC files; the old one is kept beside it as archive.db.<time>.old.

    Each page is read with the portal file of its time, or the one applied last: with --portal ID the portal's file as
    it is now is applied to all its old captures, which is noted in its WARC files. --check compares with what is noted.

    Exit codes: 0 done, or nothing differs; 1 something differs (--check); 2 a crawl is running; 5 records are damaged
    (all others are in the database).
    """
    if only_check and dry_run:
        raise ConfigurationError("--check and --dry-run compare both: give one of them")
    from crawler.rebuild import Wanted

    applies = portal_id in portal_files(archive) and not only_check
    wanted = Wanted(portal_id=portal_id, new_rules=new_rules or applies)
    try:
        compares = only_check or dry_run
        sys.exit(_compare(archive, wanted, dry_run, as_json) if compares else _make(archive, wanted, as_json))
    except KeyboardInterrupt:
        click.echo("kho: stopped; the database is as it was", err=True)
        sys.exit(INTERRUPTED)


def _compare(archive: Path, wanted: Wanted, would: bool, as_json: bool) -> int:
    """Compare, print the differences, and return the exit code."""
    from crawler.rebuild import check
    from crawler.rebuild.text import checked_lines, checked_object
    from crawler.terminal import print_json
    from crawler.verify.audit import locked

    with locked(archive, wanted.portal_id), _shown_progress() as progress:
        checked = check(archive, progress, wanted)
    if as_json:
        print_json(checked_object(checked))
    else:
        for line in checked_lines(checked, would=would):
            click.echo(line)
    if checked.rebuilt.faults:
        return ArchiveDamagedError.exit_code
    return DIFFERS if checked.comparison.total and not would else 0


def _make(archive: Path, wanted: Wanted, as_json: bool) -> int:
    """Make the database anew, print what was done, and return the exit code."""
    from crawler.rebuild import rebuild as make
    from crawler.rebuild.text import rebuilt_lines, rebuilt_object
    from crawler.terminal import print_json
    from crawler.verify.audit import locked, portals_in

    if wanted.portal_id is not None and wanted.portal_id not in portals_in(archive):
        raise ConfigurationError(f"{wanted.portal_id}: this archive holds no WARC file of it (see `kho portals`)")
    with locked(archive, None, to_write=True), _shown_progress() as progress:
        rebuilt = make(archive, progress, wanted)
    if as_json:
        print_json(rebuilt_object(rebuilt))
    else:
        for line in rebuilt_lines(rebuilt):
            click.echo(line)
    return ArchiveDamagedError.exit_code if rebuilt.faults else 0


@contextmanager
def _shown_progress() -> Iterator[Progress]:
    """Yield what to tell how far it is: a bar on a terminal, a line every ten seconds elsewhere."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=30), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("WARC", total=None)
        yield lambda done, total, articles: bar.update(
            task, completed=done, total=total, description=f"{done} / {total} records · {articles} articles"
        )


class _Lines:
    """Tells how far it is, now and then."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._seldom = Seldom(LINE_SECONDS)

    def __call__(self, done: int, total: int, articles: int) -> None:
        if self._seldom.is_due():
            rate = done / (time.monotonic() - self._started)
            click.echo(f"{done} of {total} records · {articles} articles · {rate:.0f} records/s", err=True)
