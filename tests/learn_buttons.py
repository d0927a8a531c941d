"""A small portal of buttons: lists go on as JSON, bylines show a weekday and a day alone, as the clock of each page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape

from tests.learn_sites import DAYS, MISSING, SECTIONS, Build, News, Page, html, paged, rows_of


def link_of(one: News) -> str:
    return f"/{SECTIONS[one.section][0]}/{one.slug}-{one.id}.html"


@dataclass(frozen=True)
class _Buttons:
    """`/<section>/<slug>-4001.html`; `/nap?muc=1&page=2` for more rows; `?ngonngu=en` copies; `/` sends on."""

    build: Build

    def frame(self, content: str, title: str) -> Page:
        menu = "".join(f'<li><a href="/{path}">{name}</a></li>' for path, name in SECTIONS)
        return html(
            f'<div class="top"><span>Thứ ba, 14/05/2024</span> <a href="?ngonngu=en">English version</a></div>'
            f'<ul class="menu"><li><a href="/trang-chu">Trang chủ</a></li>{menu}</ul><div id="main">{content}</div>',
            title,
        )

    def rows(self, section: int, number: int) -> tuple[str, bool]:
        items, pages = paged(self.build.of(section), number)
        return rows_of(items, link_of), number < pages

    def listing(self, section: int) -> Page:
        rows, goes_on = self.rows(section, 1)
        button = f'<button class="btn" data-url="/nap?muc={section}&amp;page=2">Xem thêm</button>' if goes_on else ""
        name = SECTIONS[section][1]
        return self.frame(f"<h1>{name}</h1><div>{rows}</div>{button}", name)

    def more(self, query: dict[str, str]) -> Page:
        rows, goes_on = self.rows(int(query["muc"]), int(query["page"]))
        return 200, "application/json; charset=utf-8", json.dumps({"html": rows, "hasMore": goes_on})

    def article(self, one: News) -> Page:
        day = f"{DAYS[one.moment.weekday()]}, {one.moment:%d/%m/%Y}"
        body = "".join(f"<p>{escape(text)}</p>" for text in one.paragraphs)
        return self.frame(f'<h1>{escape(one.title)}</h1><div class="ngay">{day}</div><div>{body}</div>', one.title)

    def answer(self, path: str, query: dict[str, str], _: dict[str, str]) -> Page:
        if path == "/":
            return html("", "", '<meta http-equiv="refresh" content="0; url=/trang-chu">')
        if path == "/trang-chu":
            return self.frame(rows_of(self.build.news[:8], link_of), "Xã Bến Mẫu")
        if path == "/nap":
            return self.more(query)
        names = [f"/{name}" for name, _ in SECTIONS]
        if path in names:
            return self.listing(names.index(path))
        return next((self.article(one) for one in self.build.news if link_of(one) == path), MISSING)


def buttons(news: list[News]) -> Build:
    build = Build(news)
    build.answer = _Buttons(build).answer
    build.is_trap = lambda path: "ngonngu=" in path
    return build
