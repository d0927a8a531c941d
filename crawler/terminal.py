"""What the command prints: tables for people, JSON for programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import click
from rich.console import Console, Group
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from crawler.portals import Portal
from crawler.status import PortalStatus
from crawler.store.fixity import Check
from crawler.store.queries import Row
from crawler.store.search import Hit


class Output(Console):
    """Standard output, whose reader may have seen enough: `kho search … | head` has done what was asked."""

    def on_broken_pipe(self) -> None:
        """End with exit code 0; what is still to be flushed goes nowhere."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


console = Output(highlight=False, width=None if sys.stdout.isatty() else 160)
"""A pipe or file has no width of its own; 160 columns keep our widest table in one piece."""

HEADINGS = {
    "portal_id": "cổng\nportal",
    "id": "id",
    "name": "tên\nname",
    "level": "cấp\nlevel",
    "url": "địa chỉ\naddress",
    "verified": "đã kiểm\nverified",
    "articles": "bài\narticles",
    "last_crawl": "lần cuối\nlast crawl",
    "started_at": "lúc\nstarted",
    "verdict": "kết quả\nverdict",
    "requests": "yêu cầu\nrequests",
    "captures": "bản lưu\ncaptures",
    "articles_new": "mới\nnew",
    "articles_changed": "sửa\nchanged",
    "articles_removed": "gỡ\nremoved",
    "section": "chuyên mục\nsection",
    "pages_declared": "số trang\npages",
    "pages_reached": "đã đọc\nread",
    "items_listed": "liệt kê\nlisted",
    "items_captured": "đã lưu\ncaptured",
    "items_skipped": "bỏ qua\nskipped",
    "code": "mã\ncode",
    "field": "trường\nfield",
    "filled": "có\nfilled",
    "total": "trên\nof",
    "count": "số\ncount",
    "example": "ví dụ\nexample",
    "role": "loại\nrole",
    "label": "tên\nlabel",
    "bytes": "byte",
    "sha256": "SHA-256",
    "revision": "bản\nrevision",
    "seen_at": "thấy lúc\nseen",
    "changed": "thay đổi\nchanged",
    "observed_at": "đo lúc\nobserved",
    "views": "lượt xem\nviews",
    "own_requests": "của ta\nour own",
}
"""Column -> heading, Vietnamese first."""
TIMES = frozenset({"started_at", "last_crawl"})

FACTS_OF_ARTICLE = (
    ("Chuyên mục · section", "section"),
    ("Ngày đăng · published", "published_at"),
    ("Nguyên văn · as printed", "published_raw"),
    ("Lượt xem · views", "views"),
    ("Tác giả · author", "author"),
    ("Nguồn · source", "source"),
    ("Bản sửa · revision", "revision"),
    ("Gỡ bỏ · removal", "removal"),
)
FACTS_OF_DOCUMENT = (
    ("Số ký hiệu · number", "number"),
    ("Loại · type", "type"),
    ("Cơ quan · issuer", "issuer"),
    ("Ban hành · issued", "issued_on"),
    ("Hiệu lực · effective", "effective_on"),
    ("Người ký · signer", "signer"),
    ("Tình trạng · status", "status"),
)
FACTS_OF_CAPTURE = (
    ("Địa chỉ · address", "captured_url"),
    ("Lưu lúc · captured", "captured_at"),
    ("WARC", "warc_file"),
    ("Record", "record_id"),
    ("SHA-256", "payload_sha256"),
)


def print_json(value: object) -> None:
    """Print a value as JSON, Vietnamese letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Return a table; numbers are set right, None is a dash, times in wide tables end with the minute."""
    made = Table(title=title or None, title_justify="left", title_style="bold")
    listed = [[_shown(column, cell) for column, cell in zip(columns, row, strict=True)] for row in rows]
    for index, column in enumerate(columns):
        numeric = all(isinstance(row[index], int | float | None) for row in listed) and bool(listed)
        made.add_column(HEADINGS[column], justify="right" if numeric else "left", overflow="fold")
    for row in listed:
        made.add_row(*("–" if value is None else escape(str(value)) for value in row))
    return made


def _shown(column: str, cell: object) -> object:
    return cell[:16].replace("T", " ") if column in TIMES and isinstance(cell, str) else cell


