"""The six sample portals: every page is there, the truth is what the page shows, and each knows what a trap is."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import urlopen

import pytest

from tests.builds.all import BUILDS
from tests.builds.messages import Request
from tests.builds.score import score
from tests.builds.server import Build
from tests.builds.viewstate import PAGER
from tests.builds.webforms import WebFormsBuild
from tests.builds.world import tokens

TAG = re.compile(r"<(?:script|style).*?</(?:script|style)>|<[^>]+>", re.DOTALL)
LINK = re.compile(r"""(?:href=|<loc>)["']?([^"'\s<>]+)""")
HIDDEN = re.compile(r'name="(__\w+)" id="__\w+" value="([^"]*)"')


def get(address: str, form: dict[str, str] | None = None) -> str:
    data = urlencode(form).encode() if form is not None else None
    with urlopen(address, data, timeout=10) as answer:
        return str(answer.read().decode("utf-8", "replace"))


def visible(html: str) -> str:
    return " ".join(unescape(TAG.sub(" ", html)).split())


@pytest.fixture(scope="module", params=sorted(BUILDS))
def build(request: pytest.FixtureRequest) -> Iterator[Build]:
    with BUILDS[request.param](articles=60) as running:
        yield running


def test_an_article_page_shows_what_the_truth_says(build: Build) -> None:
    for article, true in zip(build.world.articles, build.truth(), strict=True):
        text = visible(get(true["url"]))
        assert true["title"] in text
        assert f"{article.when:%d/%m/%Y}" in text
        if true["views"] is not None:
            assert str(true["views"]) in text.replace(".", "")
        for part in [*article.body_texts(), article.author, true["section"], *true["attachments"]]:
            assert " ".join(tokens(part)) in " ".join(tokens(text))


def test_a_page_shows_the_minute_only_where_the_truth_has_it(build: Build) -> None:
    article = next(a for a in build.world.articles if a.day_only)
    page = visible(get(build.base + build.address(article))).split(article.title)[-1]
    shown = page.split(article.lead)[0]
    assert not re.search(r"\d:\d\d", shown)


def crawl_links(build: Build) -> set[str]:
    """Follow plain links, as a reader without scripts would, but no link that is a trap."""
    waiting, seen = [build.base + "/"], {build.base + "/"}
    while waiting:
        page = waiting.pop()
        try:
            html = get(page)
        except HTTPError:
            continue
        for link in LINK.findall(html):
            address = urljoin(page, unescape(link)).partition("#")[0]
            if address.startswith(build.base) and address not in seen and not is_trap(build, address):
                seen.add(address)
                waiting.append(address)
    return seen


def is_trap(build: Build, address: str) -> bool:
    parts = urlsplit(address)
    query = dict(pair.partition("=")[::2] for pair in parts.query.split("&") if pair)
    return build.without_trap(Request("GET", parts.path, query, {})) is not None


def test_links_lead_to_every_article_and_postbacks_are_needed_only_where_a_build_has_them() -> None:
    for name, kind in BUILDS.items():
        with kind(articles=120) as build:
            found = crawl_links(build) & {true["url"] for true in build.truth()}
            assert (len(found) == 120) == (name != "webforms"), f"{name}: {len(found)}"
            assert build.counts["trap"] == 0
            assert build.counts["missing"] <= 3, [path for kind_, path in build.asked if kind_ == "missing"]


def test_traps_are_linked_answered_and_counted(build: Build) -> None:
    first = build.base + build.address(build.world.articles[0])
    links = {urljoin(first, unescape(link)) for link in LINK.findall(get(first))}
    traps = [link for link in links if link.startswith(build.base) and is_trap(build, link)]
    assert len(traps) >= 3
    before = build.counts["trap"]
    for trap in traps:
        assert get(trap)
    assert build.counts["trap"] == before + len(traps)


def test_a_build_is_always_the_same() -> None:
    for kind in BUILDS.values():
        with kind(articles=12) as one, kind(articles=12) as two:
            assert [t["body"] for t in one.truth()] == [t["body"] for t in two.truth()]
            assert len({t["url"] for t in one.truth()}) == 12


def test_titles_and_bodies_are_of_natural_length(build: Build) -> None:
    words = [len(true["body"].split()) for true in build.truth()]
    assert min(words) >= 80
    assert max(words) <= 900
    assert all(6 <= len(true["title"].split()) <= 20 for true in build.truth())


def test_a_postback_turns_the_page_and_a_get_does_not() -> None:
    with WebFormsBuild(articles=120) as build:
        address = build.base + "/NewsList.aspx?CatID=2"
        first = get(address)
        form = dict(HIDDEN.findall(first)) | {"__EVENTTARGET": PAGER, "__EVENTARGUMENT": "Page$2"}
        second = get(address, form)
        assert set(re.findall(r"ItemID=\d+", second)) - set(re.findall(r"ItemID=\d+", first))
        assert re.findall("tieude.*", get(address + "&page=2")) == re.findall("tieude.*", first)


@pytest.mark.parametrize("field", ["__VIEWSTATE", "__EVENTVALIDATION", "__EVENTTARGET"])
def test_a_postback_with_a_false_state_is_refused(field: str) -> None:
    with WebFormsBuild(articles=120) as build:
        address = build.base + "/NewsList.aspx?CatID=2"
        form = dict(HIDDEN.findall(get(address))) | {"__EVENTTARGET": PAGER, "__EVENTARGUMENT": "Page$2"}
        with pytest.raises(HTTPError, match="500"):
            get(address, form | {field: "x" + form[field][1:]})


def stored(archive: Path, truths: list[dict[str, Any]], asked: list[str]) -> Path:
    """Make an archive with the columns that the score reads."""
    archive.mkdir()
    names = "url, title, summary, text, author, published_at, published_precision, views"
    with closing(sqlite3.connect(archive / "archive.db")) as db, db:
        db.execute(f"CREATE TABLE articles ({names})")
        db.execute("CREATE TABLE captures (requested_url)")
        rows = [{"summary": None, "author": None} | true | {"text": true["body"]} for true in truths]
        places = ", ".join(":" + name for name in names.split(", "))
        db.executemany(f"INSERT INTO articles VALUES ({places})", rows)
        db.executemany("INSERT INTO captures VALUES (?)", [(url,) for url in asked])
    return archive


def test_an_archive_like_the_truth_has_the_full_score(build: Build, tmp_path: Path) -> None:
    truths = build.truth()
    asked = [true["url"] for true in truths] + [build.base + "/robots.txt"]
    got = score(build, stored(tmp_path / "archive", truths, asked))
    assert (got.found, got.title.right, got.time.right, got.views.right) == (1, 1, 1, 1)
    assert (got.recall, got.precision, got.surplus, got.traps) == (1, 1, 0, 0)
    assert got.requests_per_article == 1


def test_a_row_counts_for_the_article_that_its_address_leads_to(tmp_path: Path) -> None:
    with BUILDS["wordpress"](articles=12) as build:
        truths = [true | {"url": true["url"].rstrip("/")} for true in build.truth()]
        got = score(build, stored(tmp_path / "archive", truths, []))
        assert (got.found, got.surplus) == (1, 0)


def test_faults_of_an_archive_lower_the_score(build: Build, tmp_path: Path) -> None:
    truths = build.truth()
    lost, late, blind, short, *others = truths
    late = late | {"published_at": "2001-01-01T00:00:00+07:00"}
    changed = [
        late,
        blind | {"title": None},
        short | {"body": "menu menu menu"},
        *others,
        lost | {"url": build.base + "/no-article"},
    ]
    got = score(build, stored(tmp_path / "archive", changed, [build.base + "/en/", build.base + "/"]))
    assert got.found == pytest.approx(59 / 60)
    assert got.time.wrong == pytest.approx(1 / 60, abs=1e-4)
    assert got.title.null == pytest.approx(2 / 60, abs=1e-4)
    assert got.recall < 1
    assert got.precision < 1
    assert got.surplus == 1
