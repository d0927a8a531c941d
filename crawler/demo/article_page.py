"""The page of one article inside the sample portal's frame; `render_article_page` takes words of a test's own."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from crawler.demo.addresses import attribute
from crawler.demo.articles import Head
from crawler.demo.frame import Moment, portlet, render_frame
from crawler.demo.markup import JUSTIFY, paragraph_html
from crawler.demo.words import stream

PORTLET = "101"
LATER = timedelta(days=45, hours=3, seconds=17)
"""How far the page clock of `render_article_page` is ahead of the time of publishing."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list of other articles."""

    title: str
    href: str
    day: str
    """`28/09/2021`."""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """What an article's page shows; the `_html` parts are finished markup."""

    title: str
    heading: str
    byline: str | None
    content_html: str
    """Lead, paragraphs and signature."""
    attachments: tuple[tuple[str, str], ...] = ()
    """(label, address)."""
    related: tuple[Row, ...] = ()
    others: tuple[Row, ...] = ()
    print_href: str = "?p_p_state=pop_up"


def byline_text(head: Head, views: int) -> str | None:
    """Return the line under the title; the two spaces before the second bar are the real portals' own."""
    day = f"{head.moment:%d/%m/%Y}"
    if head.byline == "none":
        return None
    if head.byline == "day":
        return f"Ngày đăng {day}  | Lượt xem: {views}"
    if head.byline == "midnight":
        return f"Ngày đăng {day} | 00:00  | Lượt xem: {views}"
    if head.byline == "english":
        return f"Publish date {day} | {head.moment:%H:%M}  | View count: {views}"
    return f"Ngày đăng {day} | {head.moment:%H:%M}" + ("" if head.byline == "no_counter" else f"  | Lượt xem: {views}")


def rows_html(title: str, rows: Sequence[Row], name: str) -> str:
    """Return a list of other articles with the date of each."""
    lines = "\n".join(
        f'<li><a href="{attribute(row.href)}" title="{escape(row.title)}">{escape(row.title, quote=False)}</a> '
        f'<span class="date">({row.day})</span></li>'
        for row in rows
    )
    return f'<div class="{name}">\n<h3>{title}</h3>\n<ul>\n{lines}\n</ul>\n</div>'


def _share_bar(view: ArticleView) -> str:
    return f"""<div class="share-bar">
<a class="print" href="{attribute(view.print_href)}" rel="nofollow">
<img alt="In trang" src="/html/icons/print.png" /> In trang</a>
<a href="mailto:?subject={attribute(view.title)}">Gửi email</a>
<a href="https://mang-xa-hoi.example/sharer?u=trang" target="_blank">Chia sẻ</a>
<a href="?p_p_id=101&amp;p_p_lifecycle=1&amp;_101_struts_action=%2Fratings%2Fvote&amp;_101_score=5">Bình chọn</a>
<span class="rating">Đánh giá: 5/5 (2 đánh giá)</span> <span class="zoom">100%</span></div>"""


def _attachments(view: ArticleView) -> str:
    if not view.attachments:
        return ""
    lines = "\n".join(
        f'<li><a href="{attribute(href)}">{escape(label, quote=False)}</a></li>' for label, href in view.attachments
    )
    return f'<div class="asset-attachments">\n<h3>Tệp đính kèm</h3>\n<ul>\n{lines}\n</ul>\n</div>'


def article_html(view: ArticleView) -> str:
    """Return the portlet that holds the article and the lists under it."""
    byline = f'<div class="asset-byline">{escape(view.byline, quote=False)}</div>' if view.byline else ""
    related = rows_html("Tin liên quan", view.related, "related-assets") if view.related else ""
    others = rows_html("Các tin khác", view.others, "other-assets") if view.others else ""
    content = f"""<div class="asset-full-content">
<h2 class="header-title">{escape(view.title, quote=False)}</h2>
{byline}
<div class="asset-content" id="_101_content">
<div class="journal-content-article">
{view.content_html}
</div>
</div>
{_attachments(view)}
{_share_bar(view)}
{related}
{others}
</div>"""
    return portlet(PORTLET, view.heading, content, state="portlet-asset-publisher")


def render_view(view: ArticleView, moment: Moment, *, prefix: str = "", charset: str | None = "UTF-8") -> str:
    """Return the whole page of an article."""
    return render_frame(article_html(view), title=view.title, moment=moment, prefix=prefix, charset=charset)


def render_article_page(
    *,
    title: str,
    published: datetime,
    views: int,
    section: str,
    paragraphs: Sequence[str],
    rng: random.Random | None = None,
) -> str:
    """Return a page of the sample portal, related lists and all, with the given article in it.

    Without `rng` the paragraphs stand as plain `<p>`; with it they get bold words, hard wraps and no-break spaces.
    """
    inner = [paragraph_html(text, rng) if rng else escape(text, quote=False) for text in paragraphs]
    rows = tuple(
        Row(
            f"Tin mẫu số {number} về hoạt động của quận",
            f"/tin-tuc/-/view_content/{number}-tin-mau-{number:05d}.html",
            day,
        )
        for number, day in ((1, "05/10/2021"), (2, "30/09/2021"), (3, "12/09/2021"))
    )
    view = ArticleView(
        title=title,
        heading=section,
        byline=f"Ngày đăng {published:%d/%m/%Y} | {published:%H:%M}  | Lượt xem: {views}",
        content_html="\n".join(f"<p{JUSTIFY}>{text}</p>" for text in inner),
        related=rows[:2],
        others=rows,
    )
    return render_view(view, Moment(published + LATER, stream(title).randrange(10_000)))
