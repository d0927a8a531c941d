"""A portal that no file describes yet: probed first, in a process of its own, its portal file kept in the archive."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from crawler.errors import KhoError, PortalFileError
from crawler.portals import Portal, find_portal, portal_files

PROGRESS = "sample of "
"""What the probe's lines of progress begin with."""


class NotOnboardedError(KhoError):
    """Raised when an unknown site cannot be learned; the message is the probe's."""

    exit_code = 3


def onboard_unknown(names: Sequence[str], archive: Path) -> list[str]:
    """Return ids or addresses that all have a portal file with rules; others are probed, and their file is kept.

    Raises: PortalFileError for names that are neither ids nor addresses; NotOnboardedError.
    """
    return [_ready(_address(name, archive), archive) for name in names]


def _address(name: str, archive: Path) -> str:
    """Return `http://` before what can only be a host: `longbien.hanoi.gov.vn`."""
    is_host = "://" not in name and "." in name.partition("/")[0] and name not in portal_files(archive)
    return f"http://{name}" if is_host else name


def _ready(name: str, archive: Path) -> str:
    portal = _known(name, archive)
    if portal is None:
        return _probe(name, archive)
    return _learned(portal, archive) if portal.is_stub else name


def _learned(portal: Portal, archive: Path) -> str:
    """Learn a portal of which only the name is known, and return its id. Raises: NotOnboardedError."""
    try:
        _probe(portal.url, archive)
    except NotOnboardedError as error:
        hint = f"if the portal is gone, `kho backfill {portal.id}` brings back what web archives hold"
        raise NotOnboardedError(f"{error} ({hint})") from None
    return portal.id


def _known(name: str, archive: Path) -> Portal | None:
    """Return the portal of an id or address; None for an address that no file knows. Raises: PortalFileError."""
    try:
        return find_portal(name, archive)[0]
    except PortalFileError as error:
        if "://" in name and "no such portal" in str(error):
            return None
        raise


def known_stub(url: str, archive: Path) -> Portal | None:
    """Return the portal at an address if all that is known of it is what it is called. Raises: PortalFileError."""
    portal = _known(url, archive)
    return portal if portal is not None and portal.is_stub else None


def _probe(url: str, archive: Path) -> str:
    """Run `kho probe`; Scrapy can run only once in a process, and the crawl will need it."""
    folder = archive / "portals"
    folder.mkdir(parents=True, exist_ok=True)
    before = {path: path.stat().st_mtime_ns for path in folder.glob("*.toml")}
    sys.stderr.write(f"{url} is new: a sample of its pages comes first, which takes two minutes or so\n")
    command = [sys.executable, "-m", "crawler", "probe", url, "--output", str(folder), "--archive", str(archive)]
    with subprocess.Popen(
        [*command, "--json"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as probing:
        said = _relayed(probing)
    if probing.returncode:
        lines = [line for line in said if line.startswith("kho: ")]
        raise NotOnboardedError(lines[-1].removeprefix("kho: ") if lines else "".join(said)[-300:] or f"{url}: failed")
    written = [path for path in folder.glob("*.toml") if path.stat().st_mtime_ns != before.get(path)]
    return written[0].stem if written else url


def _relayed(probing: subprocess.Popen[str]) -> list[str]:
    """Show how far the probe is while it runs; return all other lines that it says."""
    said = []
    for line in probing.stderr or ():
        if line.startswith(PROGRESS):
            sys.stderr.write(line)
        else:
            said.append(line.rstrip("\n"))
    return said
