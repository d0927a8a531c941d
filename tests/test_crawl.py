"""Crawls one after the other: what changes on the portal changes in the archive, and nothing else does."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from crawler.archive.lock import lock_portal
from crawler.demo.client import DemoPortal
from tests.command import ROOT, environment, kho, rows, value
from tests.conftest import Site
from tests.truth import differences, reachable, stored_articles

FILES_OF_PORTAL = """
SELECT DISTINCT c.warc_file FROM captures c JOIN crawls r ON r.id = c.crawl_id WHERE r.portal_id = ?
"""


def snapshot(site: Site) -> dict[str, list[tuple[Any, ...]]]:
    """What must not change when nothing on the portal has changed."""
    queries = {
        "articles": "SELECT id, url, title, text, published_at, fingerprint, revision FROM articles ORDER BY id",
        "revisions": "SELECT article_id, revision, fingerprint FROM article_revisions ORDER BY 1, 2",
        "documents": "SELECT id, url, number, fingerprint, revision FROM documents ORDER BY id",
        "attachments": "SELECT article_id, document_id, url, sha256 FROM attachments ORDER BY 1, 2, 3",
        "sections": "SELECT key, name, url, topic FROM sections ORDER BY 1",
        "urls": "SELECT url, kind FROM urls ORDER BY 1",
    }
    return {name: [tuple(row) for row in rows(site.archive, sql)] for name, sql in queries.items()}


def test_a_second_full_run_with_nothing_changed_adds_only_view_counts(site: Callable[..., Site]) -> None:
    here = site(articles=40)
    here.crawl()
    before, views = snapshot(here), value(here.archive, "SELECT count(*) FROM view_counts")
    here.crawl("--full")
    assert snapshot(here) == before
    assert value(here.archive, "SELECT count(*) FROM view_counts") == 2 * views > 0
    # The counter counts us, too: one more than before, with one request of ours in between.
    sql = """
    SELECT count(*) FROM view_counts first JOIN view_counts second USING (article_id)
    WHERE first.own_requests = 0 AND second.own_requests = 1 AND second.views = first.views + 1
    """
    assert value(here.archive, sql) == views
    assert differences(here) == []


def test_an_incremental_run_asks_for_little_and_finds_what_is_new(site: Callable[..., Site]) -> None:
    here = site(articles=300)
    here.crawl()
    first = here.portal.control("stats", clear=True)["requests"]
    published = here.portal.control("publish", count=3)["articles"]
    here.crawl()
    second = here.portal.control("stats")["requests"]
    assert second < 60 < first
    assert set(stored_articles(here)) == set(reachable(here))
    assert value(here.archive, "SELECT articles_new FROM crawls ORDER BY id DESC LIMIT 1") == len(published)
    assert value(here.archive, "SELECT verdict FROM crawls ORDER BY id DESC LIMIT 1") == "complete"


def test_an_edit_is_a_revision_that_names_what_changed(site: Callable[..., Site]) -> None:
    here = site(articles=30)
    here.crawl()
    edited = {
        what: here.portal.control("edit", article=number, what=what)["url"]
        for number, what in ((3, "title"), (4, "text"))
    }
    here.crawl("--full")
    sql = """
    SELECT a.url, r.revision, r.changed FROM article_revisions r JOIN articles a ON a.id = r.article_id
    WHERE r.revision > 1
    """
    assert {row["url"]: json.loads(row["changed"]) for row in rows(here.archive, sql)} == {
        edited["title"]: ["title"],
        edited["text"]: ["text"],
    }
    assert differences(here) == []


def test_deleted_articles_are_suspected_and_their_text_kept(site: Callable[..., Site]) -> None:
    here = site(articles=24)
    here.crawl()
    ways = enumerate(("404", "410", "soft_404", "redirect_home"), 5)
    gone = {how: here.portal.control("delete", article=number, how=how)["url"] for number, how in ways}
    here.crawl("--full")
    removed = rows(here.archive, "SELECT * FROM articles WHERE removal IS NOT NULL")
    assert {row["url"] for row in removed} == set(gone.values())
    for row in removed:
        assert row["removal"] == "suspected"
        assert row["removed_at"] is not None
        assert len(row["text"]) > 100


def test_a_portal_that_is_down_is_no_removal(site: Callable[..., Site]) -> None:
    here = site(articles=24)
    here.crawl()
    here.portal.control("close", mode="unavailable")
    here.crawl("--full", expect=4)
    assert value(here.archive, "SELECT count(*) FROM articles WHERE removal IS NOT NULL") == 0
    here.portal.control("reopen")
    here.crawl("--full")
    assert differences(here) == []


def test_limits_leave_the_rest_due_for_the_next_run(site: Callable[..., Site]) -> None:
    here = site(articles=60)
    here.crawl("--limit", "10", expect=3)
    assert 10 <= value(here.archive, "SELECT count(*) FROM articles") <= 20
    here.crawl()
    assert set(stored_articles(here)) == set(reachable(here))


def test_without_attachments_none_is_fetched(site: Callable[..., Site]) -> None:
    here = site(articles=24)
    here.crawl("--no-attachments")
    assert value(here.archive, "SELECT count(*) FROM attachments") > 0
    assert value(here.archive, "SELECT count(*) FROM attachments WHERE sha256 IS NOT NULL") == 0


def test_since_leaves_out_what_the_lists_date_earlier(site: Callable[..., Site]) -> None:
    here = site(articles=120)
    days = sorted(article["published_at"][:10] for article in reachable(here).values() if article["published_at"])
    since = days[-20]
    file = here.archive / "portals" / "longbien.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('sitemaps = ["/sitemap.xml"]', "sitemaps = []"), "utf-8")
    here.crawl("--since", since, "--no-attachments", expect=3)
    stored = [
        row[0][:10] for row in rows(here.archive, "SELECT published_at FROM articles WHERE published_at IS NOT NULL")
    ]
    wanted = {url for url, a in reachable(here).items() if a["published_at"] and a["published_at"][:10] >= since}
    assert wanted <= set(stored_articles(here))
    assert len([day for day in stored if day < since]) < len(stored) / 2
    # A plain crawl then reads what was left out: no list may end early that was never read to its end.
    here.crawl("--no-attachments")
    assert set(stored_articles(here)) == set(reachable(here))


def test_scrapy_itself_can_run_the_crawl(site: Callable[..., Site]) -> None:
    here = site(articles=12)
    run = [sys.executable, "-m", "scrapy"]
    listed = subprocess.run([*run, "list"], capture_output=True, text=True, check=True, cwd=ROOT, env=environment())
    assert listed.stdout.split() == ["backfill", "portal", "probe"]
    arguments = ["-a", "portal=longbien", "-a", f"archive={here.archive}"]
    subprocess.run([*run, "crawl", "portal", *arguments], capture_output=True, check=True, cwd=ROOT, env=environment())
    assert set(stored_articles(here)) == set(reachable(here))


def test_two_portals_are_crawled_at_once_into_one_archive(site: Callable[..., Site]) -> None:
    here = site(articles=40)
    with DemoPortal(articles=40, seed=5) as second:
        text = second.portal_text().replace('id = "longbien"', 'id = "other"')
        (here.archive / "portals" / "other.toml").write_text(text, encoding="utf-8")
        assert kho("crawl", "longbien", "other", "--archive", here.archive).returncode == 0
        true = {article["url"] for article in second.articles() if article["reachable"]}
    stored = {row[0] for row in rows(here.archive, "SELECT url FROM articles WHERE portal_id = 'other'")}
    assert stored == true
    assert set(stored_articles(here)) == true | set(reachable(here))
    for portal in ("longbien", "other"):
        files = {row[0] for row in rows(here.archive, FILES_OF_PORTAL, portal)}
        assert {file.split("/")[1] for file in files} == {portal}


def test_a_portal_that_is_being_crawled_already_does_not_spoil_the_other(site: Callable[..., Site]) -> None:
    here = site(articles=12)
    with DemoPortal(articles=12, seed=5) as second, lock_portal(here.archive, "other"):
        text = second.portal_text().replace('id = "longbien"', 'id = "other"')
        (here.archive / "portals" / "other.toml").write_text(text, encoding="utf-8")
        done = kho("crawl", "longbien", "other", "--json", "--archive", here.archive)
    assert done.returncode == 2
    assert "kho: other: another crawl is writing" in done.stderr
    assert [crawl["verdict"] for crawl in json.loads(done.stdout)] == ["complete"]
