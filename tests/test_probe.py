"""`kho probe` and `kho crawl URL`: portals of several builds that no file describes, learned and crawled."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from crawler.demo.addresses import SHAPES
from crawler.demo.client import DemoPortal
from crawler.portals import read_portal_file
from tests.command import kho, rows
from tests.learn_paths import nukeviet, sharepoint, vnpt, wordpress
from tests.learn_queries import dotnet, flat, joomla, plain_wordpress, postback
from tests.learn_sites import MISSING, Build, News, Page, html, make_news, served
from tests.truth import FIELDS

BUILDS: dict[str, Callable[[list[News]], Build]] = {
    "nukeviet": nukeviet, "flat": flat, "wordpress": wordpress, "sharepoint": sharepoint, "dotnet": dotnet,
    "vnpt": vnpt, "plain_wordpress": plain_wordpress, "joomla": joomla, "postback": postback,
}  # fmt: skip
WITHOUT_COUNTER = frozenset({"wordpress"})
NEWS = 100
MOST_SEEN_AGAIN = 15


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(BUILDS))
def test_an_unknown_portal_is_learned_and_crawled_by_its_address_alone(name: str, tmp_path: Path) -> None:
    build = BUILDS[name](make_news(NEWS))
    with served(build) as url:
        done = kho("crawl", url, "--archive", tmp_path, "--no-attachments")
    assert done.returncode == 0, done.stderr[-2000:]
    stored = {row["title"]: row for row in rows(tmp_path, "SELECT * FROM articles")}
    assert set(stored) == {one.title for one in build.news}
    assert len(rows(tmp_path, "SELECT id FROM articles")) == NEWS
    for one in build.news:
        row = stored[one.title]
        assert row["published_at"] == one.published_at
        assert row["views"] == (None if name in WITHOUT_COUNTER else one.views)
        assert words(f"{row['summary'] or ''} {row['text']}") == words(" ".join(one.paragraphs))
    requests = rows(tmp_path, "SELECT requests FROM crawls")[0]["requests"]
    assert requests <= 1.3 * NEWS
    assert [path for path in build.asked if build.is_trap(path)] == []


@pytest.mark.slow
def test_the_sample_portal_is_learned_too(tmp_path: Path) -> None:
    with DemoPortal(articles=200) as portal:
        done = kho("crawl", portal.url, "--archive", tmp_path, "--no-attachments")
        true = {fact["slug"].rstrip("-"): fact for fact in portal.articles() if fact["reachable"]}
    assert done.returncode == 0, done.stderr[-2000:]
    stored = {row["url"].rsplit("/", 1)[-1]: row for row in rows(tmp_path, "SELECT * FROM articles")}
    assert set(stored) == set(true)
    wrong = [(slug, name) for slug, fact in true.items() for name in FIELDS if stored[slug][name] != fact[name]]
    viewed = [slug for slug, name in wrong if name == "views"]
    assert len(viewed) == len(wrong) < MOST_SEEN_AGAIN, wrong
    # What the sample asked for again, or by another of its addresses, was counted again after it was read.
    assert all(0 < true[slug]["views"] - stored[slug]["views"] <= len(SHAPES) for slug in viewed)
    articles = rows(
        tmp_path, "SELECT count(*) AS n FROM captures c JOIN urls u ON u.id = url_id WHERE kind = 'article'"
    )
    assert articles[0]["n"] == len(rows(tmp_path, "SELECT id FROM articles"))


def test_the_file_is_good_short_and_the_same_each_time(tmp_path: Path) -> None:
    build = nukeviet(make_news(NEWS))
    with served(build) as url:
        first = kho("probe", url, "-o", tmp_path / "a", "--json")
        second = kho("probe", url, "-o", tmp_path / "b", "--json")
    report = json.loads(first.stdout)
    assert report["grade"] == "A", report
    one, other = (Path(json.loads(done.stdout)["file"]) for done in (first, second))
    assert one.read_text(encoding="utf-8") == other.read_text(encoding="utf-8")
    assert len(one.read_text(encoding="utf-8").splitlines()) <= 61
    portal, _ = read_portal_file(one)
    assert {section.topic for section in portal.sections} >= {"news", "party", "announcements"}
    assert portal.expect.fill["published_at"] >= 0.9


def test_never_more_requests_than_said_and_robots_txt_is_obeyed() -> None:
    build = nukeviet(make_news(NEWS))
    answer = build.answer

    def with_robots(path: str, query: dict[str, str], form: dict[str, str]) -> Page:
        if path == "/robots.txt":
            return 200, "text/plain", "User-agent: *\nDisallow: /vi/news/kinh-te/\n"
        return answer(path, query, form)

    build.answer = with_robots
    with served(build) as url:
        done = kho("probe", url, "--sample", "30", "--json")
    assert done.returncode == 0, done.stderr
    assert sum(build.asked.values()) == json.loads(done.stdout)["requests"] <= 30
    assert [path for path in build.asked if path.startswith("/vi/news/kinh-te/")] == []


@pytest.mark.parametrize(("sample", "code"), [(5, 3), (20, 0)])
def test_the_robots_txt_of_each_host_on_the_way_counts(sample: int, code: int) -> None:
    build = nukeviet(make_news(NEWS))
    with ExitStack() as stack:
        url = stack.enter_context(served(build))
        passed = [build]
        for _ in range(2):
            target = url
            passed.append(Build([], answer=lambda path, *_, to=target: MISSING if "robots" in path else (302, "", to)))
            url = stack.enter_context(served(passed[-1]))
        done = kho("probe", url, "--sample", str(sample), "--json")
    asked = sum(sum(one.asked.values()) for one in passed)
    assert asked <= sample
    assert done.returncode == code, done.stderr
    told = json.loads(done.stdout)["requests"] == asked if code == 0 else "redirects used up the sample" in done.stderr
    assert told
    assert all(one.asked["/robots.txt"] == 1 for one in passed[1:])


def test_a_persons_correction_wins(tmp_path: Path) -> None:
    build = nukeviet(make_news(40))
    with served(build) as url:
        kho("probe", url, "-o", tmp_path / "portal.toml")
        address = url.rstrip("/") + next(path for path in build.asked if path.endswith(".html") and "/news/" in path)
        before = kho("portals", "try", tmp_path / "portal.toml", address, "--json")
        text = (tmp_path / "portal.toml").read_text(encoding="utf-8")
        (tmp_path / "portal.toml").write_text(text + "\n[select]\ntitle = '.panel h3'\n", encoding="utf-8")
        after = kho("portals", "try", tmp_path / "portal.toml", address, "--json")
    told = json.loads(before.stdout)
    said = {"links": told["with_file"]["links"], "section": "Tin tức - Sự kiện", "problems": []}
    assert told["with_file"] == told["without"] | said
    assert json.loads(after.stdout)["with_file"]["title"] == "Tin xem nhiều"


REFUSED: dict[str, Page] = {
    "log-in form": html('<form><input name="u"><input type="password" name="p"><button>Đăng nhập</button></form>'),
    "challenge": (200, "text/html", "<script>document.cookie='D1N=abc; path=/';window.location.reload(true);</script>"),
    "comes by script": html('<div id="root"></div><script src="/main.js"></script>'),
    "too_large": html("<p>" + "x " * 5_000_000 + "</p>"),
    "links to nothing": html("<p>Xin chào</p>"),
    "closed": html('<h1>Trang đã ngừng hoạt động</h1><p>Mời xem <a href="http://b.vn/">trang mới</a>.</p>'),
    "sends on": (302, "text/html", "/"),
    "answers 500": (500, "text/html", "lỗi"),
    "answers 403": (403, "text/html", "<h1>Forbidden</h1>"),
}


@pytest.mark.parametrize("says", sorted(REFUSED))
def test_a_site_that_cannot_be_learned_is_told_so_and_leaves_no_file(says: str, tmp_path: Path) -> None:
    page = REFUSED[says]
    with served(Build([], answer=lambda path, *_: MISSING if path == "/robots.txt" else page)) as url:
        done = kho("crawl", url, "--archive", tmp_path)
    assert done.returncode == 3
    assert says in done.stderr
    assert list((tmp_path / "portals").glob("*")) == []


def test_a_home_page_of_a_word_and_a_link_that_leads_to_articles_needs_no_browser(tmp_path: Path) -> None:
    build = nukeviet(make_news(40))
    answer, poor = build.answer, html('<h1>Trang chủ</h1><a href="/vi/news/">Tin</a><script src="/site.js"></script>')
    build.answer = lambda path, query, form: poor if path == "/" else answer(path, query, form)
    with served(build) as url:
        done = kho("probe", url, "-o", tmp_path, "--json")
    assert (done.returncode, json.loads(done.stdout)["grade"]) == (0, "A"), done.stderr


@pytest.mark.parametrize("counter", ["", "<p>Lượt xem: 124</p>"])
def test_a_shop_is_no_portal(tmp_path: Path, counter: str) -> None:
    goods = "".join(f'<div><a href="/hang/ao-so-mi-{i}">Áo sơ mi số {i}</a> <b>{i}50.000₫</b></div>' for i in range(20))
    page = html(f'<a href="/gio-hang">Giỏ hàng</a><h1>Áo sơ mi</h1>{counter}<button>Thêm vào giỏ</button>{goods}', "Áo")
    with served(Build([], answer=lambda path, *_: MISSING if path == "/robots.txt" else page)) as url:
        done = kho("probe", url, "-o", tmp_path)
    assert (done.returncode, "a shop" in done.stderr) == (3, True)
    assert list(tmp_path.glob("*.toml")) == []


def test_a_dead_host_is_told_so() -> None:
    done = kho("probe", "http://127.0.0.1:9/")
    assert done.returncode == 3
    assert "could not be read" in done.stderr
