"""Saved files for the tests of `kho extract`, and the command run on them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.command import kho

TITLE = "Phường Mẫu tổng kết công tác năm"
URL = "http://longbien.hanoi.gov.vn/tin-tuc/-/view_content/1-tong-ket-cong-tac.html"


def page(byline: str = "Ngày đăng 28/09/2021 | 14:44 | Lượt xem: 1084", *, head: str = "", title: str = TITLE) -> str:
    """Return a saved article."""
    text = "".join(
        f"<p>Phần {n}: Thực hiện Kế hoạch số 206/KH-UBND ngày 08/9/2021 của UBND thành phố, phường đã hoàn thành"
        " các chỉ tiêu được giao trong năm.</p>"
        for n in ("một", "hai", "ba")
    )
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>"
        f"<h2 class='portlet-title'>Tin tức</h2>"
        f"<h1>{title}</h1><div>{byline}</div>{text}"
        "<p><a href='/documents/1/ke-hoach.pdf'>Kế hoạch</a></p></body></html>"
    )


def saved(folder: Path, name: str = "trang.html", **how: Any) -> Path:
    """Save a page and return its file."""
    path = folder / name
    path.write_bytes(page(**how).encode())
    return path


def objects(*arguments: str | Path, expect: int = 0) -> list[dict[str, Any]]:
    """Run `kho extract` and return the objects it printed, one a line."""
    done = kho("extract", *arguments)
    assert done.returncode == expect, done.stderr
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.split("\n")[:-1]]


def fault(*arguments: str | Path) -> str:
    """Run `kho extract` with something wrong and return its one line of error."""
    done = kho("extract", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    return line


def warc(path: Path, *pages: tuple[str, bytes, dict[str, str]], packed: bool = True) -> Path:
    """Write a WARC file of responses and return it."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=packed)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "test"}))
        for url, body, headers in pages:
            http = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8"), *headers.items()], "HTTP/1.1"
            )
            record = writer.create_warc_record(
                url,
                "response",
                io.BytesIO(body),
                http_headers=http,
                warc_headers_dict={"WARC-Date": "2024-03-01T02:10:00Z"},
            )
            writer.write_record(record)
    return path
