"""A small portal as ASP.NET WebForms build them: lists whose further pages are had by posting the page's form alone.

It is as strict as the real thing: state and allowed events are signed, a post that does not carry both gets an error.
Three lists with pagers of different kinds, and beside them a calendar, a vote, sort headers and a login that nobody is
to touch.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from base64 import b64decode, b64encode
from collections import Counter
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

KEY = b"the machine key"
PER_PAGE = 5
WINDOW = 4
"""Numbers that a pager shows at once; dots lead on and back."""
Event = tuple[str, str, str]
"""Text of a link, target and argument."""


def sign(value: Any) -> str:
    """Return a hidden field that only this server can have made."""
    data = json.dumps(value).encode()
    return b64encode(hmac.new(KEY, data, hashlib.sha256).digest() + data).decode()


def unsign(text: str) -> Any:
    """Return what is in a hidden field. Raises: ValueError."""
    data = b64decode(text)
    if not hmac.compare_digest(hmac.new(KEY, data[32:], hashlib.sha256).digest(), data[:32]):
        raise ValueError("Validation of viewstate MAC failed")
    return json.loads(data[32:])


@dataclass(frozen=True)
class NewsList:
    """One list of the portal."""

    path: str
    name: str
    style: str
    """`grid` (Page$2), `repeater` (no argument, the control tells), `next` (one link that says "Sau")."""
    first: int
    """Id of its newest article; they count down."""
    count: int

    @property
    def pages(self) -> int:
        """Return how many pages it has."""
        return -(-self.count // PER_PAGE)

    def items(self, page: int) -> list[int]:
        """Return the ids of the articles on a page."""
        ids = [self.first - at for at in range(self.count)]
        return ids[(page - 1) * PER_PAGE : page * PER_PAGE]

    def events(self, page: int) -> list[Event]:
        """Return the links of the pager on a page, in order."""
        if self.style == "next":
            return [("Sau", "ctl00$main$lnkNext", "")] if page < self.pages else []
        start = (page - 1) // WINDOW * WINDOW + 1
        shown = range(start, min(start + WINDOW, self.pages + 1))
        found = [("...", start - 1)] if start > 1 else []
        found += [(str(number), number) for number in shown]
        found += [("...", shown[-1] + 1)] if shown[-1] < self.pages else []
        if self.style == "grid":
            return [(text, "ctl00$main$gvTin", f"Page${to}") for text, to in found if to != page]
        return [
            (text, f"ctl00$main$rptTrang$ctl{at:02d}$lnkTrang", "") for at, (text, to) in enumerate(found) if to != page
        ]

    def opened_by(self, page: int, target: str, argument: str) -> int:
        """Return the page that an event on `page` opens."""
        if self.style == "next":
            return page + 1
        if self.style == "grid":
            return int(argument.removeprefix("Page$"))
        start = (page - 1) // WINDOW * WINDOW + 1
        return start + int(target.split("$")[3].removeprefix("ctl")) - (1 if start > 1 else 0)


LISTS = (
    NewsList("/TinTuc.aspx?cat=1", "Tin tức sự kiện", "grid", 1100, 57),
    NewsList("/TinTuc.aspx?cat=2", "Công tác Đảng", "repeater", 2100, 48),
    NewsList("/ThongBao.aspx", "Thông báo", "next", 3100, 22),
)
TRAPS: tuple[Event, ...] = (
    ("<", "ctl00$Calendar1", "V7213"),
    (">", "ctl00$Calendar1", "V7274"),
    *((str(day), "ctl00$Calendar1", str(7243 + day)) for day in range(1, 31)),
)
OTHERS: tuple[Event, ...] = (
    ("Ngày đăng", "ctl00$main$gvTin", "Sort$Ngay"),
    ("1", "ctl00$vote$star1", ""),
    ("2", "ctl00$vote$star2", ""),
    ("3", "ctl00$vote$star3", ""),
    ("Đăng nhập", "ctl00$lnkLogin", ""),
    ("Tìm kiếm", "ctl00$lnkSearch", ""),
)
TITLES = ("Hội nghị tổng kết công tác năm", "Ra quân tổng vệ sinh môi trường", "Khai mạc giải bóng đá thiếu niên",
          "Tuyên truyền phòng chống cháy nổ", "Trao quà cho gia đình chính sách")  # fmt: skip


def title(number: int) -> str:
    """Return the title of an article."""
    return f"{TITLES[number % len(TITLES)]} tại tổ dân phố số {number}"


def call(event: Event) -> str:
    """Return a link that posts the form."""
    text, target, argument = event
    return f'<a href="javascript:__doPostBack(&#39;{target}&#39;,&#39;{argument}&#39;)">{escape(text)}</a>'


def traps() -> str:
    """Return the calendar and the other links that are no pagers."""
    week = "".join(f"<th>{day}</th>" for day in ("T2", "T3", "T4", "T5", "T6", "T7", "CN"))
    days = [f"<td>{call(event)}</td>" for event in TRAPS[2:]]
    rows = "".join(f"<tr>{''.join(days[at : at + 7])}</tr>" for at in range(0, 30, 7))
    head = f"<tr><td>{call(TRAPS[0])}</td><td colspan=5>Tháng 11</td><td>{call(TRAPS[1])}</td></tr>"
    rest = "".join(f"<div>{call(event)}</div>" for event in OTHERS[:1] + OTHERS[4:])
    vote = "".join(call(event) for event in OTHERS[1:4])
    return f'<div class="side"><table>{head}<tr>{week}</tr>{rows}</table>{rest}<p>{vote}</p></div>'


def pager(news: NewsList, page: int) -> str:
    """Return a list's pager; the page itself is a number without a link."""
    cells = [f"<td>{call(event)}</td>" for event in news.events(page)]
    if news.style != "next":
        dots = 1 if (page - 1) // WINDOW else 0
        cells.insert((page - 1) % WINDOW + dots, f"<td><span>{page}</span></td>")
    return f"<table><tr>{''.join(cells)}</tr></table>"


