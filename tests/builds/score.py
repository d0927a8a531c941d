"""An archive held against a sample portal's truth: `python -m tests.builds.score NAME ARCHIVE` prints one JSON line."""

from __future__ import annotations

import argparse
import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.builds.all import BUILDS
from tests.builds.messages import Reply, Request
from tests.builds.server import Build
from tests.builds.world import tokens

NOT_PAGES = ("file", "document", "robots")
"""Kinds of requests that are no part of the price of an article."""
ROWS = "SELECT url, title, summary, text, author, published_at, published_precision, views FROM articles"
ASKED = "SELECT requested_url FROM captures"
Truth = dict[str, Any]


@dataclass(frozen=True)
class Share:
    """Shares of all true articles: `right` as in the truth, `wrong` another value, `null` none where there is one."""

    right: float
    wrong: float
    null: float


@dataclass(frozen=True)
class Score:
    """How good an archive is; all but the last four are shares of the portal's articles, from 0 to 1."""

    name: str
    found: float
    title: Share
    time: Share
    views: Share
    recall: float
    """Share of the tokens of the bodies that were stored."""
    precision: float
    """Share of the stored tokens that belong to the bodies, or may stand beside them (captions, signature)."""
    surplus: int
    """Rows of articles that are no article."""
    requests_per_article: float
    """Requests for pages, without robots.txt, files and official documents, for each article."""
    requests: dict[str, int]
    traps: int


def score(build: Build, archive: Path) -> Score:
    """Return the score of an archive; a row is of the article that its address leads to."""
    with closing(sqlite3.connect(f"file:{archive / 'archive.db'}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        rows = [dict(row) for row in db.execute(ROWS)]
        asked = Counter(look(build, str(row[0])).kind for row in db.execute(ASKED))
    stored = {page.article: row for row in rows if (page := _led_on(build, row["url"])).kind == "article"}
    pairs = [(true, stored.get(true["number"])) for true in build.truth()]
    pages = sum(number for kind, number in asked.items() if kind not in NOT_PAGES)
    recall, precision = _tokens(pairs)
    return Score(
        name=build.name,
        found=sum(row is not None for _, row in pairs) / len(pairs),
        title=_share(pairs, lambda item: " ".join((item["title"] or "").split()) or None),
        time=_share(pairs, lambda item: item["published_at"] and (_time(item), item["published_precision"])),
        views=_share(pairs, lambda item: item["views"]),
        recall=recall,
        precision=precision,
        surplus=len(rows) - len(stored),
        requests_per_article=round(pages / len(pairs), 3),
        requests=dict(asked),
        traps=asked["trap"],
    )


def look(build: Build, url: str) -> Reply:
    """Return what a portal answers to a stored address, whatever host and port it names."""
    parts = urlsplit(url)
    return build.look(Request("GET", parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)), {}))


def _led_on(build: Build, url: str) -> Reply:
    """Return the page that an address leads to: names of pages have no slash at the end, some portals want one."""
    page = look(build, url)
    if page.status == 404 and "?" not in url:
        page = look(build, f"{url}/")
    return look(build, dict(page.headers)["Location"]) if page.status == 301 else page


def _time(item: Truth) -> str:
    return str(item["published_at"])[:16]


def _share(pairs: list[tuple[Truth, Truth | None]], read: Callable[[Truth], object]) -> Share:
    """Count a value; where the truth is NULL, NULL is right and any value is wrong."""
    seen = Counter(_verdict(read(true), read(row) if row else None, missing=row is None) for true, row in pairs)
    return Share(*(round(seen[verdict] / len(pairs), 4) for verdict in ("right", "wrong", "null")))


def _verdict(true: object, found: object, *, missing: bool) -> str:
    if missing:
        return "null"
    if true == found:
        return "right"
    return "null" if found is None else "wrong"


def _tokens(pairs: list[tuple[Truth, Truth | None]]) -> tuple[float, float]:
    """Return recall and precision over the tokens of all articles that were found."""
    wanted = hit = stored = good = 0
    for true, row in pairs:
        if row is None:
            continue
        body, beside = Counter(tokens(true["body"])), Counter(tokens(true["beside"]))
        got = Counter(tokens(" ".join(row[name] or "" for name in ("summary", "text"))))
        wanted, hit = wanted + body.total(), hit + (body & got).total()
        stored, good = stored + got.total(), good + ((body + beside) & got).total()
    return round(hit / max(1, wanted), 5), round(good / max(1, stored), 5)


def main() -> None:
    """Print the score of one archive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=sorted(BUILDS))
    parser.add_argument("archive", type=Path)
    parser.add_argument("--articles", type=int, default=120)
    options = parser.parse_args()
    build = BUILDS[options.name](options.articles)
    try:
        print(json.dumps(asdict(score(build, options.archive)), ensure_ascii=False))
    finally:
        build.close()


if __name__ == "__main__":
    main()
