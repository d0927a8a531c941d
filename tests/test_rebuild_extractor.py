"""An extractor that has changed: what it would change is told first, then done, and the archive is whole after it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from crawler import __version__
from tests.command import environment, rows, value
from tests.conftest import make_site
from tests.kho_server import ROOT

ARTICLES = 12
CHANGE = '''

from dataclasses import replace

_unchanged = extract


def extract(capture: Capture, portal: Portal) -> Page:
    """Return what was read before, titles in capitals."""
    page = _unchanged(capture, portal)
    if page.article is None or page.article.title is None:
        return page
    return replace(page, article=replace(page.article, title=page.article.title.upper()))
'''


@pytest.fixture(scope="module")
def crawled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of one portal, crawled by the code as it is. Tests work on a copy."""
    with ExitStack() as stack:
        here = make_site(stack, tmp_path_factory.mktemp("extractor") / "archive", ARTICLES)
        here.crawl()
    return here.archive


@pytest.fixture
def archive(crawled_once: Path, tmp_path: Path) -> Path:
    """A copy of that archive."""
    return shutil.copytree(crawled_once, tmp_path / "archive")


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The code of a later version, whose extractor reads titles otherwise."""
    code = tmp_path / "code"
    for package in ("crawler", "spiders"):
        shutil.copytree(ROOT / package, code / package, ignore=shutil.ignore_patterns("__pycache__"))
    start = code / "crawler" / "__init__.py"
    start.write_text(start.read_text(encoding="utf-8").replace(__version__, "99.1"), encoding="utf-8")
    with (code / "crawler" / "extract" / "__init__.py").open("a", encoding="utf-8") as extractor:
        extractor.write(CHANGE)
    return code


def by(code: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the `kho` of another folder."""
    command = [sys.executable, "-m", "crawler", *map(str, arguments)]
    known = environment(PYTHONPATH=str(code))
    return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False, env=known, cwd=code)


def titles_of(archive: Path) -> dict[str, str]:
    """Return article id -> title."""
    return {row["id"]: row["title"] for row in rows(archive, "SELECT id, title FROM articles")}


def test_what_it_would_change_is_told_before_it_is_done(archive: Path, later: Path) -> None:
    before = titles_of(archive)
    told = by(later, "rebuild", "--dry-run", "--json", "--archive", archive)
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)["differences"]
    titles = [one for one in found if (one["table"], one["field"]) == ("articles", "title")]
    assert {one["key"]: (one["present"], one["derived"]) for one in titles} == {
        key: (title, title.upper()) for key, title in before.items()
    }
    assert {one["field"] for one in found} == {"title", "extractor"}
    assert titles_of(archive) == before
    assert not list(archive.glob("*.old")), "nothing was swapped"


def test_it_reads_all_old_captures_anew_and_an_audit_finds_all_whole(archive: Path, later: Path) -> None:
    before = titles_of(archive)
    assert len(before) == ARTICLES
    assert by(later, "rebuild", "--archive", archive).returncode == 0
    assert titles_of(archive) == {key: title.upper() for key, title in before.items()}
    assert value(archive, "SELECT group_concat(DISTINCT extractor) FROM articles") == "kho/99.1"
    audit = by(later, "verify", "--full", "--archive", archive)
    assert audit.returncode == 0, audit.stdout
