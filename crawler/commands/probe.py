"""`kho probe`: sample an unknown portal, write its portal file, say how good it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands.options import archive_option, json_option
from crawler.errors import ConfigurationError

if TYPE_CHECKING:
    from crawler.items import Capture
    from crawler.learn.verdict.report import Report
    from crawler.probe import Probed

MAX_SHOWN = 5
"""Addresses of one reason that are shown."""
EPILOG = """\b
Example: kho probe https://quan-vi-du.gov.vn/ -o portals/
  kho portals try portals/quan_vi_du.toml https://quan-vi-du.gov.vn/tin-tuc/bai-1.html
"""


@click.command(epilog=EPILOG)
@click.argument("url")
@click.option("--sample", default=60, show_default=True, type=click.IntRange(5, 500), help="Requests at most.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File or folder to write to; else it is printed.")
@click.option(
    "--save-pages", type=click.Path(path_type=Path, file_okay=False), help="Folder for pages as test cases to review."
)
@click.option("--force", is_flag=True, help="Write over a portal file that is there and says otherwise.")
@archive_option
@json_option
def probe(
    url: str, sample: int, output: Path | None, save_pages: Path | None, force: bool, archive: Path, as_json: bool
) -> None:
    """Look at a small sample of the portal at URL, write its portal file, and say how good that is.

    What a portal file marked unverified says of its name, unit and hosts is kept. A file that is there already and says
    otherwise is left as it is, unless --force is given.
    Exit code 3: the site cannot be learned (dead, closed to us, no portal); nothing is written.
    """
    from crawler.onboard import forwarding_line, write_portal
    from crawler.terminal import print_json

    url = checked_url(url)
    probed = _probed(url, sample, archive)
    if told := forwarding_line(url, probed.portal):
        click.echo(told, err=True)
    path = None
    if output is not None:
        path = write_portal(probed.text, probed.portal.id, output, known=probed.known, force=force)
    saved = _save(probed.captures, save_pages) if save_pages is not None else []
    if as_json:
        print_json({"portal": probed.portal.id, "file": str(path) if path else None, **asdict(probed.report)})
        return
    if path is None:
        click.echo(probed.text)
    show_report(probed.report, path)
    if saved:
        click.echo(f"saved: {len(saved)} pages in {save_pages}, each with a .json to be reviewed", err=path is None)


def _probed(url: str, sample: int, archive: Path) -> Probed:
    """Probe a portal. Raises: NoPortalError, also for an address that forwards to a portal that is known."""
    from crawler.onboard import known_portal
    from crawler.probe import KnownPortalError, NoPortalError
    from crawler.probe import probe as run_probe

    try:
        return run_probe(url, sample=sample, known_at=lambda address: known_portal(address, archive))
    except KnownPortalError as error:
        raise NoPortalError(f"{url} forwards to portal {error}, which has its file: probe its own address") from None


def _save(captures: dict[str, Capture], folder: Path) -> list[Path]:
    """Write pages of the sample as test cases. Raises: ConfigurationError."""
    from crawler.probe_pages import save_pages

    return save_pages(captures.values(), folder)


def checked_url(url: str) -> str:
    """Return an address of a site, `http://` where it names no scheme. Raises: ConfigurationError."""
    from crawler.urls import resolve

    found = resolve("", url if "://" in url else f"http://{url}/")
    if found is None:
        raise ConfigurationError(f"{url}: expected the address of a portal, such as https://longbien.hanoi.gov.vn/")
    return found


def show_report(report: Report, path: Path | None) -> None:
    """Print a readiness report for people; beside the file itself it goes to standard error."""
    for line in report_lines(report):
        click.echo(line, err=path is None)
    if path is not None:
        click.echo(f"written: {path}")


def report_lines(report: Report) -> Iterator[str]:
    """Yield the lines of a readiness report."""
    yield f"{report.grade}  {report.reason}"
    yield f"{report.requests} requests, {report.pages} pages, {report.articles} articles, {report.lists} lists"
    for name, counts in report.fields.items():
        extra = "".join(f", {counts[key]} {key}" for key in ("conflicting", "implausible") if counts[key])
        yield f"  {name:<13} {counts['filled']} of {counts['of']}{extra}"
    yield (
        f"stable: {report.stable} of {report.fetched_twice} articles fetched twice,"
        f" {report.lists_stable} of {report.lists_twice} lists"
    )
    if report.size is not None:
        yield f"size: about {report.size} articles ({report.size_from}), {report.days} days at the polite rate"
    if report.unrendered:
        yield f"not counted: {report.unrendered} pages that were not rendered, as the crawl will do"
    yield from (f"not understood: {url}" for url in report.not_understood)
    yield from _not_fetched(report)


def _not_fetched(report: Report) -> Iterator[str]:
    """Yield the addresses that gave no page, those with one reason together."""
    found: dict[str, list[str]] = {}
    for url, why in report.not_fetched.items():
        found.setdefault(why, []).append(url)
    for why, urls in found.items():
        yield from (f"not fetched: {url}  {why}" for url in urls[:MAX_SHOWN])
        if len(urls) > MAX_SHOWN:
            yield f"not fetched: {len(urls) - MAX_SHOWN} addresses more, {why} (--json names all)"
