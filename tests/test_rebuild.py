"""The database is a cache of the WARC files: made again from them alone, it is the same, whatever happened before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from tests.command import kho, rows, value
from tests.conftest import Site
from tests.rebuild_checks import differences, killed_crawl, saved_warc

LOCAL = build_opener(ProxyHandler({}))


def pages(site: Site, *numbers: int) -> list[tuple[str, bytes]]:
    """Return address and body of some articles as the portal shows them now."""
    urls = [site.portal.control("article", article=number)["url"] for number in numbers]
    return [(url, LOCAL.open(url).read()) for url in urls]


def test_after_crawls_with_edits_deletions_and_new_articles(site: Callable[..., Site]) -> None:
    here = site(articles=20)
    here.crawl()
    assert differences(here.archive) == []
    here.portal.control("publish", count=3)
    for number, what in enumerate(("title", "summary", "text", "published", "attachment")):
        here.portal.control("edit", article=number, what=what)
    for number, how in enumerate(("404", "410", "soft_404", "redirect_home"), 10):
        here.portal.control("delete", article=number, how=how)
    here.crawl("--full")
    assert value(here.archive, "SELECT count(*) FROM articles WHERE removal = 'suspected'") == 4
    assert value(here.archive, "SELECT count(*) FROM article_revisions WHERE revision = 2") >= 4
    assert differences(here.archive) == []
    here.crawl()
    assert differences(here.archive) == []


def test_after_crawls_of_a_part(site: Callable[..., Site]) -> None:
    here = site(articles=24)
    here.crawl("--limit", "5", expect=3)
    here.crawl("--since", "2021-09-01", "--no-attachments", expect=3)
    assert differences(here.archive) == []
    here.crawl()
    assert differences(here.archive) == []


FAULTS = ("500", "404", "soft_404", "reset", "truncated", "redirect_home", "wrong_length")
REFUSALS = ("challenge", "429")
"""After a few of these a crawl stops, whatever it has not asked for yet."""


def _spoil(here: Site, faults: Iterable[tuple[int, str]]) -> None:
    for number, kind in faults:
        slug = here.portal.control("article", article=number)["slug"]
        here.portal.control("fault", kind=kind, match=slug, times=9)


def _reasons(here: Site) -> set[str]:
    return {row[0] for row in rows(here.archive, "SELECT DISTINCT reason FROM urls")}


def test_after_a_crawl_of_a_server_under_a_bad_star(site: Callable[..., Site]) -> None:
    here = site(articles=14)
    _spoil(here, enumerate(FAULTS))
    here.crawl(expect=3)
    assert {"http_5xx", "not_found", "soft_404", "connection_lost", "truncated", "redirected_home"} <= _reasons(here)
    _spoil(here, enumerate(REFUSALS, start=len(FAULTS)))
    here.crawl("--full", expect=3)
    assert {"challenge", "http_429"} & _reasons(here)
    assert differences(here.archive) == []
    here.portal.control("clear_faults")
    kho("crawl", "longbien", "--full", "--archive", here.archive)
    assert value(here.archive, "SELECT count(*) FROM articles") > len(FAULTS)
    assert differences(here.archive) == []


def test_after_kills_and_while_a_killed_crawl_is_not_taken_up_again(site: Callable[..., Site]) -> None:
    here = site(articles=40)
    here.portal.control("latency", seconds=0.01)
    for more in (1, 17, 40):
        killed_crawl(here, more)
        assert differences(here.archive) == []
    here.crawl()
    assert differences(here.archive) == []


def test_after_an_import_of_older_pages_between_two_crawls(site: Callable[..., Site], tmp_path: Path) -> None:
    here = site(articles=8)
    old = saved_warc(tmp_path / "old.warc.gz", pages(here, 0, 1, 2))
    here.portal.control("edit", article=0, what="text")
    here.crawl()
    assert kho("import", old, "--archive", here.archive).returncode == 0
    assert value(here.archive, "SELECT count(*) FROM article_revisions WHERE seen_at < '2020'") == 3
    assert differences(here.archive) == []
    here.portal.control("edit", article=1, what="title")
    here.crawl("--full")
    again = saved_warc(tmp_path / "again.warc.gz", pages(here, 0, 1), "2020-01-02T03:04:05Z")
    assert kho("import", old, again, "--archive", here.archive).returncode == 0
    assert differences(here.archive) == []
