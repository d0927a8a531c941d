"""Like WordPress: permalinks, categories, sitemap index, RSS, the REST of posts, JSON-LD and Open Graph."""

# ruff: noqa: E501 - templates keep the lines that the page has

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import escape

from tests.builds.markup import Manner, body_html, pages
from tests.builds.messages import MISSING, Reply, Request
from tests.builds.server import Build, clock
from tests.builds.wordpress_feeds import feed, posts, sitemap_index, sitemap_posts
from tests.builds.world import Article, Section

SIZE = 9
MANNER = Manner(
    heading='<h2 class="wp-block-heading">%s</h2>',
    table='<figure class="wp-block-table"><table><tbody>%s</tbody></table></figure>',
    picture='<figure class="wp-block-image size-large"><img src="%s" alt=""/><figcaption class="wp-element-caption">%s</figcaption></figure>',
    pictures_at="/wp-content/uploads/2022/03/",
)


class WordPressBuild(Build):
    """A town's portal on WordPress."""

    name = "wordpress"
    sections = ("Tin trong thị xã", "Chuyển đổi số", "Giáo dục", "Y tế", "Du lịch", "Đoàn thể")
    robots = "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n\nSitemap: BASE/wp-sitemap.xml\n"

    def address(self, article: Article) -> str:
        """Return `/slug/`, with the number that WordPress adds to a slug used before."""
        return f"/{article.slug}-{article.number}/"

    def without_trap(self, request: Request) -> Request | None:
        """Traps: print copies, English copies, session ids, orders of lists, the calendar, answers to comments."""
        if request.path.endswith("/print/"):
            return replace(request, path=request.path.removesuffix("print/"))
        if request.path.startswith("/en/"):
            return replace(request, path=request.path[3:])
        names = ("date", "PHPSESSID", "replytocom", "print")
        rest = {
            k: v
            for k, v in request.query.items()
            if k not in names and (k != "orderby" or request.path.startswith("/wp-json"))
        }
        return replace(request, query=rest) if rest != request.query else None

    def answer(self, request: Request) -> Reply:
        """Return a page, a feed, a sitemap or posts as JSON."""
        path = request.path
        made = {"/feed/": feed, "/wp-sitemap.xml": sitemap_index, "/wp-sitemap-posts-post-1.xml": sitemap_posts}
        if path in made:
            return made[path](self)
        if path.rstrip("/") == "/wp-json/wp/v2/posts":
            return posts(self, request, lambda article: self.content(article))
        if path == "/":
            return Reply("other", self._frame("Trang chủ", "".join(map(self._teaser, self.world.articles[:12])), ""))
        if path == "/van-ban/":
            return self._documents()
        if path == "/su-kien/":
            return Reply("other", self._frame("Sự kiện", self._calendar(), ""))
        found = re.fullmatch(r"/category/([\w-]+)/(?:page/(\d{1,4})/)?", path)
        for section in self.world.sections:
            if found and found[1] == section.slug:
                return self._listing(section, int(found[2] or 1))
        for article in self.world.articles:
            if path == self.address(article):
                return Reply(
                    "article",
                    self._frame(article.title, self._article(article), self._head(article)),
                    article=article.number,
                )
        if not path.endswith(("/", ".html")) and self.look(replace(request, path=path + "/")).status == 200:
            return Reply("other", "", status=301, headers=(("Location", path + "/"),))
        return MISSING

    def content(self, article: Article) -> str:
        """Return the post's content: lead, blocks, signature, file."""
        file = article.attachment
        link = (
            f'<div class="wp-block-file"><a href="/wp-content/uploads/2022/03/{file}">{file}</a></div>' if file else ""
        )
        sign = f'<p class="has-text-align-right"><strong>{article.author}</strong></p>'
        return f"<p><strong>{escape(article.lead)}</strong></p>\n{body_html(article, MANNER)}\n{sign}{link}"

    def _head(self, article: Article) -> str:
        if article.day_only:
            return f'<meta property="og:title" content="{escape(article.title)}"/><meta property="og:type" content="article"/>'
        when = article.when.isoformat()
        data = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.title,
            "datePublished": when,
        }
        return f"""<meta property="og:title" content="{escape(article.title)}"/><meta property="og:type" content="article"/>
<meta property="article:published_time" content="{when}"/><link rel="canonical" href="{self.base}{self.address(article)}"/>
<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>"""

    def _frame(self, title: str, main: str, head: str) -> str:
        menu = "".join(
            f'<li class="menu-item menu-item-type-taxonomy"><a href="/category/{s.slug}/">{s.name}</a></li>'
            for s in self.world.sections
        )
        newest = "".join(
            f'<li><a href="{self.address(a)}">{escape(a.title)}</a><span class="post-date">{a.when:%d/%m/%Y}</span></li>'
            for a in self.world.articles[:5]
        )
        return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="UTF-8"><title>{escape(title)} &#8211; Thị xã Bình Lãng</title>
