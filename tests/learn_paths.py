"""Small portals whose addresses are paths: NukeViet, WordPress, SharePoint, VNPT."""
# ruff: noqa: E501 - markup reads best as the line it is

from __future__ import annotations

from html import escape

from tests.learn_sites import DAYS, MISSING, SECTIONS, STATIC, Build, News, Page, html, paged, rows_of


class _Nukeviet:
    """`/vi/news/<section>/<slug>-<id>.html`, `/page-2/`, copies under `/savefile/` and `/print/`, tags, a feed."""

    def __init__(self, news: list[News]) -> None:
        self.news = news
        self.build = Build(news)
        self.by_id = {one.id: one for one in self.news}

        self.menu = "".join(f'<li><a href="/vi/news/{path}/">{name}</a></li>' for path, name in SECTIONS)
        self.menu += "".join(f'<li><a href="/vi/about/{path}.html">{name}</a></li>' for path, name in STATIC)

    def link(self, one: News) -> str:
        return f"/vi/news/{SECTIONS[one.section][0]}/{one.slug}-{one.id}.html"

    def frame(self, content: str, title: str) -> Page:
        hot = "".join(f'<li><a href="{self.link(one)}">{escape(one.title)}</a></li>' for one in self.news[3:40:7])
        top = (
            f'<nav><ul><li><a href="/vi/">Trang nhất</a></li>{self.menu}<li><a href="/en/">English</a></li></ul></nav>'
        )
        side = f'<div class="panel"><h3>Tin xem nhiều</h3><ul>{hot}</ul><a href="/vi/users/login/">Đăng nhập</a></div>'
        foot = "<footer>UBND Xã Bến Mẫu. Đang truy cập: 12. Tổng lượt truy cập: 182.331</footer>"
        return html(f"<div>{top}<div class='main'>{content}</div>{side}{foot}</div>", f"{title} - Xã Bến Mẫu",
                    '<meta name="generator" content="NukeViet v4.5">')  # fmt: skip

    def article(self, one: News) -> Page:
        near = self.build.of(one.section)
        at = near.index(one)
        older = "".join(
            f'<li><a href="{self.link(other)}">{escape(other.title)}</a> <em>({other.moment:%d/%m/%Y})</em></li>'
            for other in near[at + 1 : at + 5]
        )
        tags = '<a href="/vi/news/tag/chuyen-doi-so/">chuyển đổi số</a>'
        base = SECTIONS[one.section][0]
        tools = f'<li><a href="/vi/news/print/{base}/{one.slug}-{one.id}.html">In ra</a></li><li><a href="/vi/news/savefile/{base}/{one.slug}-{one.id}.html">Lưu bài viết</a></li>'
        body = "".join(f"<p>{escape(text)}</p>" for text in one.paragraphs)
        return self.frame(
            f'<div class="news_column"><h1 class="title margin-bottom-lg">{escape(one.title)}</h1>'
            f'<div class="row"><div class="col-md-12"><span class="h5">{DAYS[one.moment.weekday()]} - {one.moment:%d/%m/%Y %H:%M} - {one.views} lượt xem</span></div><div class="col-md-12"><ul class="list-inline">{tools}</ul></div></div>'
            f'<div id="news-bodyhtml" class="bodytext">{body}</div></div>'
            f'<div class="news_column"><p>Từ khóa: {tags}</p></div><div class="news_column"><h4>Những tin cũ hơn</h4><ul>{older}</ul></div>',
            one.title,
        )

    def answer(self, path: str, *_: dict[str, str]) -> Page:
        parts = [part for part in path.split("/") if part]
        if not parts or parts == ["vi"]:
            return self.frame(rows_of(self.news[:8], self.link), "Trang nhất")
        if parts[:2] == ["vi", "about"]:
            return self.frame("<h1>Giới thiệu</h1>" + f"<p>{'Xã Bến Mẫu nằm ở phía đông. ' * 20}</p>" * 2, "Giới thiệu")
        if parts[-1].endswith(".html") and parts[:2] == ["vi", "news"]:
            one = self.by_id.get(int(parts[-1][:-5].rsplit("-", 1)[1]))
            return self.article(one) if one else MISSING
        names = [name for name, _ in SECTIONS]
        if len(parts) >= 3 and parts[2] in names:
            number = int(parts[3].split("-")[1]) if len(parts) > 3 else 1
            index = names.index(parts[2])
            items, pages = paged(self.build.of(index), number)
            base = f"/vi/news/{parts[2]}"
            pager = "".join(
                f'<li><a href="{base}/{f"page-{to}/" if to > 1 else ""}">{to}</a></li>' for to in range(1, pages + 1)
            )
            return self.frame(f'{rows_of(items, self.link)}<ul class="pagination">{pager}</ul>', SECTIONS[index][1])
        return self.frame(rows_of(self.news[:5], self.link), "Tag")


