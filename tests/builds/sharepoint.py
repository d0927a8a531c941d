"""Like SharePoint: `/portal/Pages/2021-9-28/slug-abc123.aspx`, lists as `.aspx` pages with `Page=2`."""

# ruff: noqa: E501 - templates keep the lines that the page has

from __future__ import annotations

import zlib
from dataclasses import replace
from html import escape

from tests.builds.markup import Manner, body_html, pages
from tests.builds.messages import MISSING, Reply, Request
from tests.builds.server import Build, clock
from tests.builds.world import Article, Section

SIZE = 10
MANNER = Manner(
    paragraph='<p class="ms-rteElement-P" style="text-align:justify"><span style="font-size:14pt">%s</span></p>',
    heading='<p style="text-align:justify"><span style="font-size:14pt"><b>%s</b></span></p>',
    table='<table class="ms-rteTable-default" cellspacing="0"><tbody>%s</tbody></table>',
    picture='<div style="text-align:center"><img src="%s" style="width:600px" alt=""/><br/><i>%s</i></div>',
    pictures_at="/portal/PublishingImages/",
)


class SharePointBuild(Build):
    """A district's portal on SharePoint."""

    name = "sharepoint"
    sections = (
        "Tin tức sự kiện",
        "Tin chỉ đạo điều hành",
        "Tin cơ sở",
        "Khoa giáo - Văn xã",
        "Tiếp cận pháp luật",
        "Thông tin dự án",
    )
    robots = "User-agent: *\nDisallow: /_layouts/\nDisallow: /_vti_bin/\n"

    def address(self, article: Article) -> str:
        """Return `/portal/Pages/<day of upload>/<slug><tail>.aspx`; the day has no leading zeros."""
        day, tail = article.when, f"{zlib.crc32(article.title.encode()) & 0xFFFFFF:06x}"
        return f"/portal/Pages/{day.year}-{day.month}-{day.day}/{article.slug[:60].rstrip('-')}{tail}.aspx"

    def without_trap(self, request: Request) -> Request | None:
        """Traps: print views, English copies, session ids, orders of lists, the calendar."""
        if request.path.startswith("/en/"):
            return replace(request, path=request.path[3:])
        names = ("date", "SessionId", "IsPrint", "SortField", "SortDir")
        rest = {k: v for k, v in request.query.items() if k not in names}
        return replace(request, query=rest) if rest != request.query else None

    def answer(self, request: Request) -> Reply:
        """Return a page of the portal."""
        path = request.path
        if path in ("/", "/portal", "/portal/", "/portal/Pages/default.aspx"):
            return Reply("other", self._frame("Trang chủ", self._home()))
        if path == "/portal/Pages/Van-ban.aspx":
            return self._documents(request.number("Page"))
        if path == "/portal/Pages/Lich-cong-tac.aspx":
            return Reply("other", self._frame("Lịch công tác", self._calendar()))
        for section in self.world.sections:
            if path == _list(section):
                return self._listing(section, request.number("Page"))
        for article in self.world.articles:
            if path == self.address(article):
                return Reply("article", self._frame(article.title, self._article(article)), article=article.number)
        return MISSING

    def _frame(self, title: str, main: str) -> str:
        menu = "".join(
            f'<li class="static"><a class="static menu-item" href="{_list(s)}"><span>{s.name}</span></a></li>'
            for s in self.world.sections
        )
        hot = "".join(
            f'<div class="hot-item"><a href="{self.address(a)}">{escape(a.title)}</a><span> ({a.when:%d/%m/%Y})</span></div>'
            for a in self.world.articles[3:8]
        )
        return f"""<!DOCTYPE html><html lang="vi-vn"><head><meta name="GENERATOR" content="Microsoft SharePoint"/><meta charset="utf-8"/>
<title>{escape(title)}</title></head><body><form method="post" id="aspnetForm" action="{escape("/portal/Pages/default.aspx")}"><div id="s4-workspace">
<div id="s4-bodyContainer"><div class="banner"><a href="/portal/Pages/default.aspx">HUYỆN QUẢNG ĐIỀN</a>
<div id="clock">{clock():%d/%m/%Y %H:%M:%S}</div><a href="/en/portal/Pages/default.aspx">English</a>
<a href="/portal/Pages/default.aspx?SessionId=5k3j2h1g">Đăng nhập</a></div>
<div class="ms-core-navigation"><ul class="root static">{menu}<li class="static"><a class="static menu-item" href="/portal/Pages/Van-ban.aspx"><span>Văn bản</span></a></li>
<li class="static"><a class="static menu-item" href="/portal/Pages/Lich-cong-tac.aspx"><span>Lịch công tác</span></a></li></ul></div>
<div id="contentBox"><div class="left-zone">{main}</div><div class="right-zone"><div class="ms-webpart-zone"><h2>Tin nổi bật</h2>{hot}</div>
<div class="ms-webpart-zone"><h2>Thống kê</h2><div>Đang truy cập: 12</div><div>Lượt truy cập: {self.visitors()}</div></div></div></div>
<div class="footer"><div>Cổng thông tin điện tử huyện Quảng Điền</div><div>Địa chỉ: 12 Nguyễn Huệ, thị trấn Sịa. ĐT: 0234 555 0104</div>
<div>Giấy phép số 31/GP-TTĐT cấp ngày 05/03/2014</div></div></div></div></form></body></html>"""

    def _home(self) -> str:
        return "".join(
            f'<div class="ms-webpart-chrome"><h2 class="ms-webpart-titleText"><a href="{_list(s)}">{s.name}</a></h2>'
            + "".join(map(self._item, self.world.of(s)[:4])) + "</div>"
            for s in self.world.sections
        )  # fmt: skip

    def _item(self, article: Article) -> str:
        return f"""<div class="news-item"><a class="news-title" href="{self.address(article)}">{escape(article.title)}</a>
<span class="news-date">{article.when:%d/%m/%Y}</span><div class="news-brief">{escape(article.lead)}</div></div>"""

    def _listing(self, section: Section, page: int) -> Reply:
        found = self.world.of(section)
        shown = "".join(map(self._item, found[(page - 1) * SIZE : page * SIZE]))
        sort = f'<a href="{_list(section)}?SortField=Title&amp;SortDir=Asc">Sắp xếp theo tên</a>'
        main = f'<h2 class="ms-webpart-titleText">{section.name}</h2>{sort}{shown}'
        return Reply("listing", self._frame(section.name, main + _pager(_list(section), page, pages(len(found), SIZE))))

    def _article(self, article: Article) -> str:
        shown = f"{article.when:%d/%m/%Y}" if article.day_only else f"{article.when:%d/%m/%Y %H:%M}"
        views = "" if article.views is None else f'<span class="luotxem">Lượt xem: {article.views}</span>'
        near = [a for a in self.world.of(article.section) if a is not article][:5]
        others = "".join(
            f'<li><a href="{self.address(a)}">{escape(a.title)}</a> ({a.when:%d/%m/%Y})</li>' for a in near
        )
        file = article.attachment
        files = f'<div class="attach">Đính kèm: <a href="/portal/VanBan/{file}">{file}</a></div>' if file else ""
        return f"""<div class="breadcrumb"><a href="/portal/Pages/default.aspx">Trang chủ</a> » <a href="{_list(article.section)}">{article.section.name}</a></div>
<div class="news-detail"><div class="news-detail-title">{escape(article.title)}</div>
<div class="news-detail-info"><span class="ngaydang">Ngày đăng: {shown}</span> {views} <span class="zoom">100%</span>
<a href="{self.address(article)}?IsPrint=1">In</a></div><div class="news-detail-lead">{escape(article.lead)}</div>
<div class="ms-rtestate-field"><div class="ExternalClass6A1B">{body_html(article, MANNER)}<p style="text-align:right"><b>{article.author}</b></p></div></div>{files}</div>
<div class="other-news"><h3>Tin khác</h3><ul>{others}</ul></div>"""

    def _documents(self, page: int) -> Reply:
        rows = "".join(
            f'<tr><td>{n}</td><td>{d.symbol}</td><td>UBND huyện</td><td>{escape(d.abstract)}</td><td>{d.issued:%d/%m/%Y}</td><td><a href="/portal/VanBan/{d.filename}">Tải</a></td></tr>'
            for n, d in enumerate(self.world.documents[(page - 1) * SIZE : page * SIZE], (page - 1) * SIZE + 1)
        )
        head = "<tr><th>STT</th><th>Số ký hiệu</th><th>Cơ quan ban hành</th><th>Trích yếu</th><th>Ngày ban hành</th><th></th></tr>"
        pager = _pager("/portal/Pages/Van-ban.aspx", page, pages(len(self.world.documents), SIZE))
        return Reply(
            "listing",
            self._frame("Văn bản", f'<h2 class="ms-webpart-titleText">Văn bản</h2><table>{head}{rows}</table>{pager}'),
        )

    def _calendar(self) -> str:
        days = "".join(f'<td><a href="?date=2026-11-{day:02d}">{day}</a></td>' for day in range(1, 29))
        return f'<h2 class="ms-webpart-titleText">Lịch công tác</h2><table><tr>{days}</tr></table><a href="?date=2027-01-01">Tuần sau</a>'


def _list(section: Section) -> str:
    return f"/portal/Pages/{section.slug.capitalize()}.aspx"


def _pager(base: str, page: int, last: int) -> str:
    links = " ".join(
        f"<b>{n}</b>"
        if n == page
        else f'<a href="{base}?Paged=TRUE&amp;PageFirstRow={(n - 1) * SIZE + 1}&amp;Page={n}">{n}</a>'
        for n in range(1, last + 1)
    )
    return f'<div class="paging">Trang: {links}</div>'