<link rel="alternate" type="application/rss+xml" href="{self.base}/feed/"><link rel="https://api.w.org/" href="{self.base}/wp-json/">
<meta name="generator" content="WordPress 6.4.3">{head}</head><body class="wp-theme"><div id="page" class="site">
<header id="masthead" class="site-header"><a href="/" rel="home">Thị xã Bình Lãng</a><span class="today">{clock():%d/%m/%Y %H:%M:%S}</span>
<a hreflang="en" href="/en/">English</a><form role="search" action="/"><input type="search" name="s"></form>
<nav id="site-navigation"><ul class="menu">{menu}<li class="menu-item"><a href="/van-ban/">Văn bản</a></li>
<li class="menu-item"><a href="/su-kien/">Sự kiện</a></li><li class="menu-item"><a href="/?PHPSESSID=ab12cd34">Liên hệ</a></li></ul></nav></header>
<main id="primary" class="site-main">{main}</main>
<aside id="secondary" class="widget-area"><section class="widget widget_recent_entries"><h2>Bài viết mới</h2><ul>{newest}</ul></section>
<section class="widget"><h2>Lượt truy cập</h2><p>Tổng: {self.visitors()}</p></section></aside>
<footer id="colophon">© 2024 UBND thị xã Bình Lãng. Trụ sở: 25 đường Lê Lợi. Điện thoại: 0236 555 0103. Giấy phép 08/GP-TTĐT ngày 20/05/2019.</footer>
</div></body></html>"""

    def _teaser(self, article: Article) -> str:
        return f"""<article class="post type-post"><h2 class="entry-title"><a href="{self.address(article)}" rel="bookmark">{escape(article.title)}</a></h2>
<span class="posted-on"><time datetime="{article.when.date().isoformat()}">{article.when:%d/%m/%Y}</time></span>
<div class="entry-summary"><p>{escape(article.lead[:110])} [&hellip;]</p></div></article>"""

    def _listing(self, section: Section, page: int) -> Reply:
        found, base = self.world.of(section), f"/category/{section.slug}/"
        last = pages(len(found), SIZE)
        if page > last:
            return MISSING
        links = "".join(
            f'<span aria-current="page" class="page-numbers current">{n}</span>' if n == page
            else f'<a class="page-numbers" href="{base}{f"page/{n}/" if n > 1 else ""}">{n}</a>'
            for n in range(1, last + 1)
        )  # fmt: skip
        head = f'<h1 class="page-title">{section.name}</h1><a href="?orderby=views">Xem nhiều</a>'
        items = "".join(map(self._teaser, found[(page - 1) * SIZE : page * SIZE]))
        return Reply("listing", self._frame(section.name, f'{head}{items}<nav class="pagination">{links}</nav>', ""))

    def _article(self, article: Article) -> str:
        shown = f"{article.when:%d/%m/%Y}" if article.day_only else f"{article.when:%d/%m/%Y %H:%M}"
        stamp = article.when.date().isoformat() if article.day_only else article.when.isoformat()
        views = "" if article.views is None else f'<span class="post-views-count">{article.views} lượt xem</span>'
        near = [a for a in self.world.of(article.section) if a is not article][:4]
        related = "".join(
            f'<li><a href="{self.address(a)}">{escape(a.title)}</a> <em>{a.when:%d/%m/%Y}</em></li>' for a in near
        )
        return f"""<article id="post-{article.number}" class="post-{article.number} post type-post status-publish format-standard">
<header class="entry-header"><span class="cat-links"><a href="/category/{article.section.slug}/" rel="category tag">{article.section.name}</a></span>
<h1 class="entry-title">{escape(article.title)}</h1><div class="entry-meta"><span class="posted-on">
<time class="entry-date published" datetime="{stamp}">{shown}</time></span> {views} <a href="{self.address(article)}print/" rel="nofollow">In bài</a></div></header>
<div class="entry-content">{self.content(article)}</div></article>
<div class="related-posts"><h3>Bài viết liên quan</h3><ul>{related}</ul></div><div id="comments"><h3>Bình luận</h3>
<p>Trần B viết lúc 10:02 11/11/2023: Cảm ơn. <a rel="nofollow" href="?replytocom=9">Trả lời</a></p></div>"""

    def _documents(self) -> Reply:
        rows = "".join(
            f'<tr><td>{d.symbol}</td><td>{d.issued:%d/%m/%Y}</td><td>{escape(d.abstract)}</td><td><a href="/wp-content/uploads/vb/{d.filename}">Tải</a></td></tr>'
            for d in self.world.documents
        )
        head = "<tr><th>Số/Ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th><th>Tải về</th></tr>"
        return Reply(
            "listing", self._frame("Văn bản", f'<h1 class="entry-title">Văn bản</h1><table>{head}{rows}</table>', "")
        )

    def _calendar(self) -> str:
        days = "".join(f'<td><a href="/su-kien/?date=2026-11-{day:02d}">{day}</a></td>' for day in range(1, 29))
        return f'<h1 class="entry-title">Sự kiện</h1><table><tr>{days}</tr></table><a href="/su-kien/?date=2027-01-01">Tháng sau</a>'
