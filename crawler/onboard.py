"""A portal that no file describes yet: probed first, in a process of its own, its portal file kept in the archive."""

from __future__ import annotations

import logging
import multiprocessing
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from crawler.errors import ConfigurationError, KhoError, PortalFileError
from crawler.nursery import may_fork
from crawler.portals import Portal, find_portal, portal_files, read_portal_file
from crawler.sampled import Sample


class NotOnboardedError(KhoError):
    """Raised when an unknown site cannot be learned; the message is the probe's."""

    exit_code = 3


class Ready(NamedTuple):
    """A portal that can be crawled."""

    name: str
    """Id or address, which has a portal file with rules."""
    sample: Sample | None = None
    """What was fetched of it to write that file; None if nothing was."""


def onboard_unknown(names: Sequence[str], archive: Path) -> list[Ready]:
    """Return portals that all have a portal file with rules; others are probed, and their file is kept.

    Raises: PortalFileError for names that are neither ids nor addresses; NotOnboardedError.
    """
    return [_ready(_address(name, archive), archive) for name in names]


def _address(name: str, archive: Path) -> str:
    """Return `http://` before what can only be a host: `longbien.hanoi.gov.vn`."""
    is_host = "://" not in name and "." in name.partition("/")[0] and name not in portal_files(archive)
    return f"http://{name}" if is_host else name


def _ready(name: str, archive: Path) -> Ready:
    portal = known_portal(name, archive)
    if portal is None:
        return _probe(name, archive)
    return _learned(portal, archive) if portal.is_stub else Ready(name)


def _learned(portal: Portal, archive: Path) -> Ready:
    """Learn a portal of which only the name is known. Raises: NotOnboardedError."""
    try:
        return Ready(portal.id, _probe(portal.url, archive).sample)
    except NotOnboardedError as error:
        hint = f"if the portal is gone, `kho backfill {portal.id}` brings back what web archives hold"
        raise NotOnboardedError(f"{error} ({hint})") from None


def known_portal(name: str, archive: Path) -> Portal | None:
    """Return the portal of an id or address; None for an address that no file knows. Raises: PortalFileError."""
    try:
        return find_portal(name, archive)[0]
    except PortalFileError as error:
        if "://" in name and "no such portal" in str(error):
            return None
        raise


def _probe(url: str, archive: Path) -> Ready:
    """Probe a portal; its file is then in the archive. Raises: NotOnboardedError.

    In a process of its own, a fork of this one: Scrapy can run only once in a process, and the crawl will need it.
    """
    sys.stderr.write(f"{url} is new: a sample of its pages comes first, which takes two minutes or so\n")
    context = multiprocessing.get_context("fork" if may_fork() else "spawn")
    try:
        with ProcessPoolExecutor(1, mp_context=context, initializer=_say_nothing_else) as apart:
            ready = apart.submit(_sampled, url, archive).result()
    except KhoError as error:
        raise NotOnboardedError(str(error)) from None
    except BrokenProcessPool:
        raise NotOnboardedError(f"{url}: what looked at the sample was ended from outside") from None
    told = forwarding_line(url, find_portal(ready.name, archive)[0])
    if told:
        sys.stderr.write(f"{told}\n")
    return ready


def forwarding_line(url: str, portal: Portal) -> str | None:
    """Return a line that says that a portal was found on another host than the one asked for; None if it was not."""
    return (
        f"{url} forwards to {portal.url}: portal {portal.id}" if urlsplit(url).netloc.lower() != portal.host else None
    )


def _say_nothing_else() -> None:
    """Of what goes on in a probe only its progress is said, and in the end why it failed."""
    logging.getLogger().addHandler(logging.NullHandler())


def _sampled(url: str, archive: Path) -> Ready:
    # All that learns: half a second, which portals with a file need not pay.
    from crawler.probe import KnownPortalError, probe

    try:
        probed = probe(url, known_at=lambda address: known_portal(address, archive))
    except KnownPortalError as error:
        return Ready(str(error))
    path = archive / "portals" / f"{own_id(probed.portal, archive)}.toml"
    written = write_portal(probed.text, probed.portal.id, path, known=probed.known)
    return Ready(written.stem, probed.sample)


def own_id(portal: Portal, archive: Path) -> str:
    """Return the id under which a portal that was just learned is kept: its own, numbered where another site has it.

    `badinh.gov.vn` is not the portal that is known as `badinh`.
    """
    known = portal_files(archive)
    names = chain([portal.id], (f"{portal.id}_{number}" for number in count(2)))
    return next(name for name in names if name not in known or read_portal_file(known[name])[0].hosts & portal.hosts)


def write_portal(text: str, portal_id: str, output: Path, *, known: Portal | None = None, force: bool = False) -> Path:
    """Write a portal file to a file or into a folder, and return where it is.

    A file that is there may have been corrected by a person: it stays, unless it says the same, is that of the stub
    `known` which the text goes on from, or `force` is given.

    Raises: ConfigurationError.
    """
    folder = output.is_dir() or output.suffix != ".toml"
    path = output / f"{portal_id}.toml" if folder else output
    if not folder and path.stem != portal_id:
        text = text.replace(f'id = "{portal_id}"', f'id = "{path.stem}"', 1)
    if not force and path.exists() and not _says(path, text, known):
        raise ConfigurationError(
            f"{path}: is there already and says otherwise, perhaps by a person's hand; -o ANOTHER.toml writes "
            "beside it, --force over it"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be written: {error.strerror}") from None
    return path


def _says(path: Path, text: str, known: Portal | None) -> bool:
    """Return True if a portal file says what `text` does, or is that of `known`. Raises: ConfigurationError."""
    try:
        return path.read_text(encoding="utf-8") == text or (known is not None and read_portal_file(path)[0] == known)
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be written: {error.strerror}") from None
    except (UnicodeDecodeError, PortalFileError):
        return False  # what is there is no portal file, or one on which a person is at work