def list_page(news: NewsList, page: int) -> str:
    """Return one page of a list."""
    events = [[target, argument] for _, target, argument in (*news.events(page), *TRAPS, *OTHERS)]
    hidden = {
        "__EVENTTARGET": "", "__EVENTARGUMENT": "", "__VIEWSTATEGENERATOR": "C2EE9ABB",
        "__VIEWSTATE": sign({"list": news.path, "page": page, "filler": "x" * 3000}), "__EVENTVALIDATION": sign(events),
    }  # fmt: skip
    fields = "".join(f'<input type="hidden" name="{name}" value="{escape(text)}">' for name, text in hidden.items())
    rows = "".join(
        f'<div class="item"><h3><a href="/ChiTiet.aspx?id={number}">{title(number)}</a></h3>'
        f"<span>15/{number % 12 + 1:02d}/2021</span></div>"
        for number in news.items(page)
    )
    return f"""<form method="post" action=".{escape(news.path)}" id="aspnetForm">{fields}
<select name="ctl00$ddlLienKet"><option value="">Liên kết</option><option value="hn" selected>Hà Nội</option></select>
<input type="text" name="ctl00$txtTim" value=""><input type="submit" name="ctl00$btnTim" value="Tìm">
<input type="checkbox" name="ctl00$chkNho"><textarea name="ctl00$txtGopY">Góp ý</textarea>
<h1>{news.name}</h1><div class="list">{rows}{pager(news, page)}</div>{traps()}</form>"""


def article_page(number: int) -> str:
    """Return an article."""
    body = "".join(
        f"<p>Đoạn {at} của bài số {number}: {'nhân dân trong phường hưởng ứng ' * 6}.</p>" for at in range(4)
    )
    day = f"15/{number % 12 + 1:02d}/2021"
    return (
        f"<h1>{title(number)}</h1><p>Ngày đăng {day} | 08:{number % 60:02d} | Lượt xem: {number}</p><div>{body}</div>"
    )


