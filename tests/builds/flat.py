"""A flat home-made site: no classes, no ids, tables for layout, `<font>`, `xem.php?id=`, `danhmuc.php?cm=3&trang=2`."""

# ruff: noqa: E501 - templates keep the lines that the page has

from __future__ import annotations

from dataclasses import replace
from html import escape

from tests.builds.markup import Manner, body_html, pages
from tests.builds.messages import MISSING, Reply, Request
from tests.builds.server import Build, clock
from tests.builds.world import Article, Section

SIZE = 12
MANNER = Manner(
    paragraph="<p align=justify><font face=Arial size=2>%s</font></p>",
    heading="<p><font face=Arial size=2 color=#000080><b>%s</b></font></p>",
    table="<table border=1 cellpadding=3>%s</table>",
    picture="<p align=center><img src=%s width=400><br><font size=1><i>%s</i></font></p>",
    pictures_at="hinh/",
)


class FlatBuild(Build):
    """A commune's site made by hand."""

    name = "flat"
    sections = ("Tin trong xã", "Thông tin kinh tế", "Đời sống văn hóa", "Công tác Đảng", "Khuyến nông", "Thông báo")
    robots = "User-agent: *\nDisallow: /quantri/\n"

    def address(self, article: Article) -> str:
        """Return `/xem.php?id=12`."""
        return f"/xem.php?id={article.number}"

    def without_trap(self, request: Request) -> Request | None:
        """Traps: print pages, English copies, session ids, orders of lists, the calendar."""
        path = request.path[3:] if request.path.startswith("/en/") else request.path
        path = path.replace("/in.php", "/xem.php")
        rest = {k: v for k, v in request.query.items() if k not in ("date", "sid", "sx")}
        return replace(request, path=path, query=rest) if (path, rest) != (request.path, request.query) else None

    def answer(self, request: Request) -> Reply:
        """Return a page of the site."""
        if request.path in ("/", "/index.php"):
            return Reply("other", self._frame(self._home()))
        if request.path == "/danhmuc.php":
            return self._listing(request.number("cm", 0), request.number("trang"))
        if request.path == "/vanban.php":
            return self._documents(request.number("trang"))
        if request.path == "/lich.php":
            return Reply("other", self._frame(self._calendar()))
        for article in self.world.articles:
            if request.path == "/xem.php" and request.number("id", 0) == article.number:
                return Reply("article", self._frame(self._article(article)), article=article.number)
        return MISSING

    def _frame(self, main: str) -> str:
        menu = "<br>".join(
            f"<a href=danhmuc.php?cm={s.number}><font size=2 color=white>{s.name}</font></a>"
            for s in self.world.sections
        )
        new = "<br>".join(
            f"<a href=xem.php?id={a.number}><font size=1>{escape(a.title)}</font></a> <font size=1>({a.when:%d/%m/%Y})</font>"
            for a in self.world.articles[:4]
        )
        return f"""<html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><title>Trang tin xa Binh Dao</title></head>
<body bgcolor=#ffffff topmargin=0><table width=980 align=center cellspacing=0><tr><td colspan=3 bgcolor=#cc0000><font size=5 color=yellow><b>XÃ BÌNH ĐÀO</b></font>
<br><font color=white size=1>{clock():Bây giờ là %H:%M ngày %d/%m/%Y}</font> <a href=/en/index.php><font size=1 color=white>English</font></a>
<a href=index.php?sid=9e107d9d372b><font size=1 color=white>Thành viên</font></a></td></tr><tr valign=top><td width=160 bgcolor=#003399>
<a href=index.php><font size=2 color=white>Trang chủ</font></a><br>{menu}<br><a href=vanban.php><font size=2 color=white>Văn bản</font></a>
<br><a href=lich.php><font size=2 color=white>Lịch tiếp dân</font></a><form action=tim.php><input name=tu size=10><input type=submit value=Tìm></form></td>
<td width=620>{main}</td><td width=200><font size=2 color=red><b>Tin mới nhất</b></font><br>{new}<hr><font size=1>Số người đã vào trang: {self.visitors()}</font></td></tr>
<tr><td colspan=3 align=center bgcolor=#eeeeee><font size=1>UBND xã Bình Đào - Thôn Vân Tiên, xã Bình Đào. Điện thoại: 0235 555 0107.
<br>Trang tin hoạt động từ ngày 02/09/2012</font></td></tr></table></body></html>"""

    def _home(self) -> str:
        parts = []
        for section in self.world.sections:
            rows = "".join(map(_item, self.world.of(section)[:3]))
            parts.append(
                f"<tr><td bgcolor=#ffcc00><a href=danhmuc.php?cm={section.number}><b>{section.name}</b></a></td></tr>{rows}"
            )
        return f"<table width=100%>{''.join(parts)}</table>"

    def _listing(self, number: int, page: int) -> Reply:
        section: Section | None = next((s for s in self.world.sections if s.number == number), None)
        if section is None:
            return MISSING
        found = self.world.of(section)
        base = f"danhmuc.php?cm={number}"
        rows = "".join(map(_item, found[(page - 1) * SIZE : page * SIZE]))
        head = f"<tr><td><font size=4><b>{section.name}</b></font> <a href={base}&sx=ten><font size=1>Xếp theo tên</font></a></td></tr>"
        return Reply(
            "listing",
            self._frame(f"<table width=100%>{head}{rows}</table>{_pager(base + '&', page, pages(len(found), SIZE))}"),
        )

    def _article(self, article: Article) -> str:
        shown = f"{article.when:%d/%m/%Y}" if article.day_only else f"{article.when:%H:%M %d/%m/%Y}"
        views = "" if article.views is None else f" - Số lần đọc: {article.views}"
        near = [a for a in self.world.of(article.section) if a is not article][:5]
        others = "".join(
            f"<li><a href=xem.php?id={a.number}>{escape(a.title)}</a> <font size=1>({a.when:%d/%m/%Y})</font>"
            for a in near
        )
        file = article.attachment
        files = f"<p><font size=2>Tải về: <a href=tailieu/{file}>{file}</a></font></p>" if file else ""
        return f"""<table width=100% cellpadding=6><tr><td><a href=danhmuc.php?cm={article.section.number}><font size=2 color=#cc0000>{article.section.name}</font></a></td></tr>
<tr><td><font face=Arial size=4 color=#003399><b>{escape(article.title)}</b></font><br><font size=1 color=gray><i>({shown}{views})</i></font>
<a href=in.php?id={article.number}><font size=1>In trang này</font></a></td></tr><tr><td><p align=justify><font face=Arial size=2><b>{escape(article.lead)}</b></font></p>
{body_html(article, MANNER)}<p align=right><font face=Arial size=2><b>{article.author}</b></font></p>{files}</td></tr>
<tr><td><hr><font size=2 color=red><b>Các tin khác:</b></font><ul>{others}</ul></td></tr></table>"""

    def _documents(self, page: int) -> Reply:
        rows = "".join(
            f"<tr><td>{d.symbol}</td><td>{d.issued:%d/%m/%Y}</td><td>{escape(d.abstract)}</td><td><a href=tailieu/{d.filename}>Tải</a></td></tr>"
            for d in self.world.documents[(page - 1) * SIZE : page * SIZE]
        )
        head = "<tr><td><b>Số ký hiệu</b></td><td><b>Ngày ban hành</b></td><td><b>Trích yếu</b></td><td><b>Tệp</b></td></tr>"
        pager = _pager("vanban.php?", page, pages(len(self.world.documents), SIZE))
        return Reply(
            "listing", self._frame(f"<font size=4><b>Văn bản</b></font><table border=1>{head}{rows}</table>{pager}")
        )

    def _calendar(self) -> str:
        days = "".join(f"<td><a href=lich.php?date=2026-11-{day:02d}>{day}</a></td>" for day in range(1, 29))
        return f"<font size=4><b>Lịch tiếp dân</b></font><table border=1><tr>{days}</tr></table><a href=lich.php?date=2027-01-01>Tháng sau</a>"


def _item(article: Article) -> str:
    return f"<tr><td><a href=xem.php?id={article.number}><font size=3><b>{escape(article.title)}</b></font></a><br><font size=2>{escape(article.lead)}</font></td></tr>"


def _pager(base: str, page: int, last: int) -> str:
    links = " ".join(f"<b>[{n}]</b>" if n == page else f"<a href={base}trang={n}>[{n}]</a>" for n in range(1, last + 1))
    return f"<p align=center><font size=2>Trang: {links}</font></p>"
