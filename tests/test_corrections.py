"""A portal file that a person corrects: told where it is wrong, and in force for what is crawled and what was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.errors import ConfigurationError
from crawler.onboard import write_portal
from crawler.portals import read_portal_file
from tests.command import kho, rows
from tests.learn_paths import nukeviet
from tests.learn_sites import make_news, served
from tests.rebuild_checks import differences

CORRECTION = "\n[select]\nsection = '.panel h3'\n"
CHOSEN = "Tin xem nhiều"
"""What that selector finds: the heading of a box, which no rule of our own would take for the section."""
FILE = """
id = "benmau"
name = "Xã Bến Mẫu"
level = "commune"
url = "{url}"
ignore = ['/(?:print|savefile|users|about|tag)/', '^/en/']

[[sections]]
name = "Tin tức"
path = "/vi/news/tin-tuc/"

[[addresses]]
kind = "article"
match = '^/vi/news/[^/]+/[^/]+-[0-9]+[.]html$'
"""
OLD = FILE.format(url="http://benmau.gov.vn/")


def sections(archive: Path) -> dict[str, str]:
    sql = "SELECT a.url, s.name FROM articles a LEFT JOIN sections s ON s.id = a.section_id"
    return {row["url"]: row["name"] for row in rows(archive, sql)}


def test_a_persons_change_of_one_selector_wins_in_what_is_archived_and_in_what_comes(tmp_path: Path) -> None:
    news = make_news(16)
    build = nukeviet(news[1:])
    (tmp_path / "portals").mkdir()
    file = tmp_path / "portals" / "benmau.toml"
    with served(build) as url:
        file.write_text(FILE.format(url=url), encoding="utf-8")
        assert kho("crawl", "benmau", "--archive", tmp_path, "--no-attachments").returncode == 0
        general = sections(tmp_path)
        assert len(general) == 15
        assert CHOSEN not in general.values()
        file.write_text(FILE.format(url=url) + CORRECTION, encoding="utf-8")
        assert kho("rebuild", "--portal", "benmau", "--archive", tmp_path).returncode == 0
        assert sections(tmp_path) == dict.fromkeys(general, CHOSEN)
        build.answer = nukeviet(news).answer
        assert kho("crawl", "benmau", "--archive", tmp_path, "--no-attachments").returncode == 0
    assert list(sections(tmp_path).values()) == [CHOSEN] * len(news)
    assert differences(tmp_path) == []


def test_a_portal_file_that_says_otherwise_is_not_written_over(tmp_path: Path) -> None:
    path = write_portal(OLD, "benmau", tmp_path)
    assert write_portal(OLD, "benmau", tmp_path) == path, "what says the same may be written again"
    path.write_text(OLD + CORRECTION, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"benmau\.toml: is there already and says otherwise.*--force"):
        write_portal(OLD, "benmau", path)
    assert path.read_text(encoding="utf-8") == OLD + CORRECTION
    assert write_portal(OLD, "benmau", tmp_path / "other.toml").stem == "other"
    write_portal(OLD, "benmau", path, force=True)
    assert path.read_text(encoding="utf-8") == OLD


def test_a_stub_gives_way_to_what_was_learned_from_it_and_to_nothing_else(tmp_path: Path) -> None:
    stub = OLD.partition("ignore")[0] + "unverified = true\n"
    path = write_portal(stub, "benmau", tmp_path)
    with pytest.raises(ConfigurationError):
        write_portal(OLD, "benmau", path)
    write_portal(OLD, "benmau", path, known=read_portal_file(path)[0])
    assert path.read_text(encoding="utf-8") == OLD


def test_a_trial_says_which_selectors_find_nothing_and_refuses_a_broken_one(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<h1>Hội nghị tổng kết</h1><p>05/01/2024 08:30</p><p>Sáng nay.</p>", encoding="utf-8")
    path = tmp_path / "benmau.toml"
    path.write_text(OLD + "\n[select]\ntitle = 'h1'\nbyline = '.ngay'\ndrop = ['.qc', 'p']\n", encoding="utf-8")
    tried = ("portals", "try", path, "http://benmau.gov.vn/bai.html", "--saved", page)
    shown = kho(*tried).stdout
    assert "select.byline finds nothing on this page: .ngay" in shown
    assert "select.drop.0 finds nothing on this page: .qc" in shown
    assert "select.title" not in shown
    assert json.loads(kho(*tried, "--json").stdout)["selectors"] == {"title": 1, "byline": 0, "drop.0": 0, "drop.1": 2}
    path.write_text(OLD + "\n[select]\ntitle = 'h1['\n", encoding="utf-8")
    for done in (kho(*tried), kho("portals", "check", path)):
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
        assert "benmau.toml: select.title: not a CSS selector" in done.stderr
