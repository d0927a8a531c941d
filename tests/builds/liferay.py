"""Like Liferay 7: asset publisher portlets, `/web/guest/-/slug`, `_cur=` paging, print copies in a pop-up state."""

# ruff: noqa: E501 - templates keep the lines that the page has

from __future__ import annotations

from dataclasses import replace
from html import escape

from tests.builds.markup import Manner, body_html, pages
from tests.builds.messages import MISSING, Reply, Request
from tests.builds.server import Build, clock
from tests.builds.world import Article, Section

PORTLET = "com_liferay_asset_publisher_web_portlet_AssetPublisherPortlet_INSTANCE_kX2pQ9"
SIZE = 10
MANNER = Manner(
    paragraph='<p style="text-align: justify;">%s</p>',
    heading='<p style="text-align: justify;"><strong>%s</strong></p>',
    pictures_at="/documents/20126/0/",
)


class LiferayBuild(Build):
    """A district's portal on Liferay 7."""

    name = "liferay"
    sections = ("Tin hoạt động", "Kinh tế - Xã hội", "Xây dựng Đảng", "Cải cách hành chính", "Quốc phòng - An ninh", "Gương sáng quanh ta")  # fmt: skip
    robots = "User-agent: *\nDisallow: /c/\nDisallow: /group/\n"

    def address(self, article: Article) -> str:
        """Return `/web/guest/-/slug`; a number tells articles of one slug apart."""
        return f"/web/guest/-/{article.slug}-{article.number}"

    def without_trap(self, request: Request) -> Request | None:
        """Traps: session ids in the path, pop-up copies, orders of lists, the calendar, English copies."""
        if ";jsessionid=" in request.path:
            return replace(request, path=request.path.partition(";")[0])
        if request.path.startswith("/en/"):
            return replace(request, path=request.path[3:])
        rest = {k: v for k, v in request.query.items() if k != "date" and not k.endswith("orderByCol")}
        rest = {k: v for k, v in rest.items() if (k, v) != ("p_p_state", "pop_up")}
        return replace(request, query=rest) if rest != request.query else None

    def answer(self, request: Request) -> Reply:
        """Return a page of the portal."""
        path = request.path.rstrip("/")
        if path in ("", "/web/guest", "/web/guest/home"):
            return Reply("other", self._frame("Trang chủ", self._home()))
        if path == "/web/guest/van-ban":
            return self._documents(request.number(f"_{PORTLET}_cur"))
        if path == "/web/guest/lich-cong-tac":
            return Reply("other", self._frame("Lịch công tác", self._calendar()))
        for section in self.world.sections:
            if path == "/web/guest/" + section.slug:
                return self._listing(section, request.number(f"_{PORTLET}_cur"))
        for article in self.world.articles:
            if path == self.address(article):
                return Reply("article", self._frame(article.title, self._article(article)), article=article.number)
        return MISSING

    def _frame(self, title: str, main: str) -> str:
        menu = "".join(
            f'<li class="lfr-nav-item" id="layout_{s.number}"><a href="/web/guest/{s.slug}"><span>{s.name}</span></a></li>'
            for s in self.world.sections
        )
        newest = "".join(
            f'<li><a href="{self.address(a)}">{escape(a.title)}</a> <small>{a.when:%d/%m/%Y}</small></li>'
            for a in self.world.articles[:5]
        )
        return f"""<!DOCTYPE html><html class="ltr" dir="ltr" lang="vi-VN"><head><meta charset="UTF-8"/>
<title>{escape(title)} - Cổng thông tin điện tử huyện Tân Hưng Đông</title></head>
<body class="controls-visible signed-out public-page site"><div id="wrapper" class="container-fluid">
<header id="banner"><div id="heading"><a class="logo" href="/web/guest/home">HUYỆN TÂN HƯNG ĐÔNG</a></div>
<div class="date-now">{clock():Hôm nay %d/%m/%Y | %H:%M}</div><a href="/en/web/guest/home">English</a>
<a href="/web/guest/home;jsessionid=8F3A90C1D2E4.node1">Đăng nhập</a>
<form action="/web/guest/search"><input name="q"/><button>Tìm kiếm</button></form>
<nav id="navigation"><ul class="nav">{menu}<li class="lfr-nav-item"><a href="/web/guest/van-ban"><span>Văn bản</span></a></li>
<li class="lfr-nav-item"><a href="/web/guest/lich-cong-tac"><span>Lịch công tác</span></a></li></ul></nav></header>
<section id="content"><div class="row"><div class="col-md-9 portlet-column">{main}</div>
<div class="col-md-3 portlet-column"><section class="portlet"><h2 class="portlet-title-text">Tin mới</h2><ul>{newest}</ul></section>
<section class="portlet"><h2 class="portlet-title-text">Thống kê truy cập</h2><p>Đang online: 31</p>
<p>Tổng số lượt truy cập: {self.visitors()}</p></section></div></div></section>
<footer id="footer"><p>CỔNG THÔNG TIN ĐIỆN TỬ HUYỆN TÂN HƯNG ĐÔNG</p><p>Địa chỉ: Số 1 đường Trần Phú, thị trấn Tân Hưng.
Điện thoại: 0243 555 0101. Giấy phép số 12/GP-STTTT ngày 15/01/2016.</p></footer></div></body></html>"""

    def _home(self) -> str:
        return "".join(
            f'<section class="portlet"><h2 class="portlet-title-text"><a href="/web/guest/{s.slug}">{s.name}</a></h2>'
            + "".join(map(self._abstract, self.world.of(s)[:3])) + "</section>"
            for s in self.world.sections
        )  # fmt: skip

    def _abstract(self, article: Article) -> str:
        picture = f'<img class="asset-small-image" src="/documents/20126/0/anh-{article.number}.png" alt=""/>'
        return f"""<div class="asset-abstract"><h4 class="asset-title"><a href="{self.address(article)}">{escape(article.title)}</a></h4>
<span class="metadata-publish-date">{article.when:%d/%m/%Y}</span>{picture}<div class="asset-summary">{escape(article.lead)}</div></div>"""

    def _listing(self, section: Section, page: int) -> Reply:
        found = self.world.of(section)
        shown = "".join(map(self._abstract, found[(page - 1) * SIZE : page * SIZE]))
        base = f"/web/guest/{section.slug}"
        order = f'<a href="{base}?_{PORTLET}_orderByCol=viewCount">Xem nhiều nhất</a>'
        main = f'<section class="portlet"><h2 class="portlet-title-text">{section.name}</h2>{order}{shown}</section>'
        return Reply("listing", self._frame(section.name, main + _pager(base, page, pages(len(found), SIZE))))

    def _article(self, article: Article) -> str:
        near = [a for a in self.world.of(article.section) if a is not article][:6]
        related = "".join(
            f'<li class="asset-links-list-item"><a href="{self.address(a)}">{escape(a.title)}</a> ({a.when:%d/%m/%Y})</li>'
            for a in near
        )
        shown = f"{article.when:%d/%m/%Y}" if article.day_only else f"{article.when:%d/%m/%Y | %H:%M}"
        views = "" if article.views is None else f' <span class="view-count">Lượt xem: {article.views}</span>'
        here = self.address(article)
        files = ""
        if article.attachment:
            files = f'<div class="asset-attachments"><a href="/documents/20126/0/{article.attachment}">{article.attachment}</a></div>'
        return f"""<section class="portlet"><h2 class="portlet-title-text">{article.section.name}</h2>
<div class="asset-full-content clearfix"><h3 class="asset-title component-title">{escape(article.title)}</h3>
<div class="metadata"><span class="metadata-entry">Ngày đăng: {shown}</span>{views}</div>
<div class="asset-tools"><a href="{here}?p_p_id={PORTLET}&amp;p_p_state=pop_up">In trang</a></div>
<div class="journal-content-article" data-analytics-asset-type="web-content"><p><strong>{escape(article.lead)}</strong></p>
{body_html(article, MANNER)}<p style="text-align: right;"><strong>{article.author}</strong></p></div>{files}
<div class="asset-links"><h2 class="asset-links-title">Tin liên quan</h2><ul>{related}</ul></div></div></section>"""

    def _documents(self, page: int) -> Reply:
        rows = "".join(
            f"<tr><td>{d.symbol}</td><td>{d.issued:%d/%m/%Y}</td><td>{escape(d.abstract)}</td>"
            f'<td><a href="/documents/20126/0/{d.filename}">Tải về</a></td></tr>'
            for d in self.world.documents[(page - 1) * SIZE : page * SIZE]
        )
        head = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th><th>Tệp</th></tr>"
        main = f'<h2 class="portlet-title-text">Văn bản</h2><table class="table">{head}{rows}</table>'
        pager = _pager("/web/guest/van-ban", page, pages(len(self.world.documents), SIZE))
        return Reply("listing", self._frame("Văn bản", main + pager))

    def _calendar(self) -> str:
        days = "".join(f'<td><a href="?date={clock():%Y-%m}-{day:02d}">{day}</a></td>' for day in range(1, 29))
        return f'<h2 class="portlet-title-text">Lịch công tác</h2><table><tr>{days}</tr></table><a href="?date=2030-01-01">Sau</a>'


def _pager(base: str, page: int, last: int) -> str:
    head = f"{base}?p_p_id={PORTLET}&amp;p_p_lifecycle=0&amp;p_p_state=normal&amp;p_p_mode=view&amp;_{PORTLET}_delta={SIZE}"
    links = "".join(
        f'<li class="page-item"><a class="page-link" href="{head}&amp;p_r_p_resetCur=false&amp;_{PORTLET}_cur={n}">{n}</a></li>'
        for n in range(1, last + 1)
    )
    return f'<ul class="pagination"><li>Trang {page} / {last}</li>{links}</ul>'
