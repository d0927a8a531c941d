"""`kho demo`: the sample portal is started on loopback, crawled, and what was stored is shown."""

from __future__ import annotations

import importlib.util
import time
from contextlib import closing
from pathlib import Path

from crawler.crawl import CrawlResult, crawl_portals
from crawler.demo.client import DemoPortal
from crawler.demo.organisation import PORTAL_ID
from crawler.errors import ConfigurationError
from crawler.portals import find_portal
from crawler.session import CrawlOptions
from crawler.store import queries
from crawler.store.database import open_read_only
from crawler.terminal import console, show_item, summary

NEEDED = {"reportlab": "reportlab", "docx": "python-docx", "font_roboto": "font-roboto"}
"""Modules that make the sample portal's files, and the distributions that bring them."""


def run_tour(archive: Path, *, articles: int, port: int) -> int:
    """Crawl the sample portal into `archive` and show the result; return the command's exit code.

    Raises: ConfigurationError if the extra `demo` is not installed, or the port is taken.
    """
    missing = [name for module, name in NEEDED.items() if importlib.util.find_spec(module) is None]
    if missing:
        raise ConfigurationError(f"the sample portal needs {', '.join(missing)}: pip install 'kho[demo]'")
    started = time.monotonic()
    with DemoPortal(articles=articles, port=port or _port_of_before(archive)) as portal:
        for folder in ("portals", "exports"):
            (archive / folder).mkdir(parents=True, exist_ok=True)
        (archive / "portals" / f"{PORTAL_ID}.toml").write_text(portal.portal_text(), encoding="utf-8")
        console.print(f"Cổng mẫu · sample portal: {portal.url} ({articles} bài viết · articles)")
        result = crawl_portals([PORTAL_ID], archive, CrawlOptions())[0]
    _show(archive, result, time.monotonic() - started)
    return result.exit_code


def _port_of_before(archive: Path) -> int:
    """Return the port of an earlier tour: ids follow from addresses, so a second one adds to the first."""
    if not (archive / "archive.db").exists():
        return 0
    portal, _ = find_portal(PORTAL_ID, archive)
    return int(portal.host.rpartition(":")[2])


def _show(archive: Path, result: CrawlResult, seconds: float) -> None:
    with closing(open_read_only(archive / "archive.db")) as db:
        totals = queries.totals(db)
        newest = queries.newest_article_id(db)
        article = queries.get_article(db, newest) if newest else None
    warc = sum(path.stat().st_size for path in (archive / "warc").rglob("*.warc.gz"))
    rows = [
        ("bài viết · articles", totals["articles"]),
        ("văn bản · documents", totals["documents"]),
        ("tệp và ảnh · attachments", totals["attachments"]),
        ("bản lưu · captures", totals["captures"]),
        ("số đo lượt xem · view counts", totals["view_counts"]),
        ("vấn đề · problems", totals["problems"]),
        ("kết quả · verdict", result.verdict.verdict),
        ("WARC", _size(warc)),
        ("archive.db", _size((archive / "archive.db").stat().st_size)),
        ("thời gian · time", f"{seconds:.1f} s"),
    ]
    console.print(f"[bold]Đã lưu vào · stored in {archive}/[/bold]")
    console.print(summary(rows))
    if article:
        console.rule("một bài viết như đã lưu · an article as stored")
        show_item(article, as_json=False)
        console.rule("đi tiếp · go on with")
        for line in _next_commands(archive, str(article["id"])):
            console.print(f"  {line}")


def _size(bytes_: int) -> str:
    return f"{bytes_ / 1e6:.1f} MB"


def _next_commands(archive: Path, article_id: str) -> list[str]:
    kho = ".venv/bin/kho" if Path(".venv/bin/kho").exists() else "kho"
    return [
        f'{kho} search "to dan pho" --archive {archive}',
        f"{kho} export -o {archive / 'exports' / 'bai-viet.csv'} --archive {archive}",
        f"{kho} serve --archive {archive}        # {article_id} → /archive/articles/{article_id}",
    ]
