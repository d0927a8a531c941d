"""What tests share: the sample portal over real HTTP, and one archive crawled from it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from crawler.demo.client import DemoPortal
from tests.command import kho

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
# The same examples in each run: a red build means that a change broke something. `make fuzz` looks for new ones.

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
"""Tests start hundreds of processes: a quarter of what it takes to load the command is to compile it."""

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
"""Real material beside the project's folder; it is not part of the project."""


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the markers
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests that share something costly on one worker: what they share is made once, not once for each worker.

    Slow ones come first, so that no worker is left with one at the end.
    """
    for item in items:
        group = _shared_by(item)
        if group is not None:
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def _shared_by(item: pytest.Item) -> str | None:
    """Return what a test shares with others: the large archive, or a fixture of its module with one value."""
    if not isinstance(item, pytest.Function):
        return None
    if "crawled" in item.fixturenames:
        return "crawled"
    known = item._fixtureinfo.name2fixturedefs
    shared = [name for name in item.fixturenames if name in known and known[name][-1].scope == "module"]
    if not shared:
        return None
    values = item.callspec.params if hasattr(item, "callspec") else {}
    return "-".join([item.nodeid.partition("::")[0], *(str(values[name]) for name in shared if name in values)])


@dataclass(frozen=True)
class Site:
    """A running sample portal, and an archive whose portal file names its hosts."""

    portal: DemoPortal
    archive: Path

    def crawl(self, *options: str, expect: int = 0, **env: str) -> str:
        """Run `kho crawl longbien` and return what it printed."""
        done = kho("crawl", "longbien", "--archive", self.archive, *options, **env)
        assert done.returncode == expect, f"exit {done.returncode}: {done.stderr[-3000:]}{done.stdout[-1000:]}"
        return done.stdout + done.stderr


def make_site(stack: ExitStack, archive: Path, articles: int, **options: object) -> Site:
    """Start a sample portal and prepare an archive for it."""
    portal = stack.enter_context(DemoPortal(articles=articles, **options))  # type: ignore[arg-type]
    portal.begin_archive(archive)
    return Site(portal, archive)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Return a function that starts a sample portal of so many articles; it ends with the test."""
    with ExitStack() as stack:
        yield lambda articles=24, **options: make_site(stack, tmp_path / "archive", articles, **options)


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A sample portal of 1,000 articles, crawled once. Tests that use it must not write to its archive."""
    with ExitStack() as stack:
        found = make_site(stack, tmp_path_factory.mktemp("crawled") / "archive", 1000)
        found.crawl()
        yield found


@pytest.fixture(scope="session")
def twice_crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A small portal crawled twice, so that there are two files and revisits. Tests work on copies of its archive."""
    with ExitStack() as stack:
        found = make_site(stack, tmp_path_factory.mktemp("twice") / "archive", 24)
        found.crawl()
        found.crawl("--full")
        yield found


@pytest.fixture
def archive(twice_crawled: Site, tmp_path: Path) -> Path:
    """A copy of the archive of `twice_crawled`, to be damaged."""
    copy = tmp_path / "archive"
    shutil.copytree(twice_crawled.archive, copy)
    return copy


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real material; tests that need it say so where it is missing."""
    if not SHARED.is_dir():
        pytest.skip(f"real material is missing: {SHARED}")
    return SHARED
