"""Schema of the database: which migrations there are, and whether a file is of our time."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from crawler.errors import KhoError, SchemaTooNewError
from crawler.store.content_tables import CONTENT_TABLES
from crawler.store.fixity import FIXITY_CHECKS
from crawler.store.fulltext import fulltext_statements
from crawler.store.rendered import RENDERED
from crawler.store.replayed import REPLAYED
from crawler.store.sightings import SIGHTINGS, SIGHTINGS_INDEX, SIGHTINGS_OF_BEFORE
from crawler.store.tables import CRAWL_TABLES, INDEXES
from crawler.store.units import make_units
from crawler.store.views import PORTAL_HEALTH, VIEWS

MIGRATION_SET = "kho"
migrations = Migrations(MIGRATION_SET)


@migrations()
def m0001_first_tables(db: Database) -> None:
    """Make all tables, indexes, full-text indexes and views."""
    for statement in (*CRAWL_TABLES, *CONTENT_TABLES, *INDEXES, *fulltext_statements(), *VIEWS):
        db.execute(statement)


@migrations()
def m0002_fixity_checks(db: Database) -> None:
    """Make the table of audits."""
    db.execute(FIXITY_CHECKS)


@migrations()
def m0003_sightings(db: Database) -> None:
    """Make the table that histories are told from, and fill it with what is known of before."""
    for statement in (SIGHTINGS, SIGHTINGS_INDEX, *SIGHTINGS_OF_BEFORE):
        db.execute(statement)
    db.execute("DROP VIEW portal_health")
    db.execute(PORTAL_HEALTH)


@migrations()
def m0004_replayed(db: Database) -> None:
    """Make the table that says how far the rows have come."""
    db.execute(REPLAYED)


@migrations()
def m0005_rendered(db: Database) -> None:
    """Make the table that says where the DOM of a rendered page lies."""
    db.execute(RENDERED)


@migrations()
def m0006_units(db: Database) -> None:
    """Make and fill the tables of administrative units."""
    make_units(db)


def known_migrations() -> frozenset[str]:
    """Return the names of all migrations that this version knows."""
    empty = Database(memory=True)
    try:
        return frozenset(migration.name for migration in migrations.pending(empty))
    finally:
        empty.close()


def unknown_migrations(db: Database) -> frozenset[str]:
    """Return the names of migrations that were applied to `db` and that this version does not know."""
    return frozenset(migration.name for migration in migrations.applied(db)) - known_migrations()


def check_not_newer(db: Database, name: str) -> None:
    """Raise SchemaTooNewError, naming the file, if a newer Kho wrote `db`. Reads only."""
    unknown = unknown_migrations(db)
    if unknown:
        raise SchemaTooNewError(
            f"{name}: written by a newer version of Kho (it has {', '.join(sorted(unknown))}); "
            "the file was left as it is. Upgrade Kho, or use another archive"
        )


def check_current(db: Database, name: str) -> None:
    """Raise KhoError, naming the file, if `db` waits for a migration. Reads only."""
    if migrations.pending(db):
        raise KhoError(f"{name}: its schema is older than this version of Kho. Any crawl brings it up to date")


def migrate(db: Database) -> None:
    """Bring `db` up to date; each migration in a transaction of its own."""
    migrations.apply(db)
