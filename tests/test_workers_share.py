"""The tests themselves: what is costly to make is made once, by the one worker that gets all tests sharing it."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(scope="module")
def costly() -> int:
    """Stand for a crawl: the process that made it."""
    return os.getpid()


@pytest.mark.parametrize("number", range(6))
def test_tests_that_share_a_fixture_run_in_the_process_that_made_it(
    costly: int, number: int, request: pytest.FixtureRequest
) -> None:
    assert costly == os.getpid()
    if "PYTEST_XDIST_WORKER" in os.environ:
        group = request.node.nodeid.rpartition("@")[2]
        assert group == "tests/test_workers_share.py", f"test {number}: pytest-xdist was told of no group"
