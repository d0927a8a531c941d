"""A portal file that a person corrects: told where it is wrong, and in force for what is crawled and what was."""

from __future__ import annotations

from pathlib import Path

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