def _facts(item: Mapping[str, Any], names: Sequence[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for label, key in names:
        if item.get(key) is not None:
            grid.add_row(f"[dim]{label}[/dim]", escape(str(item[key])))
    return grid


def summary(rows: Iterable[tuple[str, object]]) -> Table:
    """Return names and values side by side, values set right."""
    made = Table(show_header=False)
    made.add_column()
    made.add_column(justify="right")
    for name, value in rows:
        made.add_row(escape(name), escape(str(value)))
    return made


def show_crawls(crawls: Sequence[Row], *, as_json: bool) -> None:
    """Print how crawls ended."""
    if as_json:
        print_json(crawls)
        return
    columns = ("portal_id", "verdict", "requests", "captures", "articles_new", "articles_changed", "articles_removed")
    console.print(table("", columns, ([crawl[column] for column in columns] for crawl in crawls)))
    for crawl in crawls:
        if crawl["reason"]:
            console.print(f"{crawl['portal_id']}: {escape(crawl['reason'])}")


def show_portals(portals: Sequence[Portal], states: Mapping[str, Row], *, as_json: bool) -> None:
    """Print the portals known, with what the archive holds of them."""
    rows = [
        {
            "id": portal.id,
            "name": portal.name,
            "level": portal.level,
            "url": portal.url,
            "verified": not portal.unverified,
            "articles": states.get(portal.id, {}).get("articles"),
            "last_crawl": states.get(portal.id, {}).get("last_started_at"),
            "verdict": states.get(portal.id, {}).get("last_verdict"),
        }
        for portal in portals
    ]
    if as_json:
        print_json(rows)
    else:
        console.print(table("", list(rows[0]), (list(_with_words(row).values()) for row in rows)))


def _with_words(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a portal's row as people read it."""
    return {**row, "verified": "" if row["verified"] else "chưa kiểm · not yet"}


def show_hits(hits: Sequence[Hit], *, as_json: bool) -> None:
    """Print what a search found: id, day, section, title, and the place that matched."""
    if as_json:
        print_json([asdict(hit) for hit in hits])
        return
    if not hits:
        console.print("Không tìm thấy. Nothing found.")
    for hit in hits:
        day = (hit.published_at or "????-??-??")[:10]
        console.print(f"[cyan]{hit.id}[/cyan]  {day}  [dim]{escape(hit.section or '')}[/dim]")
        console.print(Padding(Group(Text(hit.title or hit.url, style="bold"), _marked(hit)), (0, 0, 1, 2)))


def _marked(hit: Hit) -> Text:
    """Return the snippet with what matched marked."""
    text = Text(hit.snippet)
    for start, end in hit.marks:
        text.stylize("bold yellow", start, end)
    return text


def show_item(item: Row, *, as_json: bool) -> None:
    """Print one article or document as stored, its history, and what proves it."""
    if as_json:
        print_json(item)
        return
    article = "text" in item
    console.print(Text(str(item.get("title") or item.get("number") or item["url"]), style="bold"))
    console.print(_facts(item, FACTS_OF_ARTICLE if article else FACTS_OF_DOCUMENT))
    for part in ("summary", "abstract", "text"):
        if item.get(part):
            console.print(Padding(Text(item[part], style="italic" if part == "summary" else ""), (1, 0, 0, 0)))
    console.print()
    _show_list("Đính kèm · attachments", item["attachments"], ("role", "label", "url", "bytes", "sha256"))
    _show_list("Lịch sử · revisions", item.get("revisions", []), ("revision", "seen_at", "changed"))
    _show_list("Lượt xem · views", item.get("view_counts", []), ("observed_at", "views", "own_requests"))
    console.print(_facts(item, FACTS_OF_CAPTURE))


def _show_list(title: str, rows: Sequence[Row], columns: Sequence[str]) -> None:
    if rows:
        console.print(table(title, columns, ([row[column] for column in columns] for row in rows)))


def show_statuses(statuses: Sequence[PortalStatus], *, as_json: bool) -> None:
    """Print the state of each portal, what needs a person first."""
    if as_json:
        print_json([asdict(status) | {"fill": [rate._asdict() for rate in status.fill]} for status in statuses])
        return
    for status in statuses:
        _show_status(status)


def _audit(check: Check) -> str:
    """Return a line on an audit: when, how deep, what it looked at, what it found."""
    found = "nguyên vẹn · whole" if check["result"] == "whole" else f"hư hỏng · damaged: {check['damages']}"
    counted = f"{check['files']} files, {check['records']} records, {check['extracted']} pages read again"
    return f"Lần kiểm tra gần nhất · last audit: {check['checked_at']} ({check['depth']}): {found}, {counted}"


def _show_status(status: PortalStatus) -> None:
    portal = status.portal
    console.print(f"[bold]{escape(portal['name'])}[/bold] ({portal['portal_id']})")
    for line in status.attention or ("không có gì cần xem · nothing needs a person",):
        console.print(f"  [{'red' if status.attention else 'green'}]{escape(line)}[/]")
    whole = status.last_whole or "chưa lần nào · never (kho verify)"
    console.print(f"  Kiểm tra nguyên vẹn lần cuối · last found whole: {escape(whole)}")
    if status.last_check is not None:
        console.print(f"  {escape(_audit(status.last_check))}")
    columns = ("started_at", "verdict", "requests", "captures", "articles_new", "articles_changed", "articles_removed")
    _show_list("Lần thu thập · crawls", status.crawls, columns)
    ledger = (
        "section",
        "pages_declared",
        "pages_reached",
        "items_listed",
        "items_captured",
        "items_skipped",
        "verdict",
    )
    _show_list("Mức đầy đủ · coverage", status.coverage, ledger)
    console.print(table("Mức điền · fill", ("field", "filled", "total"), status.fill))
    _show_list("Vấn đề · problems", status.problems, ("code", "field", "count", "example"))
