"""`kho portals try`: what a portal file makes of one page, beside what is made of it without one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.commands.options import archive_option, json_option
from crawler.errors import ConfigurationError, KhoError
from crawler.portals import read_portal_file

if TYPE_CHECKING:
    from crawler.items import Capture, Page
    from crawler.portals import Portal

SHOWN = (
    "kind",
    "url",
    "title",
    "section",
    "published_at",
    "views",
    "author",
    "summary",
    "text",
    "attachments",
    "links",
)
WIDTH = 58


class NotFetchedError(KhoError):
    """Raised when the page could not be fetched; the message says why."""

    exit_code = 3


@click.command("try", epilog="Example: kho portals try portals/longbien.toml http://longbien.hanoi.gov.vn/tin-tuc/bai")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("url")
@click.option("--saved", type=click.Path(path_type=Path, dir_okay=False), help="Read this file instead of asking URL.")
@archive_option
@json_option
def try_file(file: Path, url: str, saved: Path | None, archive: Path, as_json: bool) -> None:
    """Show side by side what is extracted from the page at URL with portal FILE and without any.

    Edit FILE and run it again; nothing needs to be restarted. `kho rebuild --portal ID` applies the file
    to what is archived.
    """
    from crawler.learn.verdict.trial import bare, matches, page_facts
    from crawler.terminal import print_json

    del archive  # what the page is today is asked, not what is held
    portal, _ = read_portal_file(file)
    capture = _saved(saved, url, portal) if saved is not None else _fetched(url, portal)
    with_file, without = _read(capture, portal), _read(capture, bare(portal))
    ours, theirs, found = page_facts(with_file), page_facts(without), matches(capture, portal)
    if as_json:
        print_json({"url": url, "with_file": ours, "without": theirs, "selectors": found})
        return
    for line in _table(ours, theirs, file.name):
        click.echo(line)
    for key, selector in portal.select.by_key():
        if not found[key]:
            click.echo(f"  selector      select.{key} finds nothing on this page: {selector}")


def _read(capture: Capture, portal: Portal) -> Page:
    from crawler.workers import read_page

    return read_page(capture, portal)


def _saved(path: Path, url: str, portal: Portal) -> Capture:
    """Return a saved page as if it had come from `url`. Raises: ConfigurationError."""
    from crawler.clock import utc_now
    from crawler.items import Capture

    try:
        body = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from None
    return Capture(
        portal_id=portal.id, crawl_id="try", requested_url=url, fetched_at=utc_now(), status=200, body=body,
        mime="text/html",
    )  # fmt: skip


def _fetched(url: str, portal: Portal) -> Capture:
    """Fetch one page, as politely as a crawl. Raises: NotFetchedError, ConfigurationError."""
    from crawler.probe import fetch_one
    from crawler.urls import is_on, resolve

    if resolve("", url) is None or not is_on(portal, url):
        raise ConfigurationError(f"{url}: not an address on {', '.join(sorted(portal.hosts))}")
    capture, reason = fetch_one(url, portal)
    if capture is None:
        raise NotFetchedError(f"{url}: could not be fetched: {reason}")
    return capture


def _table(ours: dict[str, Any], theirs: dict[str, Any], name: str) -> Iterator[str]:
    """Yield the lines of two columns; `*` marks what differs."""
    yield f"  {'':<13} {name[:WIDTH]:<{WIDTH}}   without a portal file"
    for key in SHOWN:
        mine, other = _short(ours.get(key)), _short(theirs.get(key))
        yield f"{' ' if ours.get(key) == theirs.get(key) else '*'} {key:<13} {mine:<{WIDTH}}   {other}"
    for code in ours.get("problems", []):
        yield f"  problem       {code}"


def _short(value: object) -> str:
    text = "-" if value is None else " ".join(str(value).split())
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"
