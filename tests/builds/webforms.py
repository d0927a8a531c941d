"""ASP.NET WebForms: `/NewsDetail.aspx?ItemID=`, lists that turn their pages by `__doPostBack` alone."""

# ruff: noqa: E501 - templates keep the lines that the page has

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from tests.builds.markup import Manner, body_html, pages
from tests.builds.messages import MISSING, Reply, Request
from tests.builds.server import Build, clock
from tests.builds.viewstate import PAGER, make_state, read_postback
from tests.builds.words import group_thousands
from tests.builds.world import Article

SIZE = 10
MANNER = Manner(
    paragraph='<p class="MsoNormal" style="margin:6pt 0cm"><span style="font-size:13pt;font-family:Times New Roman">%s</span></p>',
    heading='<p class="MsoNormal"><b><span style="font-size:13pt">%s</span></b></p>',
    table='<table class="MsoTableGrid" border="1">%s</table>',
    pictures_at="/UploadImages/",
)
SESSION = re.compile(r"^/\(S\(\w+\)\)")
REFUSED = Reply("other", "<html><body><h1>Validation of viewstate MAC failed.</h1></body></html>", status=500)


class WebFormsBuild(Build):
    """A district's home-grown portal on ASP.NET."""

    name = "webforms"
    sections = (
        "Tin tổng hợp",
        "Nông nghiệp",
        "Văn hóa - Thể thao",
        "Mặt trận - Đoàn thể",
        "Giáo dục - Y tế",
        "Thông tin tuyên truyền",
    )
    robots = "User-agent: *\nDisallow: /Admin/\nDisallow: /Login.aspx\n"

    def address(self, article: Article) -> str:
        """Return `/NewsDetail.aspx?ItemID=12&CatID=3`."""
        return f"/NewsDetail.aspx?ItemID={article.number}&CatID={article.section.number}"

    def without_trap(self, request: Request) -> Request | None:
        """Traps: print pages, English copies, session ids in the path, orders of lists, the calendar."""
        path = SESSION.sub("", request.path)
        if path.startswith("/en/"):
            path = path[3:]
        path = path.replace("/PrintNews.aspx", "/NewsDetail.aspx")
        rest = {k: v for k, v in request.query.items() if k not in ("date", "sort", "lang")}
        return replace(request, path=path, query=rest) if (path, rest) != (request.path, request.query) else None

    def answer(self, request: Request) -> Reply:
        """Return a page of the portal."""
        path = request.path.lower()
        if path in ("/", "/default.aspx"):
            return Reply("other", self._frame(self._home(), "home", 1))
        if path == "/newslist.aspx":
            return self._listing(request)
        if path == "/documents.aspx":
            return self._documents(request)
        if path == "/calendar.aspx":
            return Reply("other", self._frame(self._calendar(), "calendar", 1))
        for article in self.world.articles:
            if path == "/newsdetail.aspx" and request.number("ItemID", 0) == article.number:
                return Reply(
                    "article", self._frame(self._article(article), f"item {article.number}", 1), article=article.number
                )
        return MISSING

    def _frame(self, main: str, place: str, page: int) -> str:
        state, events = make_state(place, page)
        menu = "".join(
            f'<td class="menu"><a href="/NewsList.aspx?CatID={s.number}">{s.name}</a></td>' for s in self.world.sections
        )
        new = "".join(
            f'<tr><td><a class="tinmoi" href="{self._link(a)}">{escape(a.title)}</a> ({a.when:%d/%m})</td></tr>'
            for a in self.world.articles[:5]
        )
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html><head><meta charset="utf-8"/><title>
	Cổng thông tin điện tử huyện Nghĩa Trung</title></head><body><form method="post" id="form1" action="">
