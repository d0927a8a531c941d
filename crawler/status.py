"""`kho status`: what the archive holds of each portal, and what of it needs a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.errors import ConfigurationError
from crawler.portals import Expect
from crawler.store.fixity import Check, last_check, last_whole
from crawler.store.queries import (
    FillRate,
    Row,
    fill_rates,
    latest_crawls,
    portal_states,
    problem_counts,
    repeated_texts,
    section_coverage,
)

GRAVE = frozenset({"record_torn", "record_damaged", "record_missing", "extraction_crashed", "extraction_timeout"})
"""Problems that need a person even if there is only one."""

MAY_REPEAT = 0.05
"""Share of the articles that may have the text of others: notices that only point to their file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalStatus:
    """All that `kho status` says of one portal."""

    portal: Row
    """A row of `portal_health`."""
    crawls: list[Row]
    """Newest first."""
    coverage: list[Row]
    """Of the newest crawl that came to an end, incomplete sections first."""
    fill: list[FillRate]
    problems: list[Row]
    """Of the newest crawl: code, field, count, example."""
    last_whole: str | None
    """When an audit last found this portal's part of the archive whole, UTC; None if never."""
    last_check: Check | None
    """The newest audit that looked at it, whatever it found: a row of `fixity_checks`; None if there was none."""
    attention: list[str]
    """What needs a person, a line each."""


def portal_statuses(db: Database, portal_id: str | None, expected: Mapping[str, Expect]) -> list[PortalStatus]:
    """Return the status of one portal, or of all in the archive. Raises: ConfigurationError if it is not in it."""
    states = [state for state in portal_states(db) if portal_id in (None, state["portal_id"])]
    if portal_id is not None and not states:
        raise ConfigurationError(f"{portal_id}: this archive holds nothing of it yet (kho crawl {portal_id})")
    return [_status(db, state, expected.get(state["portal_id"])) for state in states]


def _status(db: Database, state: Row, expect: Expect | None) -> PortalStatus:
    crawls = latest_crawls(db, state["portal_id"], limit=5)
    ended = next((crawl for crawl in crawls if crawl["finished_at"]), None)
    coverage = section_coverage(db, ended["id"]) if ended else []
    fill = fill_rates(db, state["portal_id"])
    problems = problem_counts(db, crawl_id=crawls[0]["id"]) if crawls else []
    check = last_check(db, state["portal_id"])
    attention = [
        *_of_crawl(ended),
        *_of_sections(coverage),
        *_of_expectations(state, fill, expect),
        *_of_texts(state, repeated_texts(db, state["portal_id"])),
        *_of_problems(problems),
        *_of_audit(check),
    ]
    return PortalStatus(
        portal=state, crawls=crawls, coverage=coverage, fill=fill, problems=problems,
        last_whole=last_whole(db, state["portal_id"]), last_check=check, attention=attention,
    )  # fmt: skip


def _of_crawl(crawl: Row | None) -> Iterator[str]:
    if crawl is None:
        yield "no crawl has come to an end"
    elif crawl["verdict"] != "complete":
        yield f"the last crawl is {crawl['verdict']}: {crawl['reason']}"


def _of_sections(coverage: list[Row]) -> Iterator[str]:
    for row in coverage:
        if row["verdict"] != "complete":
            yield f"section {row['section']}: {row['reason']}"


def _of_expectations(state: Row, fill: list[FillRate], expect: Expect | None) -> Iterator[str]:
    if expect is None:
        return
    if state["articles"] < expect.min_articles:
        yield f"{state['articles']} articles, expected at least {expect.min_articles}"
    for rate in fill:
        floor = expect.fill.get(rate.field)  # type: ignore[call-overload]
        if floor is not None and rate.filled < floor * rate.total:
            yield f"{rate.field} filled in {rate.filled} of {rate.total} articles, expected {floor:.0%}"


def _of_texts(state: Row, repeated: Row) -> Iterator[str]:
    if repeated["count"] > MAY_REPEAT * state["articles"]:
        yield (
            f"{repeated['count']} articles have the text of others, such as {repeated['example']}:"
            " a box of the page may have been read as the text (kho portals try)"
        )


def _of_problems(problems: list[Row]) -> Iterator[str]:
    for row in problems:
        if row["code"] in GRAVE:
            yield f"{row['count']} × {row['code']}, such as {row['example']}"


def _of_audit(check: Check | None) -> Iterator[str]:
    if check is not None and check["result"] == "damaged":
        yield f"the audit of {check['checked_at']} found {check['damages']} damages, such as {check['first_damage']}"