def nukeviet(news: list[News]) -> Build:
    """`/vi/news/<section>/<slug>-<id>.html`, `/page-2/`, copies under `/savefile/` and `/print/`, tags, a feed."""
    site = _Nukeviet(news)
    site.build.answer = site.answer
    site.build.is_trap = lambda path: any(word in path for word in ("/savefile/", "/print/", "/tag/", "/login", "/en/"))
    return site.build


class _Wordpress:
    """`/<slug>/`, `/category/<x>/page/2/`, tags, authors, months, `?replytocom=`; a sitemap in parts."""

    def __init__(self, news: list[News]) -> None:
        self.news = news
        self.build = Build(news)
        self.by_slug = {f"{one.slug}-{index}": one for index, one in enumerate(self.news)}
        self.slugs = {one.id: slug for slug, one in self.by_slug.items()}

    def link(self, one: News) -> str:
        return f"/{self.slugs[one.id]}/"

    def frame(self, content: str, title: str) -> Page:
        menu = "".join(f'<li class="menu-item"><a href="/category/{path}/">{name}</a></li>' for path, name in SECTIONS)
        menu += "".join(f'<li class="menu-item"><a href="/{path}/">{name}</a></li>' for path, name in STATIC)
        recent = "".join(f'<li><a href="{self.link(one)}">{escape(one.title)}</a></li>' for one in self.news[:5])
        months = '<li><a href="/2024/05/">Tháng Năm 2024</a></li><li><a href="/2024/04/">Tháng Tư 2024</a></li>'
        return html(
            f'<header class="site-header"><a href="/">Phường Bến Mẫu</a><nav class="main-navigation"><ul>{menu}</ul></nav></header>'
            f'<main class="site-main">{content}</main><aside class="widget-area"><section class="widget"><h2 class="widget-title">Bài viết mới</h2><ul>{recent}</ul></section>'
            f'<section class="widget"><h2>Lưu trữ</h2><ul>{months}</ul></section></aside><footer class="site-footer">Powered by WordPress</footer>',
            f"{title} – Phường Bến Mẫu",
            '<meta name="generator" content="WordPress 6.5"><link rel="stylesheet" href="/wp-content/themes/a/style.css"><link rel="alternate" type="application/rss+xml" href="/feed/">',
        )

    def article(self, one: News) -> Page:
        body = "".join(f"<p>{escape(text)}</p>" for text in one.paragraphs)
        return self.frame(
            f'<article class="post type-post hentry"><header class="entry-header"><h1 class="entry-title">{escape(one.title)}</h1><div class="entry-meta">'
            f'<span class="posted-on"><time class="entry-date published" datetime="{one.moment:%Y-%m-%dT%H:%M}:00+07:00">{one.moment:%d/%m/%Y}</time></span> <span class="byline">bởi <a href="/author/admin/">admin</a></span></div></header>'
            f'<div class="entry-content">{body}</div><footer class="entry-footer"><a href="/category/{SECTIONS[one.section][0]}/" rel="category tag">{SECTIONS[one.section][1]}</a> <a href="/tag/chuyen-doi-so/" rel="tag">chuyển đổi số</a></footer></article>'
            f'<div id="comments"><a href="{self.link(one)}?replytocom=5">Trả lời</a></div>',
            one.title,
        )

    def listing(self, items: list[News], base: str, number: int, name: str) -> Page:
        shown, pages = paged(items, number)
        pager = "".join(f'<a class="page-numbers" href="{base}page/{to}/">{to}</a>' for to in range(2, pages + 1))
        rows = "".join(
            f'<article class="post hentry"><h2 class="entry-title"><a href="{self.link(one)}">{escape(one.title)}</a></h2><div class="entry-summary"><p>{escape(one.paragraphs[0][:120])} [&hellip;]</p></div></article>'
            for one in shown
        )
        return self.frame(
            f'<h1 class="page-title">{name}</h1>{rows}<nav class="navigation pagination">{pager}</nav>', name
        )

    def sitemap(self, host_paths: list[str], tag: str) -> Page:
        inner = "".join(f"<{tag}><loc>{path}</loc></{tag}>" for path in host_paths)
        root = "sitemapindex" if tag == "sitemap" else "urlset"
        return (
            200,
            "application/xml",
            f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</{root}>',
        )

    def maps(self, path: str) -> Page:
        if path == "/wp-sitemap.xml":
            return self.sitemap(
                [f"/wp-sitemap-{part}-1.xml" for part in ("posts-post", "posts-page", "taxonomies-category")], "sitemap"
            )
        if path.startswith("/wp-sitemap-posts-post"):
            return self.sitemap([self.link(one) for one in self.news], "url")
        if path.startswith("/wp-sitemap-posts-page"):
            return self.sitemap([f"/{path}/" for path, _ in STATIC], "url")
        return self.sitemap([f"/category/{path}/" for path, _ in SECTIONS], "url")

    def answer(self, path: str, *_: dict[str, str]) -> Page:
        parts = [part for part in path.split("/") if part]
        number = int(parts[parts.index("page") + 1]) if "page" in parts else 1
        names = [name for name, _ in SECTIONS]
        if not parts or parts[0] == "page":
            return self.listing(self.news, "/", number, "Phường Bến Mẫu")
        if path.startswith("/wp-sitemap"):
            return self.maps(path)
        if parts[0] == "category" and parts[1] in names:
            index = names.index(parts[1])
            return self.listing(self.build.of(index), f"/category/{parts[1]}/", number, SECTIONS[index][1])
        if parts[0] in ("tag", "author", "2024"):
            return self.listing(self.news[:30], f"/{parts[0]}/{parts[-1]}/", number, "Lưu trữ")
        if parts[0] in dict(STATIC):
            return self.frame(
                f'<article class="page hentry"><h1 class="entry-title">{dict(STATIC)[parts[0]]}</h1><div class="entry-content"><p>{"Phường Bến Mẫu nằm ở phía đông. " * 12}</p><p>{"Phường có bảy tổ dân phố. " * 12}</p></div></article>',
                dict(STATIC)[parts[0]],
            )
        return self.article(self.by_slug[parts[0]]) if parts[0] in self.by_slug else MISSING