<div class="aspNetHidden"><input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value=""/>
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value=""/><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{state}"/>
<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{events}"/></div>
<script type="text/javascript">function __doPostBack(t,a){{var f=document.forms['form1'];f.__EVENTTARGET.value=t;f.__EVENTARGUMENT.value=a;f.submit();}}</script>
<div id="header"><span id="ctl00_lblNow">{clock():%d/%m/%Y - %H:%M}</span> <a href="/en/Default.aspx">English</a>
<a href="/(S(lit3py55t21z5v55vlm25s55))/Default.aspx">Trang cá nhân</a>
<input name="ctl00$txtSearch" type="text"/><input type="submit" name="ctl00$btnSearch" value="Tìm"/></div>
<table id="ctl00_menu"><tr><td class="menu"><a href="/Default.aspx">Trang chủ</a></td>{menu}<td class="menu"><a href="/Documents.aspx">Văn bản</a></td>
<td class="menu"><a href="/Calendar.aspx">Lịch làm việc</a></td></tr></table><div id="main">{main}</div>
<div id="right"><div class="title">Tin mới</div><table>{new}</table><div class="title">Số lượt truy cập</div>
<span id="ctl00_lblCounter">{self.visitors()}</span></div><div id="footer">UBND HUYỆN NGHĨA TRUNG<br/>Địa chỉ: Khu phố 2, thị trấn Nghĩa Trung
<br/>Điện thoại: 0271 555 0105 - Fax: 0271 555 0106<br/>Giấy phép: 45/GP-BC ngày 12/08/2010</div></form></body></html>"""

    def _link(self, article: Article) -> str:
        return escape(self.address(article))

    def _home(self) -> str:
        return "".join(
            f'<div class="title"><a href="/NewsList.aspx?CatID={s.number}">{s.name}</a></div>'
            + "".join(map(self._item, self.world.of(s)[:3]))
            for s in self.world.sections
        )

    def _item(self, article: Article) -> str:
        return f'<div class="item"><a class="tieude" href="{self._link(article)}">{escape(article.title)}</a><p class="tomtat">{escape(article.lead)}</p></div>'

    def _page(self, request: Request, place: str) -> int | None:
        return read_postback(request.form, place) if request.method == "POST" else 1

    def _listing(self, request: Request) -> Reply:
        section = next((s for s in self.world.sections if s.number == request.number("CatID", 0)), None)
        if section is None:
            return MISSING
        found = self.world.of(section)
        page = self._page(request, f"cat {section.number}")
        if page is None or not 1 <= page <= pages(len(found), SIZE):
            return REFUSED
        sort = f'<a href="/NewsList.aspx?CatID={section.number}&amp;sort=title">Xếp theo tên</a>'
        rows = "".join(f"<tr><td>{self._item(a)}</td></tr>" for a in found[(page - 1) * SIZE : page * SIZE])
        main = f'<div class="title">{section.name}</div>{sort}<table id="ctl00_gvTin">{rows}{_pager(page, pages(len(found), SIZE))}</table>'
        return Reply("listing", self._frame(main, f"cat {section.number}", page))

    def _article(self, article: Article) -> str:
        when = article.when
        hour = f"{(when.hour - 1) % 12 + 1}:{when:%M}:00 {'SA' if when.hour < 12 else 'CH'}"
        shown = f"{when:%d/%m/%Y}" if article.day_only else f"{when:%d/%m/%Y} {hour}"
        views = (
            ""
            if article.views is None
            else f'<span id="ctl00_lblView">Số lần xem: {group_thousands(article.views)}</span>'
        )
        near = [a for a in self.world.of(article.section) if a is not article][:6]
        others = "".join(
            f'<tr><td>- <a href="{self._link(a)}">{escape(a.title)}</a> ({a.when:%d/%m/%Y})</td></tr>' for a in near
        )
        file = article.attachment
        files = f'<div>Tệp đính kèm: <a href="/UploadFiles/{file}">{file}</a></div>' if file else ""
        return f"""<div class="duongdan"><a href="/NewsList.aspx?CatID={article.section.number}">{article.section.name}</a></div>
<span id="ctl00_lblTitle" class="tieudetin">{escape(article.title)}</span><br/><span id="ctl00_lblDate" class="ngay">Ngày đăng: {shown}</span> {views}
<a href="/PrintNews.aspx?ItemID={article.number}">Bản in</a><div id="ctl00_lblSapo" class="sapo">{escape(article.lead)}</div>
<div id="ctl00_lblContent" class="noidung">{body_html(article, MANNER)}</div><div class="tacgia" style="text-align:right">{article.author}</div>{files}
<div class="title">Các tin khác</div><table class="tinkhac">{others}</table>"""

    def _documents(self, request: Request) -> Reply:
        page, last = self._page(request, "documents"), pages(len(self.world.documents), SIZE)
        if page is None or not 1 <= page <= last:
            return REFUSED
        rows = "".join(
            f'<tr><td>{d.symbol}</td><td>{d.issued:%d/%m/%Y}</td><td>{escape(d.abstract)}</td><td><a href="/UploadFiles/{d.filename}">Tải</a></td></tr>'
            for d in self.world.documents[(page - 1) * SIZE : page * SIZE]
        )
        head = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th><th>Tải về</th></tr>"
        main = f'<div class="title">Văn bản</div><table>{head}{rows}{_pager(page, last)}</table>'
        return Reply("listing", self._frame(main, "documents", page))

    def _calendar(self) -> str:
        days = "".join(f'<td><a href="/Calendar.aspx?date={day:02d}/11/2026">{day}</a></td>' for day in range(1, 29))
        return f'<div class="title">Lịch làm việc</div><table><tr>{days}</tr></table><a href="/Calendar.aspx?date=01/01/2027">&gt;</a>'


def _pager(page: int, last: int) -> str:
    cells = "".join(
        f"<td><span>{n}</span></td>"
        if n == page
        else f"""<td><a href="javascript:__doPostBack(&#39;{PAGER}&#39;,&#39;Page${n}&#39;)">{n}</a></td>"""
        for n in range(1, last + 1)
    )
    return f'<tr class="pager"><td colspan="4"><table><tr>{cells}</tr></table></td></tr>'
