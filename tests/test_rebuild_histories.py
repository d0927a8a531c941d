"""Whatever happened to an archive, in whatever order: the database made again from its WARC files is the same."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.rebuild import Wanted, check, rebuild
from crawler.store.compare import Difference
from tests.rebuild_histories import ARTICLES, Fetch, History

Event = Callable[[History], None]

faults = st.sampled_from(["", "", "", "500", "429", "404", "304", "truncated", "connection_lost", "timeout"])
fetches = st.lists(st.builds(Fetch, st.integers(0, ARTICLES + 8), faults), min_size=1, max_size=8)
numbers = st.integers(0, ARTICLES - 1)
parts = st.sampled_from(["title", "summary", "text", "published", "attachment"])
removals = st.sampled_from(["404", "410", "soft_404", "redirect_home"])


def crawled(wanted: list[Fetch], days: int, seed: int, full: bool, killed: bool) -> Event:
    return lambda history: history.crawl(wanted, days=days, seed=seed, full=full, killed=killed)


def imported(articles: list[int], year: int, killed: bool) -> Event:
    return lambda history: history.take_in(articles, year, killed=killed)


def edited(number: int, what: str) -> Event:
    return lambda history: history.portal.edit(number, what)


def deleted(number: int, how: str) -> Event:
    def delete(history: History) -> None:
        if number not in history.portal.catalogue.deleted:
            history.portal.delete(number, how)  # type: ignore[arg-type]

    return delete


def published(section: int) -> Event:
    return lambda history: history.portal.publish(section) and None


def torn() -> Event:
    return History.tear


crawls = st.builds(crawled, fetches, st.integers(0, 9), st.integers(0, 999), st.booleans(), st.booleans())
imports = st.builds(imported, st.lists(numbers, min_size=1, max_size=3), st.integers(2015, 2025), st.booleans())
changes = st.builds(edited, numbers, parts) | st.builds(deleted, numbers, removals)
events = st.lists(
    crawls | crawls | crawls | imports | changes | st.builds(published, numbers) | st.builds(torn), max_size=7
)


def told(differences: list[Difference]) -> str:
    return "\n".join(str(one) for one in differences[:8])


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(events)
def test_no_history_leaves_a_difference(happened: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder) / "archive")
        history.crawl([Fetch(0), Fetch(ARTICLES)], days=0, seed=1, full=False, killed=False)
        for event in happened:
            event(history)
        found = check(history.archive, wanted=Wanted(cores=0))
        assert found.comparison.total == 0, told(found.comparison.found)
        history.crawl([Fetch(1)], days=10, seed=1, full=False, killed=False)
        found = check(history.archive, wanted=Wanted(cores=0))
        assert found.comparison.total == 0, told(found.comparison.found)
        assert found.rebuilt.behind == 0
        rebuild(history.archive, wanted=Wanted(cores=0))
        assert check(history.archive, wanted=Wanted(cores=0)).comparison.total == 0
