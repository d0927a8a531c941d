"""An address of no known portal: probed first, in a process of its own, its portal file kept in the archive."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from crawler.errors import KhoError, PortalFileError
from crawler.portals import find_portal

logger = logging.getLogger(__name__)


class NotOnboardedError(KhoError):
    """Raised when an unknown site cannot be learned; the message is the probe's."""

    exit_code = 3


def onboard_unknown(names: Sequence[str], archive: Path) -> list[str]:
    """Return ids or addresses that all have a portal file; unknown addresses are probed, and their file is kept.

    Raises: PortalFileError for names that are no addresses; NotOnboardedError.
    """
    return [name if _is_known(name, archive) else _probe(name, archive) for name in names]


def _is_known(name: str, archive: Path) -> bool:
    if "://" not in name:
        return True  # whoever looks it up says what is wrong with it
    try:
        find_portal(name, archive)
    except PortalFileError as error:
        if "no such portal" in str(error):
            return False
        raise
    return True


def _probe(url: str, archive: Path) -> str:
    """Run `kho probe`; Scrapy can run only once in a process, and the crawl will need it."""
    folder = archive / "portals"
    folder.mkdir(parents=True, exist_ok=True)
    before = set(folder.glob("*.toml"))
    command = [sys.executable, "-m", "crawler", "probe", url, "--output", str(folder), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("kho: ")]
        message = lines[-1].removeprefix("kho: ") if lines else done.stderr.strip()[-300:]
        raise NotOnboardedError(message or f"{url}: the probe failed")
    written = sorted(set(folder.glob("*.toml")) - before)
    return written[0].stem if written else url
