"""The `kho` command: one thin function per verb. What the verbs do lies in the modules they call."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from crawler import __version__, terminal
from crawler.commands.extract import extract
from crawler.commands.options import archive_option, day_option, json_option
from crawler.commands.portals import try_file
from crawler.commands.probe import probe
from crawler.commands.rebuild import rebuild
from crawler.commands.saved_by_others import backfill, import_, replay
from crawler.commands.units import units
from crawler.commands.upkeep import pack, verify
from crawler.commands.verbs import Verbs
from crawler.errors import ConfigurationError, KhoError
from crawler.export.csv import export_csv
from crawler.export.jsonl import export_jsonl
from crawler.portals import iter_portals, portal_files, read_portal_file
from crawler.status import portal_statuses
from crawler.store import queries
from crawler.store.database import open_read_only
from crawler.store.filters import Filters
from crawler.store.search import search as search_all
from crawler.units.about import about

EXPORTERS = {"csv": export_csv, "jsonl": export_jsonl}


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]}, epilog="Start with: kho demo")
@click.version_option(__version__, prog_name="kho")
@click.option("--debug", is_flag=True, help="Show tracebacks of errors.")
def main(debug: bool) -> None:
    """Kho keeps what Vietnamese local governments publish: crawls portals into WARC and SQLite."""


main.add_command(extract)
main.add_command(rebuild)
main.add_command(import_)
main.add_command(backfill)
main.add_command(replay)
main.add_command(verify)
main.add_command(pack)
main.add_command(probe)
main.add_command(units)


def filters(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the filters that search and export share, gathered into one `Filters`."""

    @click.option("--portal", help="Only this portal.")
    @click.option("--section", help="Only this section (name as printed, marks optional).")
    @click.option("--since", type=day_option, help="Published on this day or later.")
    @click.option("--until", type=day_option, help="Published on this day or earlier.")
    @click.option("--unit", help="Portals of this unit and of those it goes back to, and texts that name one of them.")
    @wraps(function)
    def wrapped(
        portal: str | None,
        section: str | None,
        since: datetime | None,
        until: datetime | None,
        unit: str | None,
        **rest: Any,
    ) -> Any:
        chosen = Filters(
            portal=portal,
            section=section,
            since=since.date().isoformat() if since else None,
            until=until.date().isoformat() if until else None,
            unit=about(unit) if unit else None,
        )
        return function(filters=chosen, **rest)

    return wrapped


@main.command(epilog="Example: kho demo --articles 300")
@click.option(
    "--articles", default=300, show_default=True, type=click.IntRange(1, 100_000), help="Articles to publish."
)
@click.option(
    "--port", default=0, type=click.IntRange(0, 65535), help="Port of the sample portal; 0: one that is free."
)
@click.option("--archive", type=click.Path(path_type=Path, file_okay=False), default="data/demo", show_default=True)
def demo(articles: int, port: int, archive: Path) -> None:
    """Crawl a sample portal on this machine and show what was stored."""
    from crawler.tour import run_tour  # needs the extra `demo`

    sys.exit(run_tour(archive, articles=articles, port=port))


@main.command(epilog="Example: kho crawl longbien --max-minutes 30")
@click.argument("portals", nargs=-1, required=True, metavar="PORTAL|URL…")
@click.option("--full", is_flag=True, help="Fetch every page again, not only what is new, changed or due.")
@click.option("--limit", type=click.IntRange(1), help="Stop after N articles.")
@click.option("--since", type=day_option, help="Leave out articles that the lists date before this day.")
@click.option(
    "--max-minutes", type=click.FloatRange(0, min_open=True), help="Stop after M minutes; the rest stays due."
)
@click.option("--no-attachments", is_flag=True, help="Leave out attached files and pictures.")
@archive_option
@json_option
def crawl(
    portals: tuple[str, ...], full: bool, limit: int | None, since: datetime | None, max_minutes: float | None,
    no_attachments: bool, archive: Path, as_json: bool,
) -> None:  # fmt: skip
    """Crawl portals: new, changed and due pages. Goes on where an interrupted crawl was.

    Exit codes: 0 complete, 3 partial, 4 failed, 130 interrupted (run it again to go on).
    """
    from crawler.crawl import crawl_portals  # Scrapy takes half a second to load
    from crawler.onboard import onboard_unknown
    from crawler.session import CrawlOptions

    options = CrawlOptions(
        full=full, limit=limit, since=since.date() if since else None, max_minutes=max_minutes,
        attachments=not no_attachments,
    )  # fmt: skip
    ready = onboard_unknown(portals, archive)
    samples = {name: sample for name, sample in ready if sample}
    results = crawl_portals([name for name, _ in ready], archive, options, samples=samples)
    with closing(open_read_only(archive / "archive.db")) as db:
        ended = {result.crawl_id for result in results}
        crawls = [row for row in queries.latest_crawls(db, limit=2 * len(ended)) if row["id"] in ended]
    terminal.show_crawls(crawls, as_json=as_json)
    for result in results:
        if result.error:
            click.echo(f"kho: {result.error}", err=True)
        elif result.detail:
            click.echo(f"kho: {result.portal_id}: {result.verdict.reason}: {result.detail}", err=True)
    sys.exit(max(result.exit_code for result in results))


