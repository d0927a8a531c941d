"""Like NukeViet 4: `/vi/news/Section/slug-123.html`, `page-2`, print and savefile copies, rating, comments."""

# ruff: noqa: E501 - templates keep the lines that the page has

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from tests.builds.markup import Manner, body_html, pages
from tests.builds.messages import MISSING, Reply, Request
from tests.builds.server import Build, clock
from tests.builds.words import slugify
from tests.builds.world import Article, Section

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
SIZE = 8
MANNER = Manner(
    paragraph='<div style="text-align: justify;">%s</div>',
    heading="<h2>%s</h2>",
    table='<table class="table table-bordered"><tbody>%s</tbody></table>',
    picture='<div class="image-center"><figure class="image"><img src="%s" alt=""/><figcaption>%s</figcaption></figure></div>',
    pictures_at="/uploads/news/",
)
COPY = re.compile(r"/(print|savefile)/")


class NukeVietBuild(Build):
    """A commune's portal on NukeViet."""

    name = "nukeviet"
    sections = (
        "Tin tức - Sự kiện",
        "Thông báo",
        "Hoạt động HĐND",
        "Nông thôn mới",
        "Văn hóa xã hội",
        "An ninh trật tự",
    )
    robots = "User-agent: *\nDisallow: /admin/\nDisallow: /users/\nDisallow: /vi/seek/\n"

    def address(self, article: Article) -> str:
        """Return `/vi/news/Section/slug-123.html`."""
        return f"{_folder(article.section)}{article.slug}-{article.number}.html"

    def without_trap(self, request: Request) -> Request | None:
        """Traps: print and savefile copies, English copies, session ids, the calendar, orders of comments."""
        if COPY.search(request.path):
            return replace(request, path=COPY.sub("/", request.path))
        if request.path.startswith("/en/"):
            return replace(request, path="/vi/" + request.path[4:])
        rest = {k: v for k, v in request.query.items() if k not in ("PHPSESSID", "date", "sortcomm")}
        return replace(request, query=rest) if rest != request.query else None

    def answer(self, request: Request) -> Reply:
        """Return a page of the portal."""
        if request.path in ("/", "/vi/", "/vi/news/"):
            return Reply("other", self._frame("Trang nhất", self._home()))
        if request.path == "/vi/calendar/":
            return Reply("other", self._frame("Lịch", self._calendar()))
        found = re.fullmatch(r"(/vi/[\w/-]+?/)(?:page-(\d{1,4})/?)?", request.path)
        folder, page = (found[1], int(found[2] or 1)) if found else ("", 1)
        if folder == "/vi/laws/":
            return self._documents(page)
        for section in self.world.sections:
            if folder == _folder(section):
                return self._listing(section, page)
        for document in self.world.documents:
            if request.path == f"/vi/laws/detail/{slugify(document.symbol)}-{document.number}/":
                return self._document(document.number)
        for article in self.world.articles:
            if request.path == self.address(article):
                return Reply("article", self._frame(article.title, self._article(article)), article=article.number)
        if (
            not request.path.endswith(("/", ".html"))
            and self.look(replace(request, path=request.path + "/")).status == 200
        ):
            return Reply("other", "", status=301, headers=(("Location", request.path + "/"),))
        return MISSING

    def _frame(self, title: str, main: str) -> str:
        menu = "".join(f'<li><a title="{s.name}" href="{_folder(s)}">{s.name}</a></li>' for s in self.world.sections)
        top = "".join(
            f'<li><a href="{self.address(a)}?PHPSESSID=b7k2c9q0">{escape(a.title)}</a></li>'
            for a in sorted(self.world.articles, key=lambda a: -(a.views or 0))[:4]
        )
        now = clock()
        return f"""<!DOCTYPE html><html lang="vi"><head><title>{escape(title)} - Xã Đông Hiệp</title><meta charset="utf-8">
<meta name="generator" content="NukeViet v4.5"></head><body><div class="body-bg"><div class="wraper">
<header><div class="container"><a href="/vi/" class="logo">TRANG THÔNG TIN ĐIỆN TỬ XÃ ĐÔNG HIỆP</a>
<div class="language"><a href="/en/news/">English</a></div><form action="/vi/seek/"><input name="q"></form></div></header>
<nav class="navbar"><ul class="nav navbar-nav"><li><a href="/vi/">Trang nhất</a></li>{menu}<li><a href="/vi/laws/">Văn bản</a></li>
<li><a href="/vi/calendar/">Lịch</a></li></ul></nav><span class="current-time">{WEEKDAYS[now.weekday()]}, {now:%d/%m/%Y, %H:%M}</span>
<section class="body"><div class="row"><div class="col-md-16">{main}</div><div class="col-md-8">
<div class="panel panel-primary"><div class="panel-heading">Đọc nhiều</div><ul class="panel-body">{top}</ul></div>
<div class="panel panel-primary"><div class="panel-heading">Thống kê</div><ul class="counter list-none display-table">
<li><span>Đang truy cập</span><span>7</span></li><li><span>Hôm nay</span><span>412</span></li>
<li><span>Tổng lượt truy cập</span><span>{self.visitors()}</span></li></ul></div></div></div></section>
<footer id="footer">UBND xã Đông Hiệp. Địa chỉ: thôn Trung, xã Đông Hiệp. Email: ubnd@donghiep.example. Điện thoại: 0251 555 0102</footer>
</div></div></body></html>"""

    def _home(self) -> str:
        return "".join(
            f'<div class="news_column panel"><div class="panel-heading"><a href="{_folder(s)}">{s.name}</a></div>'
            + "".join(map(self._item, self.world.of(s)[:3])) + "</div>"
            for s in self.world.sections
        )  # fmt: skip

    def _item(self, article: Article) -> str:
        return f"""<div class="panel panel-default clearfix"><h3><a href="{self.address(article)}">{escape(article.title)}</a></h3>
<div class="text-muted"><em class="fa fa-clock-o"></em> {article.when:%d/%m/%Y %H:%M}</div><p>{escape(article.lead)}</p></div>"""

    def _listing(self, section: Section, page: int) -> Reply:
        found = self.world.of(section)
        shown = "".join(map(self._item, found[(page - 1) * SIZE : page * SIZE]))
        pager = _pager(_folder(section), page, pages(len(found), SIZE))
        return Reply("listing", self._frame(section.name, f"<h1>{section.name}</h1>{shown}{pager}"))

    def _article(self, article: Article) -> str:
        others = self.world.of(article.section)
        place = others.index(article)
        newer, older = self._near(others[max(0, place - 4) : place]), self._near(others[place + 1 : place + 5])
        shown = f"{article.when:%d/%m/%Y}" if article.day_only else f"{article.when:%d/%m/%Y %H:%M}"
        views = "" if article.views is None else f"<li>Đã xem: {article.views}</li>"
        tail = f"{article.slug}-{article.number}"
        folder = article.section.slug
        files = (
            f'<h3>File đính kèm</h3><a href="/uploads/news/{article.attachment}">{article.attachment}</a>'
            if article.attachment
            else ""
        )
        return f"""<div class="news_column panel panel-default" itemtype="http://schema.org/NewsArticle" itemscope>
<h1 class="title margin-bottom-lg" itemprop="headline">{escape(article.title)}</h1>
<div class="row margin-bottom-lg"><span class="h5">{WEEKDAYS[article.when.weekday()]} - {shown}</span>
<ul class="list-inline text-right">{views}<li><a rel="nofollow" href="/vi/news/print/{folder}/{tail}.html">In ra</a></li>
<li><a rel="nofollow" href="/vi/news/savefile/{folder}/{tail}.html">Lưu bài viết này</a></li></ul></div>
<div class="hometext m-bottom" itemprop="description">{escape(article.lead)}</div>
<div id="news-bodyhtml" class="bodytext margin-bottom-lg">{body_html(article, MANNER)}</div>
<p class="h5 text-right"><strong>Tác giả: </strong>{article.author}</p>{files}</div>
<div class="news_column panel panel-default"><form id="form3B"><div class="h5">Tổng số điểm của bài viết là: 5 trong 1 đánh giá</div>
<p>Click để đánh giá bài viết</p></form></div><div class="news_column panel panel-default" id="idcomment"><h3>Ý kiến bạn đọc</h3>
<a href="?sortcomm=1">Sắp xếp theo bình luận mới</a><p>Nguyễn A - 02/02/2024 09:15: Bài viết rất hay.</p></div>
<div class="news_column panel panel-default"><h4>Những tin mới hơn</h4>{newer}<h4>Những tin cũ hơn</h4>{older}</div>"""

    def _near(self, articles: list[Article]) -> str:
        rows = (
            f'<li><a href="{self.address(a)}">{escape(a.title)}</a> <span class="date">({a.when:%d/%m/%Y})</span></li>'
            for a in articles
        )
        return f'<ul class="related">{"".join(rows)}</ul>'

    def _documents(self, page: int) -> Reply:
        rows = "".join(
            f'<tr><td><a href="/vi/laws/detail/{slugify(d.symbol)}-{d.number}/">{d.symbol}</a></td><td>{d.issued:%d/%m/%Y}</td>'
            f"<td>{escape(d.abstract)}</td></tr>"
            for d in self.world.documents[(page - 1) * SIZE : page * SIZE]
        )
        head = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
        main = f'<h1>Văn bản</h1><table class="table">{head}{rows}</table>'
        return Reply(
            "listing", self._frame("Văn bản", main + _pager("/vi/laws/", page, pages(len(self.world.documents), SIZE)))
        )

    def _document(self, number: int) -> Reply:
        document = next(d for d in self.world.documents if d.number == number)
        rows = (("Số ký hiệu", document.symbol), ("Ngày ban hành", f"{document.issued:%d/%m/%Y}"), ("Thể loại", document.kind), ("Trích yếu", document.abstract))  # fmt: skip
        table = "".join(f"<tr><td>{name}</td><td>{escape(value)}</td></tr>" for name, value in rows)
        main = f'<h3>{escape(document.abstract)}</h3><table class="table">{table}</table><a href="/uploads/laws/{document.filename}">Tải về</a>'
        return Reply("document", self._frame(document.symbol, main))

    def _calendar(self) -> str:
        days = "".join(f'<td><a href="/vi/calendar/?date=2026-11-{day:02d}">{day}</a></td>' for day in range(1, 29))
        return f'<h1>Lịch</h1><table><tr>{days}</tr></table><a href="/vi/calendar/?date=2027-01-01">Tháng sau</a>'


def _folder(section: Section) -> str:
    return f"/vi/news/{section.slug}/"


def _pager(base: str, page: int, last: int) -> str:
    links = "".join(
        f'<li class="active"><a href="#">{n}</a></li>' if n == page
        else f'<li><a href="{base}{f"page-{n}/" if n > 1 else ""}">{n}</a></li>'
        for n in range(1, last + 1)
    )  # fmt: skip
    return f'<div class="text-center"><ul class="pagination">{links}</ul></div>'
