"""All files that were given: looked through first, then taken in, portal by portal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.checksums import file_sha256
from crawler.clock import utc_now
from crawler.errors import ArchiveDamagedError, ConfigurationError, KhoError
from crawler.imports.run import Given, Imported, import_files
from crawler.imports.sources import record_files
from crawler.imports.survey import Survey, survey
from crawler.portals import Portal, iter_portals

Told = Callable[[str], None]
"""Shows a line to people: what was done, or an error."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that holds pages of portals that we know."""

    given: Given
    survey: Survey


def look_through(
    files: list[Path], archive: Path, error: Callable[[KhoError], None], progress: Callable[[int], None]
) -> list[Looked]:
    """Return the files that hold something for us; the others are told to `error`, each with its fault."""
    portals = [portal for portal, _ in iter_portals(archive)]
    found = []
    for path in files:
        try:
            found.append(_look(path, portals, progress))
        except KhoError as fault:
            error(fault)
    return found


def _look(path: Path, portals: list[Portal], progress: Callable[[int], None]) -> Looked:
    if not path.is_file():
        there = "is a folder or a device, not a file" if path.exists() else "no such file"
        raise ConfigurationError(f"{path}: {there}")
    with TemporaryDirectory(prefix="kho-import-") as folder:
        seen = survey(record_files(path, Path(folder)), portals, utc_now(), progress)
    if not seen.pages and seen.damages:
        more = f" (and {len(seen.damages) - 1} more)" if len(seen.damages) > 1 else ""
        raise ArchiveDamagedError(f"{path}: {seen.damages[0]}{more}; what is whole holds no page of a known portal")
    if not seen.pages:
        raise ConfigurationError(f"{path}: {_why_nothing(seen, portals)}")
    return Looked(Given(path, file_sha256(path)), seen)


def _why_nothing(seen: Survey, portals: list[Portal]) -> str:
    """Return why there is nothing to take in: other portals, or records that cannot be."""
    others = seen.left_out["other_host"]
    known = ", ".join(portal.id for portal in portals) or "none"
    told = [f"{count} {reason}" for reason, count in seen.left_out.items() if count and reason != "other_host"]
    if told:
        return f"no page that can be taken in ({', '.join(told)}, {others} other_host: see docs/saved-by-others.md)"
    return f"no page of a portal that is known ({others} of other hosts; known: {known})"


def take_in(looked: list[Looked], archive: Path, progress: Callable[[int], None]) -> list[Imported | KhoError]:
    """Take in the pages of each portal; return what was done, or what kept a portal's from being taken in."""
    done: list[Imported | KhoError] = []
    for portal, text in iter_portals(archive):
        ours = [one for one in looked if one.survey.pages[portal.id]]
        # The oldest first: what a file only refers to lies in an older one.
        files = [one.given for one in sorted(ours, key=lambda one: one.survey.first[portal.id])]
        if not files:
            continue
        try:
            done.append(import_files(archive, portal, text, files, progress))
        except KhoError as fault:
            done.append(fault)
    return done