@main.group(invoke_without_command=True, epilog="Example: kho portals check my-portal.toml")
@archive_option
@json_option
@click.pass_context
def portals(ctx: click.Context, archive: Path, as_json: bool) -> None:
    """List the portals known, with their state."""
    if ctx.invoked_subcommand is None:
        known = [portal for portal, _ in iter_portals(archive)]
        terminal.show_portals(known, _states(archive / "archive.db"), as_json=as_json)


def _states(path: Path) -> dict[str, queries.Row]:
    """Return what the archive holds of each portal; nothing if there is no archive yet."""
    if not path.exists():
        return {}
    with closing(open_read_only(path)) as db:
        return {row["portal_id"]: row for row in queries.portal_states(db)}


portals.add_command(try_file)


@portals.command(epilog="Example: kho portals check spiders/portals/longbien.toml")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...]) -> None:
    """Check portal FILES, or all that are known; name each fault with file, key and what was expected."""
    archive: Path = ctx.parent.params["archive"] if ctx.parent else Path("data")
    faults = []
    for path in files or tuple(portal_files(archive).values()):
        try:
            read_portal_file(path)
            click.echo(f"{path}: good")
        except KhoError as error:
            faults.append(str(error))
            click.echo(f"kho: {error}", err=True)
    ctx.exit(ConfigurationError.exit_code if faults else 0)


@main.command(epilog='Example: kho search "dân vận" --since 2021-01-01')
@click.argument("query")
@filters
@click.option("--documents", is_flag=True, help="Official documents instead of articles.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000))
@archive_option
@json_option
def search(query: str, filters: Filters, documents: bool, limit: int, archive: Path, as_json: bool) -> None:
    """Find articles (or documents); marks are optional: "dan van" finds "dân vận"."""
    with closing(open_read_only(archive / "archive.db")) as db:
        found = search_all(db, query, filters=filters, kind="document" if documents else "article", limit=limit)
    terminal.show_hits(found, as_json=as_json)


@main.command(epilog="Example: kho show 3f2a9c01d4e5b678")
@click.argument("id", metavar="ID|URL")
@archive_option
@json_option
def show(id: str, archive: Path, as_json: bool) -> None:
    """Show one article or document as stored, with its history and the record that proves it."""
    with closing(open_read_only(archive / "archive.db")) as db:
        ids = queries.find_ids(db, id, limit=3)
        if len(ids) != 1:
            fault = "several ids begin with this" if ids else "no article or document has this id or address"
            raise ConfigurationError(f"{id}: {fault} (see `kho search`)")
        found = queries.get_article(db, ids[0]) or queries.get_document(db, ids[0]) or {}
    terminal.show_item(found, as_json=as_json)


@main.command(epilog="Example: kho status longbien")
@click.argument("portal", required=False)
@archive_option
@json_option
@click.pass_context
def status(ctx: click.Context, portal: str | None, archive: Path, as_json: bool) -> None:
    """Show crawls, coverage by section, fill rates and problems. Exit 1 if something needs a person."""
    expected = {known.id: known.expect for known, _ in iter_portals(archive)}
    with closing(open_read_only(archive / "archive.db")) as db:
        statuses = portal_statuses(db, portal, expected)
    terminal.show_statuses(statuses, as_json=as_json)
    ctx.exit(1 if any(status.attention for status in statuses) else 0)


@main.command(epilog="Example: kho export -o tin-tuc-2021.csv --since 2021-01-01 --until 2021-12-31")
@click.option("-o", "--output", required=True, metavar="FILE", help="Ends in .csv or .jsonl; - is standard output.")
@click.option("--format", "format_", type=click.Choice(list(EXPORTERS)), help="Instead of what FILE's ending says.")
@click.option("--query", help="Only what this search finds.")
@filters
@archive_option
def export(output: str, format_: str | None, query: str | None, filters: Filters, archive: Path) -> None:
    """Write articles to a file that opens right in Excel (csv) or any program (jsonl)."""
    write = EXPORTERS.get(format_ or ("csv" if output == "-" else Path(output).suffix.lstrip(".")))
    if write is None:
        raise ConfigurationError(f"{output}: which format? Let it end in .csv or .jsonl, or say --format")
    with closing(open_read_only(archive / "archive.db")) as db:
        count = write(db, output, query=query, filters=filters)
    if output != "-":
        click.echo(f"{count} articles written to {output}", err=True)


@main.command(epilog="Example: kho serve --port 8001")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--replay-port", default=8080, show_default=True, type=click.IntRange(1, 65535), help="Port of `kho replay`."
)
@archive_option
def serve(port: int, replay_port: int, archive: Path) -> None:
    """Browse the archive's database with Datasette, on this machine alone."""
    from crawler.web.server import serve_archive

    serve_archive(archive / "archive.db", port=port, replay_port=replay_port)