def wordpress(news: list[News]) -> Build:
    """`/<slug>/`, `/category/<x>/page/2/`, tags, authors, months, `?replytocom=`; a sitemap in parts."""
    site = _Wordpress(news)
    site.build.answer = site.answer
    site.build.is_trap = lambda path: any(word in path for word in ("/tag/", "/author/", "/2024/", "replytocom"))
    return site.build


class _Sharepoint:
    """`/portal/Pages/2024-5-17/<Title>.aspx`, lists paged by `?trang=`; the counter beside the day and minute."""

    def __init__(self, news: list[News]) -> None:
        self.news = news
        self.build = Build(news)
        self.by_path = {
            f"/portal/Pages/{one.moment.year}-{one.moment.month}-{one.moment.day}/{one.slug.title()}{one.id:x}.aspx": one
            for one in self.news
        }
        self.paths = {one.id: path for path, one in self.by_path.items()}

    def link(self, one: News) -> str:
        return self.paths[one.id]

    def frame(self, content: str, title: str) -> Page:
        menu = "".join(
            f'<li class="static"><a class="static menu-item" href="/portal/Pages/{path.title()}.aspx">{name}</a></li>'
            for path, name in SECTIONS
        )
        menu += "".join(
            f'<li class="static"><a href="/portal/Pages/{path.title()}.aspx">{name}</a></li>' for path, name in STATIC
        )
        return html(
            f'<form action="#"><div id="s4-workspace"><div class="ms-core-navigation"><ul class="root static">{menu}</ul></div><div id="DeltaPlaceHolderMain">{content}</div>'
            f'<div class="footer">Cổng thông tin huyện Bến Mẫu</div></div></form>', title, '<meta name="GENERATOR" content="Microsoft SharePoint">',
        )  # fmt: skip

    def article(self, one: News) -> Page:
        body = "".join(f"<div>{escape(text)}</div>" for text in one.paragraphs)
        others = "".join(
            f'<li><a href="{self.link(other)}">{escape(other.title)}</a></li>'
            for other in self.build.of(one.section)[:5]
        )
        return self.frame(
            f'<div class="ArticleDetail"><div class="title">{escape(one.title)}</div><div class="date">Đăng ngày {one.moment:%d - %m - %Y %H:%M}</div><div>Lượt xem: {one.views}</div><div>100%</div>'
            f'<div class="content">{body}</div></div><div class="other"><div>Tin khác</div><ul>{others}</ul></div>', one.title,
        )  # fmt: skip

    def answer(self, path: str, query: dict[str, str], _: dict[str, str]) -> Page:
        if path == "/":
            return 302, "text/html", "/portal/Pages/trangchu.aspx"
        if path in self.by_path:
            return self.article(self.by_path[path])
        name = path.rsplit("/", 1)[-1].removesuffix(".aspx").lower()
        if name == "trangchu":
            return self.frame(rows_of(self.news[:10], self.link), "Huyện Bến Mẫu")
        names = [section for section, _ in SECTIONS]
        if name in names:
            index, number = names.index(name), int(query.get("trang", "1"))
            items, pages = paged(self.build.of(index), number)
            pager = " ".join(f'<a href="{path}?trang={to}">{to}</a>' for to in range(1, pages + 1))
            return self.frame(
                f'<h2>{SECTIONS[index][1]}</h2>{rows_of(items, self.link)}<div class="phantrang">{pager}</div>',
                SECTIONS[index][1],
            )
        if name in dict(STATIC):
            return self.frame(
                f"<h2>{dict(STATIC)[name]}</h2><div>{'Huyện Bến Mẫu nằm ở phía đông. ' * 12}</div>", dict(STATIC)[name]
            )
        return MISSING