def home_page() -> str:
    """Return the home page."""
    menu = "".join(f'<li><a href="{escape(news.path)}">{news.name}</a></li>' for news in LISTS)
    return f'<ul class="menu">{menu}</ul><h1>UBND phường</h1>'


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        portal: WebForms = self.server.portal  # type: ignore[attr-defined]
        portal.gets[self.path] += 1
        parts = urlsplit(self.path)
        news = next((news for news in LISTS if news.path == self.path), None)
        number = parse_qs(parts.query).get("id", [""])[0]
        if self.path == "/":
            self._answer(200, home_page())
        elif news is not None:
            self._answer(200, list_page(news, 1))
        elif parts.path == "/ChiTiet.aspx" and number.isdigit():
            self._answer(200, article_page(int(number)))
        else:
            self._answer(404, "<h1>404</h1>")

    def do_POST(self) -> None:
        portal: WebForms = self.server.portal  # type: ignore[attr-defined]
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        try:
            news, page, event = self._post({name: values[0] for name, values in parse_qs(text, True).items()})
        except (KeyError, ValueError, StopIteration) as error:
            portal.refused.append(f"{self.path} {error!r}")
            self._answer(500, "<h1>Server Error in '/' Application.</h1>")
            return
        portal.posts.append((news.path, page, *event))
        self._answer(200, list_page(news, portal.stuck_at or page))

    def _post(self, fields: dict[str, str]) -> tuple[NewsList, int, tuple[str, str]]:
        """Return what a post asks for. Raises: ValueError, KeyError for one that no browser would have sent."""
        state, allowed = unsign(fields["__VIEWSTATE"]), unsign(fields["__EVENTVALIDATION"])
        event = fields["__EVENTTARGET"], fields["__EVENTARGUMENT"]
        sent = {name: text for name, text in fields.items() if name.startswith("ctl00$")}
        if list(event) not in allowed or fields["__VIEWSTATEGENERATOR"] != "C2EE9ABB":
            raise ValueError("Invalid postback or callback argument")
        if sent != {"ctl00$ddlLienKet": "hn", "ctl00$txtTim": "", "ctl00$txtGopY": "Góp ý"}:
            raise ValueError(f"a browser would have sent other fields: {sent}")
        news = next(news for news in LISTS if news.path == state["list"] == self.path)
        if (*event,) not in {(target, argument) for _, target, argument in news.events(state["page"])}:
            return news, state["page"], event
        return news, news.opened_by(state["page"], *event), event

    def _answer(self, status: int, body: str) -> None:
        page = f"<!DOCTYPE html><html lang=vi><head><title>Phường</title></head><body>{body}</body></html>".encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class WebForms:
    """The portal, served on loopback as long as the block lasts."""

    def __init__(self) -> None:
        self.gets: Counter[str] = Counter()
        self.posts: list[tuple[str, int, str, str]] = []
        """List, page that was opened, target, argument."""
        self.refused: list[str] = []
        self.stuck_at: int | None = None
        """Page of the list that every post is answered with; None for the right one."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.portal = self  # type: ignore[attr-defined]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Return the address of the home page."""
        return f"http://127.0.0.1:{self._server.server_port}/"

    def portal_text(self) -> str:
        """Return a portal file."""
        sections = "".join(f'[[sections]]\nname = "{news.name}"\npath = "{news.path}"\n' for news in LISTS)
        return f"""id = "webforms"
name = "UBND phường"
level = "ward"
url = "{self.url}"
{sections}
[[addresses]]
kind = "article"
match = "^/ChiTiet\\\\.aspx\\\\?(?:.*&)?id=(?P<id>\\\\d+)"
canonical = "/ChiTiet.aspx?id={{id}}"
[[addresses]]
kind = "listing"
match = "^/(?:TinTuc|ThongBao)\\\\.aspx"
keep = "^cat$"
"""
