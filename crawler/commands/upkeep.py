"""Verbs that look after the archive: `kho verify` and `kho pack`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from crawler.commands.options import archive_option, day_option, json_option
from crawler.errors import ArchiveDamagedError, ConfigurationError


@click.command(epilog="Example: kho verify --full --json > audit.json")
@click.argument("packages", nargs=-1, metavar="[FILE.wacz…]", type=click.Path(path_type=Path))
@click.option("--portal", "portal_id", help="Only this portal.")
@click.option("--full", is_flag=True, help="Read every page again and compare every row, not only a sample.")
@click.option("--repair", is_flag=True, help="Mend what can be mended; what is lost is named and marked.")
@click.option("--dry-run", is_flag=True, help="With --repair: say what would be done, and do nothing.")
@archive_option
@json_option
def verify(
    packages: tuple[Path, ...], portal_id: str | None, full: bool, repair: bool, dry_run: bool, archive: Path,
    as_json: bool,
) -> None:  # fmt: skip
    """Look over the archive, or WACZ files: each byte, each row and its record, a sample of pages read again.

    Exit codes: 0 whole, 5 damaged.
    """
    from crawler.terminal import print_json
    from crawler.verify.audit import verify as audit
    from crawler.verify.bar import shown_progress
    from crawler.verify.repair import mend
    from crawler.verify.text import report_lines

    if dry_run and not repair:
        raise ConfigurationError("--dry-run says what --repair would do; give both")
    if packages and (repair or portal_id):
        raise ConfigurationError("a WACZ file is checked, not mended: leave out --repair and --portal")
    done: list[str] = []
    if packages:
        sys.exit(_verify_packages(packages, archive, as_json=as_json))
    with shown_progress() as progress:
        if repair:
            report, done = mend(archive, portal_id, full=full, dry_run=dry_run, progress=progress)
        else:
            report = audit(archive, portal_id, full=full, progress=progress)
    if as_json:
        print_json(report.as_dict() | ({"repair": done} if repair else {}))
    else:
        for line in (*done, *report_lines(report)):
            click.echo(line)
    sys.exit(ArchiveDamagedError.exit_code if report.damages else 0)


def _verify_packages(packages: tuple[Path, ...], archive: Path, *, as_json: bool) -> int:
    """Check WACZ files; return the exit code."""
    from dataclasses import asdict

    from crawler.terminal import print_json
    from crawler.verify.package import package_findings
    from crawler.verify.text import finding_lines

    found = {str(path): list(package_findings(path, archive)) for path in packages}
    if as_json:
        print_json({path: [asdict(finding) for finding in findings] for path, findings in found.items()})
    for path, findings in found.items() if not as_json else ():
        for line in [line for finding in findings for line in finding_lines(finding)]:
            click.echo(line)
        click.echo(f"{path}: {'hư hỏng · damaged' if findings else 'nguyên vẹn · whole'}")
    return ArchiveDamagedError.exit_code if any(found.values()) else 0


@click.command(epilog="Example: kho pack --portal longbien --since 2026-01-01 -o longbien-2026.wacz")
@click.option("--portal", "portal_id", help="Which portal; may be left out if the archive holds one alone.")
@click.option("--since", type=day_option, help="Captured on this day (UTC) or later.")
@click.option("--until", type=day_option, help="Captured on this day (UTC) or earlier.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False),
    help="WACZ file to write; without it wacz/<portal>-<yyyymmdd>.wacz in the archive.",
)  # fmt: skip
@archive_option
@json_option
def pack(
    portal_id: str | None, since: datetime | None, until: datetime | None, output: Path | None, archive: Path,
    as_json: bool,
) -> None:  # fmt: skip
    """Write one portal's captures and articles to a WACZ file, read it back and compare it with the database."""
    from crawler.terminal import print_json
    from crawler.verify.audit import portals_in
    from crawler.verify.bar import shown_progress
    from crawler.verify.pack import default_name, pack_portal, period_of

    portals = portals_in(archive)
    if portal_id is None and len(portals) != 1:
        raise ConfigurationError(f"which portal? This archive holds {', '.join(portals) or 'none'}: say --portal")
    chosen = portal_id or portals[0]
    period = period_of(since.date() if since else None, until.date() if until else None)
    with shown_progress() as progress:
        packed = pack_portal(archive, chosen, output or default_name(archive, chosen), period, progress)
    if as_json:
        print_json(packed._asdict())
    else:
        click.echo(f"{packed.path}: {packed.records} records, {packed.pages} pages, {packed.bytes / 1e6:.1f} MB")
