"""Verbs that look after the archive: `kho verify` and `kho pack`."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from crawler.commands.options import archive_option, day_option, json_option
from crawler.errors import ArchiveDamagedError, ConfigurationError

FILE = click.Path(path_type=Path, dir_okay=False, readable=False)  # one that may not be read gets our own line


@click.command(epilog="Example: kho verify --full --json > audit.json")
@click.argument("packages", nargs=-1, metavar="[FILE.wacz…]", type=click.Path(path_type=Path))
@click.option("--portal", "portal_id", help="Only this portal.")
@click.option("--full", is_flag=True, help="Read every page again and compare every row, not only a sample.")
@click.option("--repair", is_flag=True, help="Mend what can be mended; what is lost is named and marked.")
@click.option("--dry-run", is_flag=True, help="With --repair: say what would be done, and do nothing.")
@click.option("--key", type=FILE, help="Refuse WACZ files that the owner of this public key (PEM) did not sign.")
@click.option("--tsa-roots", type=FILE, help="Refuse WACZ files without a time stamp of these certificates (PEM).")
@archive_option
@json_option
def verify(
    packages: tuple[Path, ...], portal_id: str | None, full: bool, repair: bool, dry_run: bool, key: Path | None,
    tsa_roots: Path | None, archive: Path, as_json: bool,
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
    if not packages and (key or tsa_roots):
        raise ConfigurationError("--key and --tsa-roots are for WACZ files: name some")
    done: list[str] = []
    if packages:
        sys.exit(_verify_packages(packages, archive, key, tsa_roots, as_json=as_json))
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


def _verify_packages(
    packages: tuple[Path, ...], archive: Path, key: Path | None, roots: Path | None, *, as_json: bool
) -> int:
    """Check WACZ files; return the exit code."""
    from dataclasses import asdict

    from crawler.archive.signature import read_public_key
    from crawler.archive.timestamp import read_roots
    from crawler.terminal import print_json
    from crawler.verify.package import package_findings
    from crawler.verify.proof import Trust
    from crawler.verify.text import package_lines

    for missing in (path for path in packages if not path.is_file()):
        raise ConfigurationError(f"{missing}: {'is no file' if missing.exists() else 'no such file'}")
    trust = Trust(read_public_key(key) if key else None, tuple(read_roots(roots)) if roots else ())
    found = {str(path): list(package_findings(path, archive, trust)) for path in packages}
    if as_json:
        print_json({path: [asdict(finding) for finding in findings] for path, findings in found.items()})
    for path, findings in found.items() if not as_json else ():
        for line in package_lines(path, findings):
            click.echo(line)
    damaged = any(finding.is_damage for findings in found.values() for finding in findings)
    return ArchiveDamagedError.exit_code if damaged else 0


@click.command(epilog="Example: kho pack --portal longbien --since 2026-01-01 -o longbien-2026.wacz")
@click.option("--portal", "portal_id", help="Which portal; may be left out if the archive holds one alone.")
@click.option("--since", type=day_option, help="Captured on this day (UTC) or later.")
@click.option("--until", type=day_option, help="Captured on this day (UTC) or earlier.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False),
    help="WACZ file to write; without it wacz/<portal>-<yyyymmdd>.wacz in the archive.",
)  # fmt: skip
@click.option("--sign", "key", type=FILE, metavar="KEY", help="Sign with this private key (PEM, Ed25519 or ECDSA).")
@click.option("--timestamp", "server", metavar="URL", help="Have it stamped by this RFC 3161 server.")
@archive_option
@json_option
def pack(
    portal_id: str | None, since: datetime | None, until: datetime | None, output: Path | None, key: Path | None,
    server: str | None, archive: Path, as_json: bool,
) -> None:  # fmt: skip
    """Write one portal's captures and articles to a WACZ file, read it back and compare it with the database.

    The password of a key that has one is taken from KHO_KEY_PASSWORD.
    """
    from crawler.archive.signature import read_private_key
    from crawler.terminal import print_json
    from crawler.verify.audit import portals_in
    from crawler.verify.bar import shown_progress
    from crawler.verify.pack import default_name, pack_portal, period_of
    from crawler.verify.proof import Wanted
    from crawler.verify.statement import statement

    wanted = Wanted(read_private_key(key, os.environ.get("KHO_KEY_PASSWORD")) if key else None, server)
    portals = portals_in(archive)
    if portal_id is None and len(portals) != 1:
        raise ConfigurationError(f"which portal? This archive holds {', '.join(portals) or 'none'}: say --portal")
    chosen = portal_id or portals[0]
    period = period_of(since.date() if since else None, until.date() if until else None)
    with shown_progress() as progress:
        packed = pack_portal(archive, chosen, output or default_name(archive, chosen), period, progress, wanted)
    if as_json:
        print_json(packed._asdict())
    else:
        click.echo(f"{packed.path}: {packed.records} records, {packed.pages} pages, {packed.bytes / 1e6:.1f} MB")
        for line in statement(wanted):
            click.echo(line)
