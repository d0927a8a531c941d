"""A server under a bad star, and one that asks for patience."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.command import kho, value
from tests.conftest import Site
from tests.test_warc import warcio_check
from tests.truth import differences, reachable, stored_articles


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("500", {}),
        ("reset", {}),
        ("slow", {"seconds": 1}),
        ("truncated", {}),
        ("wrong_length", {"delta": 1000}),
        ("challenge", {}),
        ("429", {"retry_after": 1}),
    ],
)
def test_a_passing_fault_costs_nothing_but_time(
    site: Callable[..., Site], kind: str, options: dict[str, object]
) -> None:
    here = site(articles=24)
    here.portal.control("fault", kind=kind, match="urlTitle|view_content|/content/", times=2, **options)
    here.crawl()
    assert set(stored_articles(here)) == set(reachable(here))
    assert [found for found in differences(here) if found[1] != "views"] == []
    for path in (here.archive / "warc" / "longbien").glob("*.warc.gz"):
        assert warcio_check(path).returncode == 0


def test_a_lasting_fault_makes_the_crawl_partial_and_is_named(site: Callable[..., Site]) -> None:
    here = site(articles=24)
    slug = here.portal.control("article", article=7)["slug"]
    here.portal.control("fault", kind="500", match=slug, times=1000)
    said = here.crawl(expect=3)
    assert "1 of" in said or "1 address" in said
    assert value(here.archive, "SELECT verdict FROM crawls") == "partial"
    assert value(here.archive, "SELECT count(*) FROM articles") == len(reachable(here)) - 1
    assert kho("status", "--archive", here.archive).returncode == 1


def test_a_crawl_delay_in_robots_txt_is_kept(site: Callable[..., Site]) -> None:
    here = site(articles=24)
    here.portal.control("crawl_delay", seconds=0.5)
    here.crawl("--limit", "5", "--no-attachments", expect=3)
    times = [begun[0] for begun in here.portal.control("stats")["times"] if "robots.txt" not in begun[2]]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert len(gaps) > 5
    assert sum(gaps) / len(gaps) >= 0.45
    assert min(gaps) >= 0.25  # a busy server notes some late, and the next then seems to come early


def test_a_real_portal_would_see_one_request_at_a_time_with_pauses(site: Callable[..., Site]) -> None:
    here = site(articles=24)
    here.portal.control("latency", seconds=0.2)
    here.crawl("--limit", "2", "--no-attachments", expect=3, KHO_POLITE_LOOPBACK="1")
    stats = here.portal.control("stats")
    assert stats["max_concurrent"] == 1
    pages = [begun[0] for begun in stats["times"] if "robots.txt" not in begun[2]]
    assert all(later - earlier > 1.4 for earlier, later in pairwise(pages))
