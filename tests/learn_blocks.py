"""Blogs whose templates call sections key words: by numbers alone (`/?p=12`), or with a sitemap in parts."""

from __future__ import annotations

from html import escape

from tests.learn_blogs import _Blog
from tests.learn_sites import MISSING, SECTIONS, Build, News, Page, paged

OLDER = "<nav class='query-pagination'><a href='{}'>Older Posts<span>→</span></a></nav>"


class _Numbered(_Blog):
    """`/?p=<id>`, `/?cat=0` linked from its articles alone, `/?paged=2` of the home page; no sitemap, no menu."""

    def link(self, one: News) -> str:
        return f"/?p={one.id}"

    def category(self, one: News) -> str:
        link = f"<a href='/?cat=0' rel=tag>{SECTIONS[0][1]}</a>" if one.section == 0 else ""
        return f"<div class='taxonomy-category post-terms'>{link}</div>"

    def listing(self, items: list[News], number: int, key: str, title: str) -> Page:
        shown, pages = paged(items, number)
        dated = "".join(f"<p><a href='{self.link(one)}'>{one.moment:%d/%m/%Y}</a></p>" for one in shown[:2])
        older = OLDER.format(f"/?{key}paged={number + 1}") if number < pages else ""
        return self.frame(f"<ol>{self.rows(shown, self.link)}</ol>{dated}{older}", title, "")

    def answer(self, path: str, query: dict[str, str], _: dict[str, str]) -> Page:
        if path != "/":
            return MISSING
        if "p" in query:
            one = next((one for one in self.news if str(one.id) == query["p"]), None)
            return self.frame(self.story(one, self.link(one)) + self.category(one), one.title, "") if one else MISSING
        number = int(query.get("paged", "1"))
        if "cat" in query:
            index = int(query["cat"])
            return self.listing(self.build.of(index), number, f"cat={index}&", SECTIONS[index][1])
        return self.listing(self.news, number, "", "Xã Bến Mẫu")


def numbered(news: list[News]) -> Build:
    """A blog with one section that is linked; only the home page's list holds everything."""
    site = _Numbered(news)
    site.build.answer = site.answer
    return site.build


class _Parted(_Blog):
    """`/<section>/<slug>/` and `/category/<section>/`, linked as a key word; `/<slug>/` of pages that never change.

    A sitemap in parts: the articles, and those pages.
    """

    PLAIN = ("gioi-thieu/chung", "so-do/to-chuc", "lich-su/hinh-thanh")

    def link(self, one: News) -> str:
        return f"/{SECTIONS[one.section][0]}/{self.slugs[one.id]}/"

    def answer(self, path: str, *_: dict[str, str]) -> Page:
        name = path.strip("/")
        parts = {"tin.xml": [*map(self.link, self.news)], "trang.xml": ["/", *(f"/{one}/" for one in self.PLAIN)]}
        if name == "sitemap.xml":
            listed = "".join(f"<sitemap><loc>/{part}</loc></sitemap>" for part in parts)
            return 200, "application/xml", f"<sitemapindex>{listed}</sitemapindex>"
        if name in parts:
            listed = "".join(f"<url><loc>{link}</loc></url>" for link in parts[name])
            return 200, "application/xml", f"<urlset>{listed}</urlset>"
        if name == "":
            return self.frame(f"<ol>{self.rows(self.news[:10], self.link)}</ol>", "Xã Bến Mẫu", "")
        if name in self.PLAIN:
            text = "".join(f"<p>{escape(one)}</p>" for one in self.news[3].paragraphs)
            return self.frame(f"<h1>Trang {name}</h1>{text}", f"Trang {name}", "")
        first, _slash, last = name.partition("/")
        index = next((at for at, (section, _name) in enumerate(SECTIONS) if section == last), None)
        if first == "category" and index is not None:
            title = f"Category: {SECTIONS[index][1]}"
            return self.frame(f"<h1>{title}</h1>{self.rows(self.build.of(index)[:10], self.link)}", title, "")
        one = self.by_slug.get(last)
        if one is None:
            return MISSING
        section, title = SECTIONS[one.section]
        terms = f"<p>Xem thêm: <a href='/category/{section}/' rel=tag>{title}</a></p>"
        return self.frame(self.story(one, self.link(one)) + terms, one.title, "")


def parted(news: list[News]) -> Build:
    """A blog whose sections and unchanging pages have addresses like its articles."""
    site = _Parted(news)
    site.build.answer = site.answer
    site.build.is_trap = lambda path: path.startswith("/category/")
    return site.build