def sharepoint(news: list[News]) -> Build:
    """`/portal/Pages/2024-5-17/<Title>.aspx`, lists paged by `?trang=`; the counter beside the day and minute."""
    site = _Sharepoint(news)
    site.build.answer = site.answer
    return site.build


def vnpt(news: list[News]) -> Build:
    """`/<section>/<slug>-<id>`, the same article under an older path too; `Lượt xem` and a dated line above the title."""
    build = Build(news)
    by_id = {str(one.id + 900_000): one for one in news}

    def link(one: News) -> str:
        return f"/{SECTIONS[one.section][0]}/{one.slug}-{one.id + 900_000}"

    def frame(content: str, title: str) -> Page:
        menu = "".join(f'<li><a href="/{path}">{name}</a></li>' for path, name in SECTIONS)
        hot = "".join(f'<li><a href="/1227/27461{link(one)}">{escape(one.title)}</a></li>' for one in news[1:40:8])
        return html(
            f'<div class="header"><ul class="menu">{menu}</ul></div><div class="content">{content}</div><div class="sidebar"><h3>Tin mới</h3><ul>{hot}</ul></div><div class="footer">UBND thị xã Bến Mẫu</div>',
            title,
        )

    def answer(path: str, query: dict[str, str], _: dict[str, str]) -> Page:
        parts = [part for part in path.split("/") if part]
        if not parts:
            return frame(rows_of(news[:10], link), "Thị xã Bến Mẫu")
        one = by_id.get(parts[-1].rsplit("-", 1)[-1])
        if one is not None:
            body = "".join(f"<p>{escape(text)}</p>" for text in one.paragraphs)
            return frame(
                f'<div class="detail"><p class="date">{one.moment:%d/%m/%Y %H:%M}</p><h1>{escape(one.title)}</h1><p>Lượt xem: {one.views}</p><div class="noidung">{body}</div></div>',
                one.title,
            )
        names = [name for name, _ in SECTIONS]
        if parts[0] in names:
            index, number = names.index(parts[0]), int(query.get("page", "1"))
            items, pages = paged(build.of(index), number)
            pager = " ".join(f'<a href="/{parts[0]}?page={to}">{to}</a>' for to in range(1, pages + 1))
            return frame(
                f'<h2>{SECTIONS[index][1]}</h2>{rows_of(items, link)}<div class="pager">{pager}</div>',
                SECTIONS[index][1],
            )
        return MISSING

    build.answer = answer
    return build
