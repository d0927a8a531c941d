"""A portal that Kho has never seen is crawled with its address alone: six builds, and what must come of each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.builds.all import BUILDS
from tests.builds.score import Score, score
from tests.command import kho


@pytest.fixture(scope="module", params=sorted(BUILDS))
def onboarded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Score]:
    """The score of an archive made by `kho crawl URL` alone; traps are those that the portal itself counted."""
    archive = tmp_path_factory.mktemp(request.param) / "archive"
    with BUILDS[request.param](articles=120) as build:
        done = kho("crawl", build.base + "/", "--archive", archive, timeout=900)
        assert done.returncode == 0, f"exit {done.returncode}: {done.stderr[-3000:]}"
        assert build.counts["trap"] == 0, [path for kind, path in build.asked if kind == "trap"]
        yield score(build, archive)


@pytest.mark.slow
def test_all_articles_are_found_and_nothing_else_is_taken_for_one(onboarded: Score) -> None:
    assert onboarded.found >= 0.99
    assert onboarded.surplus == 0


@pytest.mark.slow
@pytest.mark.parametrize("field", ["title", "time", "views"])
def test_what_stands_beside_the_title_is_right_or_null(onboarded: Score, field: str) -> None:
    share = getattr(onboarded, field)
    assert share.right >= 0.99, share
    assert share.wrong == 0, share


@pytest.mark.slow
def test_the_text_is_the_whole_body_and_nothing_but_the_body(onboarded: Score) -> None:
    assert onboarded.recall >= 0.995
    assert onboarded.precision >= 0.99


@pytest.mark.slow
def test_it_costs_few_requests_and_no_trap_is_entered(onboarded: Score) -> None:
    assert onboarded.requests_per_article <= 1.3, onboarded.requests
    assert onboarded.traps == 0
