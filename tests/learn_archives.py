"""Small blogs that lead to older articles in ways of their own: `Previous` alone, and the months of an archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import escape

from tests.learn_sites import MISSING, ROWS, Build, News, Page, html, paged

DAYS = 4
"""Between two articles."""


def spread(news: list[News]) -> list[News]:
    """Return the articles with days between them in place of hours: a blog of many months."""
    return [replace(one, moment=news[0].moment - timedelta(days=DAYS * at)) for at, one in enumerate(news)]


class _Blog:
    """A page for each month, `/2024/05/`, linked beside all pages; articles print a day alone."""

    def __init__(self, news: list[News], under: str, name: str) -> None:
        self.news = news
        self.links = {one.id: name.format(month=f"{under}/{one.moment:%Y/%m}", slug=f"{one.slug}-{one.id}")
                      for one in news}  # fmt: skip
        self.by_link = {link: one for one in news if (link := self.links[one.id])}
        self.months: dict[str, list[News]] = {}
        for one in news:
            self.months.setdefault(f"{under}/{one.moment:%Y/%m}/", []).append(one)

    def page(self, content: str, title: str) -> Page:
        months = "".join(
            f'<li><a href="{path}">Tháng {own[0].moment:%m/%Y}</a> ({len(own)})</li>'
            for path, own in self.months.items()
        )
        beside = f"<h2>Archive</h2><ul>{months}</ul><h2>Links</h2><ul><li><a href='http://b.vn/'>Blog</a></li></ul>"
        head = "<div id=heading><h1><a href='/'>Xã Bến Mẫu</a></h1></div>"
        return html(f"{head}<div id=content>{content}</div><div id=sidebar>{beside}</div>", title)

    def story(self, one: News, head: str) -> str:
        body = "".join(f"<p>{escape(text)}</p>" for text in one.paragraphs)
        return f"<div class=entry><h2>{head}</h2><div class=date>{one.moment:%Y-%m-%d}</div>{body}</div>"

    def listing(self, items: list[News], title: str, foot: str = "") -> Page:
        whole = (self.story(one, f'<a href="{self.links[one.id]}">{escape(one.title)}</a>') for one in items)
        return self.page("".join(whole) + foot, title)

    def home(self, path: str) -> Page | None:
        return self.listing(self.news[:ROWS], "Xã Bến Mẫu") if path == "/" else None

    def answer(self, path: str, *_: dict[str, str]) -> Page:
        if (home := self.home(path)) is not None:
            return home
        if path in self.months:
            return self.listing(self.months[path], f"Entries from {self.months[path][0].moment:%B %Y}")
        one = self.by_link.get(path)
        return self.page(self.story(one, escape(one.title)), one.title) if one else MISSING


class _Turned(_Blog):
    """`/index1.html` is the second page; `Previous` leads to older articles, and `Next` to newer ones."""

    def home(self, path: str) -> Page | None:
        number = path.removeprefix("/index").removesuffix(".html")
        at = int(number) if number.isdecimal() else 0
        shown, pages = paged(self.news, at + 1)
        if path not in ("/", "/index.html", f"/index{at}.html") or at >= pages:
            return None
        steps = [f'<a href="/index{at + 1}.html" rel=prev>« Previous</a>'] if at + 1 < pages else []
        steps += [f'<a href="/index{at - 1 or ""}.html" rel=next>Next »</a>'] if at else []
        return self.listing(shown, "Xã Bến Mẫu", "".join(f"<div>{step}</div>" for step in steps))


def turned(news: list[News]) -> Build:
    """A blog whose pages are counted from nought and whose `Previous` are older; its months hold nothing more."""
    site = _Turned(news, "", "{month}/{slug}/")
    return Build(news, site.answer, lambda path: path in site.months)


def monthly(news: list[News], under: str, name: str) -> Build:
    """A blog whose home page has the newest articles, and whose months have all."""
    return Build(news, _Blog(news, under, name).answer)
