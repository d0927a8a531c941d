"""`kho extract`: hold the extractor against pages of your own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from crawler.clock import format_utc
from crawler.commands.options import archive_option
from crawler.errors import ConfigurationError

EPILOG = """\b
Example: kho extract trang.html --url https://longbien.hanoi.gov.vn/tin-tuc/bai
Examples:
  kho extract saved/*.html | jq -r '[.file, .article.published_at, .article.views] | @tsv'
  kho extract crawl.warc.gz > pages.jsonl
  curl -s URL | kho extract - --url URL --fetched-at 2026-11-23T02:39:18Z
"""


@click.command(epilog=EPILOG)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--url", help="Address of the page; holds for all FILES. Without it: what the page says, else file:.")
@click.option(
    "--portal", "portal_name", metavar="ID|FILE", help="Portal, by id or portal file. Without it: the one of the host."
)
@click.option(
    "--fetched-at", metavar="TIME",
    help="When the pages were captured: UTC, 2026-11-23T02:39:18Z. Without it the file's own time is the latest that"
    " can be, and times such as `3 giờ trước` are not counted back.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON; it always does.")
@archive_option
def extract(
    files: tuple[str, ...],
    url: str | None,
    portal_name: str | None,
    fetched_at: str | None,
    as_json: bool,
    archive: Path,
) -> None:
    """Print what would be extracted from saved pages: one JSON object a page, one a line.

    FILE is HTML in any encoding, packed by gzip or not, .mhtml, WARC (each response one object), or another file whose
    text can be read (kind `other`); - is standard input. A page that cannot be read well is told under `problems`.
    Where the address of a page is not known, addresses without a host begin with /.
    """
    from crawler.page_json import json_line
    from crawler.saved.address import Portals, chosen_portal
    from crawler.saved.reading import SavedReader

    del as_json  # nothing else is printed
    for file in files:
        _check_file(file)
    reader = SavedReader(
        portals=Portals(archive),
        url=_checked_url(url),
        portal=chosen_portal(portal_name, archive) if portal_name else None,
        fetched_at=_checked_time(fetched_at),
    )
    for file in _shown(files):
        try:
            for found in reader.objects(file):
                click.echo(json_line(found), nl=False)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise ConfigurationError(f"{file}: cannot be read: {error.strerror or error}") from None


def _check_file(file: str) -> None:
    """Raise ConfigurationError for what can be no file of pages, before anything is printed."""
    path = Path(file)
    if file == "-":
        return
    if path.is_dir():
        raise ConfigurationError(f"{file}: a directory; name the files in it, for example {file.rstrip('/')}/*.html")
    if not path.exists():
        raise ConfigurationError(f"{file}: no such file")
    if not os.access(path, os.R_OK):
        raise ConfigurationError(f"{file}: cannot be read: permission denied")


def _checked_url(url: str | None) -> str | None:
    from crawler.urls import resolve

    if url is None:
        return None
    found = resolve("", url)
    if found is None:
        raise ConfigurationError(f"--url {url}: expected an address that begins with http:// or https://")
    return found


def _checked_time(text: str | None) -> str | None:
    """Return a moment as the archive writes it; without a zone it is UTC."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return format_utc(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        raise ConfigurationError(f"--fetched-at {text}: expected a time such as 2026-11-23T02:39:18Z") from None


def _shown(files: tuple[str, ...]) -> Iterable[str]:
    """Return the files; while they are read, a terminal that shows nothing else is told how far it is."""
    wanted = len(files) > 1 and sys.stderr.isatty() and not sys.stdout.isatty()
    return _with_bar(files) if wanted else files


def _with_bar(files: tuple[str, ...]) -> Iterator[str]:
    from rich.console import Console
    from rich.progress import track

    yield from track(files, description="extract", console=Console(stderr=True), transient=True)
