"""Small portals as blog systems make them: numbers glued to names of lists, arrows for pages, bylines in footers."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tests.learn_sites import MISSING, SECTIONS, Build, News, Page, html, paged


class _Blog:
    """What the portals of this module have in common: a frame, an article, lists."""

    def __init__(self, news: list[News]) -> None:
        self.news = news
        self.build = Build(news)
        self.slugs = {one.id: f"{one.slug}-{index}" for index, one in enumerate(news)}
        self.by_slug = {self.slugs[one.id]: one for one in news}

    def frame(self, content: str, title: str, menu: str) -> Page:
        return html(
            f"<header><h1><a href='/'>Xã Bến Mẫu</a></h1><nav><ul>{menu}</ul></nav></header>"
            f"<section id=content>{content}</section><footer><p>Trang của xã Bến Mẫu</p></footer>",
            title,
        )

    def story(self, one: News, link: str) -> str:
        body = "".join(f"<p>{escape(text)}</p>" for text in one.paragraphs)
        day = f'<abbr class=published title="{one.published_at}">{one.moment:%d/%m/%Y}</abbr>'
        return (
            f"<article><header><h1><a href='{link}' rel=bookmark>{escape(one.title)}</a></h1></header>"
            f"<div class=entry><footer>Published: {day}<address>By <a href=/author/ban-bien-tap.html>Ban Biên tập</a>"
            f"</address></footer>{body}</div></article>"
        )

    def rows(self, items: list[News], link: Callable[[News], str]) -> str:
        return "".join(
            f"<li><article><h2><a href='{link(one)}'>{escape(one.title)}</a></h2>"
            f"<footer><abbr class=published title='{one.published_at}'>{one.moment:%d/%m/%Y}</abbr></footer>"
            f"<p>{escape(one.paragraphs[0][:90])} …</p></article></li>"
            for one in items
        )


class _Glued(_Blog):
    """`/<slug>.html`, `/muc/<x>.html` and `/muc/<x>2.html`, `/index2.html`; pages are told by arrows alone."""

    def link(self, one: News) -> str:
        return f"/{self.slugs[one.id]}.html"

    def page(self, content: str, title: str) -> Page:
        menu = "".join(f"<li><a href='/muc/{path}.html'>{name}</a></li>" for path, name in SECTIONS)
        return self.frame(content, title, menu)

    def listing(self, items: list[News], number: int, stem: str, title: str) -> Page:
        shown, pages = paged(items, number)
        names = {to: f"{stem}{to if to > 1 else ''}.html" for to in range(1, pages + 1)}
        steps = [("⟪", 1), ("⟨", number - 1)] if number > 1 else []
        steps += [("⟩", number + 1), ("⟫", pages)] if number < pages else []
        pager = "".join(f"<li><a href='{names[to]}'>{arrow}</a></li>" for arrow, to in steps)
        nav = f"<nav><ul><li>Page {number} / {pages}</li>{pager}</ul></nav>"
        return self.page(f"<ol>{self.rows(shown, self.link)}</ol>{nav}", title)

    def answer(self, path: str, *_: dict[str, str]) -> Page:
        name = path.strip("/").removesuffix(".html")
        plain = name.rstrip("0123456789")
        number = int(name[len(plain) :] or 1)
        if plain in ("", "index"):
            return self.listing(self.news, number, "/index", "Xã Bến Mẫu")
        for index, (section, title) in enumerate(SECTIONS):
            if plain == f"muc/{section}":
                return self.listing(self.build.of(index), number, f"/{plain}", title)
        one = self.by_slug.get(name)
        return self.page(self.story(one, self.link(one)), one.title) if one else MISSING


def glued(news: list[News]) -> Build:
    """A blog whose lists are numbered without anything between name and number."""
    site = _Glued(news)
    site.build.answer = site.answer
    site.build.is_trap = lambda path: path.startswith("/author/")
    return site.build


class _Slashed(_Blog):
    """`/bai/<slug>/` in a sitemap; lists of three rows, so many that they are not worth their price.

    The archive and the page of authors, which only the sitemap names, have addresses like those of articles.
    """

    def __init__(self, news: list[News], map_path: str = "/sitemap.xml") -> None:
        super().__init__(news)
        self.map_path = map_path

    def machine(self, path: str) -> Page | None:
        """Return the sitemap; where that is an index, its parts are a feed for each author and the sitemap."""
        if path == self.map_path:
            others = ("/bai/luu-tru/", "/bai/nguoi-viet/")
            listed = "".join(f"<url><loc>{link}</loc></url>" for link in (*map(self.link, self.news), *others))
            return 200, "application/xml", f"<urlset>{listed}</urlset>"
        if path == "/sitemap.xml":
            parts = [*(f"/tac-gia/{number}.xml" for number in range(20)), self.map_path]
            listed = "".join(f"<sitemap><loc>{part}</loc></sitemap>" for part in parts)
            return 200, "application/xml", f"<sitemapindex>{listed}</sitemapindex>"
        if path.startswith("/tac-gia/"):
            own = self.news[int(path[9:-4]) :: 20]
            items = "".join(
                f"<item><title>{escape(one.title)}</title><link>{self.link(one)}</link></item>" for one in own
            )
            return 200, "application/rss+xml", f'<rss version="2.0"><channel>{items}</channel></rss>'
        return None

    def link(self, one: News) -> str:
        return f"/bai/{self.slugs[one.id]}/"

    def answer(self, path: str, query: dict[str, str], _: dict[str, str]) -> Page:
        if (listed := self.machine(path)) is not None:
            return listed
        menu = "<li><a href='/bai/'>Tin tức</a></li><li><a href='/bai/luu-tru/'>Lưu trữ</a></li>"
        if path == "/":
            return self.frame("<p>Kính chào quý vị.</p>", "Xã Bến Mẫu", menu)
        if path == "/bai/":
            number, pages = int(query.get("page", "1")), -(-len(self.news) // 3)
            pager = "".join(f"<li><a href='?page={to}'>{to}</a></li>" for to in range(1, pages + 1))
            rows = self.rows(self.news[3 * number - 3 : 3 * number], self.link)
            return self.frame(f"<ol>{rows}</ol><ul class=pagination>{pager}</ul>", "Tin tức", menu)
        if path == "/bai/nguoi-viet/":
            return self.frame("<h2>Người viết</h2><h3>Ban Biên tập</h3><div>60</div>", "Người viết", menu)
        if path == "/bai/luu-tru/":
            every = "".join(
                f"<li>{one.moment:%d/%m} <a href='{self.link(one)}'>{one.title}</a></li>" for one in self.news
            )
            return self.frame(f"<h2>Lưu trữ</h2><h3>2021</h3><ul>{every}</ul>", "Lưu trữ", menu)
        one = self.by_slug.get(path.removeprefix("/bai/").strip("/"))
        return self.frame(self.story(one, self.link(one)), one.title, menu) if one else MISSING


def slashed(news: list[News], map_path: str = "/sitemap.xml") -> Build:
    """A blog whose sitemap names all articles, with a slash at the end; on another path it is a part of an index."""
    site = _Slashed(news, map_path)
    site.build.answer = site.answer
    return site.build


class _Arrowed(_Blog):
    """`/bai/<slug>/`; lists named by one page with their sizes, and paged by two arrows in a `<nav>`."""

    def link(self, one: News) -> str:
        return f"/bai/{self.slugs[one.id]}/"

    def page(self, content: str, title: str) -> Page:
        return self.frame(content, title, "<li><a href='/bai/'>Tin</a></li><li><a href='/muc/'>Chuyên mục</a></li>")

    def listing(self, items: list[News], stem: str, number: int, title: str) -> Page:
        shown, pages = paged(items, number)
        steps = [f"<a href='{stem}/page/{number - 1}/'>«&nbsp;Prev</a>"] if number > 1 else []
        steps += [f"<a href='{stem}/page/{number + 1}/'>Next&nbsp;»</a>"] if number < pages else []
        nav = f"<footer><nav class=pagination>{''.join(steps)}</nav></footer>"
        return self.page(f"<h1>{title}</h1><ol>{self.rows(shown, self.link)}</ol>{nav}", title)

    def answer(self, path: str, *_: dict[str, str]) -> Page:
        if path == "/sitemap.xml":
            listed = "".join(f"<url><loc>{self.link(one)}</loc></url>" for one in self.news)
            return 200, "application/xml", f"<urlset>{listed}</urlset>"
        stem, _, number = path.rstrip("/").partition("/page/")
        if stem in ("", "/bai"):
            return self.listing(self.news, stem, int(number or 1), "Tin" if stem else "Xã Bến Mẫu")
        if stem == "/muc":
            sizes = [len(self.build.of(index)) for index in range(len(SECTIONS))]
            terms = zip(SECTIONS, sizes, strict=True)
            names = "".join(f"<li><a href='/muc/{path}/'>{name} ({size})</a></li>" for (path, name), size in terms)
            return self.page(f"<h1>Chuyên mục</h1><ul>{names}</ul>", "Chuyên mục")
        for index, (section, title) in enumerate(SECTIONS):
            if stem == f"/muc/{section}":
                return self.listing(self.build.of(index), stem, int(number or 1), title)
        one = self.by_slug.get(path.removeprefix("/bai/").strip("/"))
        return self.page(self.story(one, self.link(one)), one.title) if one else MISSING


def arrowed(news: list[News], *, mapped: bool) -> Build:
    """A blog of arrows; with or without a sitemap."""
    site = _Arrowed(news)
    site.build.answer = lambda path, *others: (
        MISSING if path == "/sitemap.xml" and not mapped else site.answer(path, *others)
    )
    return site.build


class _Filed(_Blog):
    """`/<section>/<slug>/` and `/category/<section>/`, which no menu names; the home page is a list of pages."""

    def link(self, one: News) -> str:
        return f"/{SECTIONS[one.section][0]}/{self.slugs[one.id]}/"

    def listing(self, items: list[News], stem: str, number: int, title: str) -> Page:
        shown, pages = paged(items, number)
        others = sorted({1, number - 1, number + 1, pages} - {0, number, pages + 1})
        pager = "".join(f"<a class=page-numbers href='{stem}/page/{to}/'>Page {to}</a> " for to in others)
        nav = f"<nav><h2>Posts navigation</h2><div>{pager}</div></nav>"
        return self.frame(f"<h1>{title}</h1><ol>{self.rows(shown, self.link)}</ol>{nav}", title, "")

    def answer(self, path: str, *_: dict[str, str]) -> Page:
        if path == "/sitemap.xml":
            listed = [*map(self.link, self.news), *(f"/category/{section}/" for section, _ in SECTIONS)]
            every = "".join(f"<url><loc>{link}</loc></url>" for link in listed)
            return 200, "application/xml", f"<urlset>{every}</urlset>"
        stem, _, number = path.rstrip("/").partition("/page/")
        if not stem:
            return self.listing(self.news, stem, int(number or 1), "Xã Bến Mẫu")
        for index, (section, title) in enumerate(SECTIONS):
            if stem == f"/category/{section}":
                return self.listing(self.build.of(index), stem, int(number or 1), f"Category: {title}")
        one = self.by_slug.get(stem.rpartition("/")[2])
        if one is None:
            return MISSING
        section, title = SECTIONS[one.section]
        filed = f"<footer>Categorized as <a href='/category/{section}/'>{title}</a></footer>"
        return self.frame(self.story(one, self.link(one)) + filed, one.title, "")


def filed(news: list[News]) -> Build:
    """A blog whose sections have addresses like those of articles."""
    site = _Filed(news)
    site.build.answer = site.answer
    return site.build
