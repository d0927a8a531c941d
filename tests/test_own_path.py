"""A portal under a path of its host, beside its neighbours': their pages are not its own."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.items import Page as Extracted
from crawler.learn.findings import FILES
from crawler.learn.sample.observe import Observed, Seen
from crawler.learn.sample.own_path import is_outside, outside_pattern, own_path
from crawler.learn.survey import bare_portal
from tests.command import kho, rows
from tests.learn_paths import nukeviet
from tests.learn_sites import Build, News, Page, html, make_news, served

NEIGHBOUR = '<a href="/ben-khac/">Xã Bến Khác</a>'


def with_neighbour(build: Build, news: list[News]) -> Build:
    """Put another commune's news beside the portal, linked from the menu of each of its pages."""

    def other(path: str) -> Page:
        rows_ = "".join(f'<li><a href="/ben-khac/tin-{one.id}.html">{one.title} ở Bến Khác</a></li>' for one in news)
        found = [one for one in news if path == f"/ben-khac/tin-{one.id}.html"]
        story = "".join(
            f"<h1>{one.title} ở Bến Khác</h1><p>Ngày đăng: {one.moment:%d/%m/%Y %H:%M}</p>"
            + "".join(f"<p>{text}</p>" for text in one.paragraphs)
            for one in found
        )
        return html(f"{NEIGHBOUR}<ul>{rows_}</ul>{story}", "Xã Bến Khác")

    def answer(path: str, query: dict[str, str], form: dict[str, str]) -> Page:
        if path == "/" or path.startswith("/ben-khac"):
            return other(path)
        status, mime, text = build.answer(path, query, form)
        return status, mime, text.replace("</nav>", f"{NEIGHBOUR}</nav>")

    return replace(build, answer=answer, asked=build.asked)


def test_the_articles_of_a_neighbour_on_the_same_host_are_not_stored(tmp_path: Path) -> None:
    news = make_news(60)
    build = with_neighbour(nukeviet(news), news[:20])
    with served(build) as url:
        done = kho("crawl", f"{url}vi/", "--archive", tmp_path, "--no-attachments")
    assert done.returncode == 0, done.stderr[-2000:]
    assert {row["title"] for row in rows(tmp_path, "SELECT title FROM articles")} == {one.title for one in news}
    assert [path for path in build.asked if path.startswith("/ben-khac")] == []


def home(start: str, *paths: str) -> tuple[str, Observed]:
    links = tuple(Seen(f"http://a.vn{path}", "x", in_menu=True, in_aside=False) for path in paths)
    seen = Observed(asked=f"http://a.vn{start}", status=200, page=Extracted(url="", kind="other"), links=links)
    return f"http://a.vn{start}", seen


OWN = [f"/dinhhoa/tin-{number}" for number in range(20)]


@pytest.mark.parametrize(
    ("start", "paths", "own"),
    [
        ("/dinhhoa/", [*OWN, "/", "/tanthinh/"], "/dinhhoa"),
        ("/dinhhoa/trang-chu", [*OWN, "/tanthinh/"], "/dinhhoa"),
        ("/dinhhoa/", [*OWN, "/tanthinh/", *(f"/uploads/a{number}.pdf" for number in range(30))], "/dinhhoa"),
        ("/", [*OWN, "/tanthinh/"], ""),
        ("/dinhhoa/", [*OWN, *(f"/tin-{number}" for number in range(20))], ""),
        ("/dinhhoa/", OWN, ""),
        ("/dinhhoa/", [*OWN[:3], "/"], ""),
    ],
)
def test_a_portal_is_a_path_where_nearly_all_links_of_its_home_page_lie_under_it(
    start: str, paths: list[str], own: str
) -> None:
    url, seen = home(start, *paths)
    assert own_path(url, seen, bare_portal(url)) == own


@pytest.mark.parametrize(
    ("local", "outside"),
    [
        ("/dinhhoa", False), ("/dinhhoa/", False), ("/dinhhoa?p=2", False), ("/dinhhoa/tin-1", False), ("/", True),
        ("/dinhhoa2/tin-1", True), ("/tanthinh/tin-1", True), ("/uploads/a.pdf", False), ("/uploads/a.PDF?v=1", False),
        ("/documents/101/20182/ke-hoach", False),
    ],
)  # fmt: skip
def test_files_are_taken_from_wherever_they_lie(local: str, outside: bool) -> None:
    assert is_outside(f"http://a.vn{local}", "/dinhhoa") == outside
    assert bool(re.search(outside_pattern("/dinhhoa", FILES), local)) == outside
