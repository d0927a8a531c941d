"""An unknown portal is asked for no page twice: what its sample fetched is archived by the crawl that follows."""

from __future__ import annotations

from pathlib import Path

from scrapy.http import Request, Response

from crawler import sampled
from crawler.sampled import Keeper
from tests.command import kho, rows, value
from tests.learn_paths import nukeviet
from tests.learn_sites import make_news, served

COMPARED = 2
"""Pages that a sample itself asks for twice, to see whether they stay the same."""


def kept(keeper: Keeper, url: str, body: bytes, *, status: int = 200, flags: tuple[str, ...] = ()) -> bool:
    request = Request(url)
    keeper.keep(request, Response(url, status=status, body=body, flags=list(flags), request=request))
    return url in keeper.sample


def test_what_the_sample_has_fetched_is_not_asked_for_again_and_stands_in_the_archive_with_its_time(
    tmp_path: Path,
) -> None:
    build = nukeviet(make_news(30))
    with served(build) as url:
        done = kho("crawl", url, "--archive", tmp_path)
    assert done.returncode == 0, done.stderr
    again = {path: count - 1 for path, count in build.asked.items() if count > 1 and path.startswith("/vi/")}
    assert sum(again.values()) <= COMPARED, again
    assert value(tmp_path, "SELECT count(*) FROM articles") == 30
    (crawl,) = rows(tmp_path, "SELECT started_at, finished_at, requests FROM crawls")
    assert crawl["requests"] == value(tmp_path, "SELECT count(*) FROM captures")
    times = [row[0] for row in rows(tmp_path, "SELECT fetched_at FROM captures")]
    assert crawl["started_at"] <= min(times)
    assert max(times) <= crawl["finished_at"]
    assert kho("verify", "--full", "--archive", tmp_path).returncode == 0
    assert kho("rebuild", "--check", "--archive", tmp_path).returncode == 0


def test_only_whole_pages_are_kept_and_no_more_than_there_is_room_for() -> None:
    keeper = Keeper()
    assert kept(keeper, "http://a.vn/1", b"<p>")
    assert not kept(keeper, "http://a.vn/2", b"<p>", status=404)
    assert not kept(keeper, "http://a.vn/3", b"<p>", flags=("dataloss",))
    assert not kept(keeper, "http://a.vn/4", b" " * sampled.MAX_BYTES)
    assert not kept(keeper, "http://a.vn/5", b"<p>")
