"""All portals' steps done again, one portal after the other, on a new database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlite_utils import Database

from crawler.errors import ConfigurationError
from crawler.portals import Portal, find_portal
from crawler.rebuild.lost import is_finished, lost_files
from crawler.rebuild.reading import ReadingAhead
from crawler.rebuild.swap import new_path, remove_new, swap_in
from crawler.replay.index import index_portal
from crawler.replay.replay import Bounds, Outcome, Replay
from crawler.replay.rules import changes_something, note_rules
from crawler.store.captures import capture_id_of
from crawler.store.compare import Comparison, compare
from crawler.store.crawls import is_known, is_unfinished
from crawler.store.database import open_read_only
from crawler.store.derived import count_articles, derived_database, next_batch_of_rows
from crawler.store.fixity import store_checks
from crawler.store.portal_rows import copy_without
from crawler.store.record_index import RecordIndex
from crawler.store.replayed import replayed_to

NAME = "archive.db"
BATCH = 1_000
"""Steps to a transaction."""

Progress = Callable[[int, int, int], None]
"""Told how many records were done, of how many, and how many articles there are."""


def _no_progress(done: int, total: int, articles: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be derived, and by which rules."""

    portal_id: str | None = None
    """One portal's rows alone; all if None."""
    new_rules: bool = False
    """Pages are read with the portal files as they are now, not as they were when each crawl began."""
    cores: int | None = None
    """Worker processes; one per core if None, none if 0: pages are then read in this process."""


ALL = Wanted()


@dataclass(slots=True)
class Rebuilt:
    """What came of deriving the database."""

    records: int = 0
    behind: int = 0
    """Records that the present database has not come to yet; the next crawl takes them in."""
    faults: list[str] = field(default_factory=list)
    """Records that cannot be read, files that are gone: they are in no row."""
    torn: list[str] = field(default_factory=list)
    """Ends of files that a killed crawl left in part; the next crawl cuts them off."""
    changed_rules: dict[Portal, str] = field(default_factory=dict)
    """Portals whose present file says otherwise than what was in force, with that file's text."""
    noted: list[str] = field(default_factory=list)
    """WARC files that say so, from now on."""
    kept: Path | None = None
    """Where the old database is; None if there was none."""


class Checked(NamedTuple):
    """The present database held against the one that the WARC files give."""

    rebuilt: Rebuilt
    comparison: Comparison


def rebuild(archive: Path, progress: Progress = _no_progress, wanted: Wanted = ALL) -> Rebuilt:
    """Derive the database anew and put it in its place. The caller holds the locks of all portals.

    Of other portals than the one wanted, the rows are taken over as they are. Portal files that are applied anew are
    noted in WARC files before: what is derived later is derived with them, too.

    Raises: KhoError; the old database then stays as it is.
    """
    path = archive / NAME
    remove_new(path)
    try:
        if wanted.portal_id is not None:
            copy_without(path, new_path(path), wanted.portal_id)
        with derived_database(new_path(path)) as db:
            rebuilt = _derive(db, archive, wanted, progress, lambda portal_id: Bounds(close=lambda crawl_id: True))  # noqa: ARG005
            store_checks(db, archive)
        rebuilt.noted = [note_rules(archive, portal, text) for portal, text in rebuilt.changed_rules.items()]
        rebuilt.kept = swap_in(path)
    finally:
        remove_new(path)
    return rebuilt


def check(archive: Path, progress: Progress = _no_progress, wanted: Wanted = ALL) -> Checked:
    """Derive the database elsewhere and compare. Nothing is changed. The caller holds the locks of all portals.

    Records that the present database has not come to yet (a crawl was killed) are counted, and are no difference.
    Raises: KhoError.
    """
    with derived_beside(archive, progress, wanted) as (rebuilt, present, derived):
        return Checked(rebuilt, compare(present, derived, wanted.portal_id))


@contextmanager
def derived_beside(
    archive: Path, progress: Progress = _no_progress, wanted: Wanted = ALL
) -> Iterator[tuple[Rebuilt, Database, Database]]:
    """Yield what came of deriving the database elsewhere, the present one and the derived one. Raises: KhoError."""
    path = archive / NAME
    if not path.exists():
        raise ConfigurationError(f"{path}: there is no database to compare with; `kho rebuild` makes it")
    with TemporaryDirectory(prefix="kho-rebuild-") as folder, closing(open_read_only(path)) as present:
        new = Path(folder) / NAME
        with derived_database(new) as db:
            rebuilt = _derive(db, archive, wanted, progress, lambda portal_id: _bounds(present, portal_id))
        with closing(open_read_only(new)) as derived:
            yield rebuilt, present, derived


def _bounds(present: Database, portal_id: str) -> Bounds:
    """Return the bounds within which the present database has come."""
    return Bounds(
        until=replayed_to(present, portal_id),
        only_held=lambda record_id: capture_id_of(present, record_id) is not None,
        close=lambda crawl_id: is_known(present, crawl_id) and not is_unfinished(present, crawl_id),
    )


def _derive(
    db: Database, archive: Path, wanted: Wanted, progress: Progress, bounds: Callable[[str], Bounds]
) -> Rebuilt:
    rebuilt = Rebuilt()
    indexes = {name: index_portal(archive, name) for name in _portals(archive, wanted)}
    total = sum(index.count() for index in indexes.values())
    with closing(ReadingAhead(archive, wanted.cores)) as reader:
        for portal_id, index in indexes.items():
            tick = _Ticks(db, rebuilt.records, total, progress)
            with index:
                rules = _new_rules(rebuilt, archive, portal_id, index) if wanted.new_rules else None
                replay = Replay(db, archive, portal_id, index, reader, bounds(portal_id), tick, rules=rules)
                tick.outcome = replay.outcome
                _add(rebuilt, archive, index, replay.run())
    rebuilt.faults += lost_files(archive, archive / NAME, wanted.portal_id)
    return rebuilt


def _new_rules(rebuilt: Rebuilt, archive: Path, portal_id: str, index: RecordIndex) -> Portal:
    """Return the portal as its file is now, noted where that says otherwise than before."""
    portal, text = find_portal(portal_id, archive)
    if changes_something(index, archive, portal):
        rebuilt.changed_rules[portal] = text
    return portal


def _portals(archive: Path, wanted: Wanted) -> list[str]:
    """Return the portals to derive: those that have WARC files."""
    there = sorted(path.name for path in (archive / "warc").glob("*") if path.is_dir())
    return [name for name in there if wanted.portal_id in (None, name)]


class _Ticks:
    """Commits now and then, and tells how far it is."""

    def __init__(self, db: Database, before: int, total: int, progress: Progress) -> None:
        self._db = db
        self._before = before
        self._total = total
        self._progress = progress
        self._steps = 0
        self.outcome = Outcome()

    def __call__(self) -> None:
        self._steps += 1
        if self._steps % BATCH == 0:
            next_batch_of_rows(self._db)
        if self._steps % 50 == 0:
            self._progress(self._before + self.outcome.taken, self._total, count_articles(self._db))


def _add(rebuilt: Rebuilt, archive: Path, index: RecordIndex, outcome: Outcome) -> None:
    """Add what came of one portal."""
    rebuilt.records += outcome.taken
    rebuilt.behind += outcome.behind
    rebuilt.faults += outcome.faults
    for damage in index.damages():
        place = f"{damage.file}: offset {damage.offset}, {damage.length} bytes"
        if damage.is_last and not is_finished(archive, damage.file):
            rebuilt.torn.append(f"{place}: the file ends within a record")
        else:
            rebuilt.faults.append(f"{place}: {damage.message}")
