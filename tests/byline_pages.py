"""Pages as portals of any family print them, made by chance from a seed, each with what a person reads in it.

`make_case(seed)` draws a byline (`byline_words`: labels, order, separators, numerals, weekday, zone, half of the day,
spelling), a place for it, a page around it, and traps: a page clock, a visitor block, other news with newer dates,
comments, a licence date in the footer, dates in title, lead and body, counters of downloads and likes.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from crawler.extract.printed.dates import VIETNAM
from tests.byline_words import BARS, EVENTS, Draw, pieces, sentence, spelled

FETCHED = datetime(2026, 11, 23, 9, 39, 18, tzinfo=VIETNAM)


@dataclass(frozen=True, slots=True)
class Case:
    """One page and what a person reads in it."""

    html: str
    published: str | None
    views: int | None
    title: str
    note: str


def one_block(rng: random.Random, parts: list[str]) -> str:
    tag = rng.choice(("div", "p", "span", "div class='date'", "p class='meta'", "h4", "em", "div class='x1'"))
    return f"<div><{tag}>{escape(rng.choice(BARS).join(parts), quote=False)}</{tag.split()[0]}></div>"


def spans(rng: random.Random, parts: list[str]) -> str:
    icons = (
        "",
        "<i class='fa fa-clock-o'></i> ",
        "<em class='fa fa-user'></em>",
        "<img src='/images/icon.gif' alt=''>",
    )
    join = rng.choice(("\n", " ", "&nbsp;", " | "))
    inner = join.join(f"<span>{rng.choice(icons)}{escape(part, quote=False)}</span>" for part in parts)
    return f"<div class='info'>{inner}</div>"


def divs(rng: random.Random, parts: list[str]) -> str:
    tag = rng.choice(("div", "p", "li", "dd"))
    inner = "\n".join(f"<{tag}><i class='icon'></i>{escape(part, quote=False)}</{tag}>" for part in parts)
    return f"<{'ul' if tag == 'li' else 'div'} class='meta-info'>{inner}</{'ul' if tag == 'li' else 'div'}>"


def cells(rng: random.Random, parts: list[str]) -> str:
    inner = "".join(f"<td>{escape(part, quote=False)}</td>" for part in parts)
    rows = "".join(f"<tr><td>{escape(part, quote=False)}</td></tr>" for part in parts)
    return f"<table>{rng.choice((f'<tr>{inner}</tr>', rows))}</table>"


def apart(rng: random.Random, parts: list[str]) -> str:
    """Return label and value in elements of their own."""
    tag = rng.choice(("div", "span", "td"))
    halves = []
    for part in parts:
        label, colon, value = part.partition(": ")
        halves += [label + colon.strip(), value] if colon else [part]
    inner = "".join(f"<{tag}>{escape(half, quote=False)}</{tag}>" for half in halves)
    return f"<table><tr>{inner}</tr></table>" if tag == "td" else f"<div>{inner}</div>"


def broken(rng: random.Random, parts: list[str]) -> str:
    return f"<p>{'<br>'.join(escape(part, quote=False) for part in parts)}</p>" if rng.random() < 2 else ""


FORMS: tuple[Callable[[random.Random, list[str]], str], ...] = (one_block, one_block, spans, divs, cells, apart, broken)


def rows_of(rng: random.Random, heading: str) -> str:
    """Return a list of other news, newer than the article."""
    name = rng.choice(("related", "other-news", "list1", "tin-lien-quan", "box"))
    lines = "".join(
        f"<li><a href='/tin/khac-{n}.html'>{sentence(rng, 9)}</a> <span>({1 + n:02d}/11/2026)</span></li>"
        for n in range(rng.randint(2, 5))
    )
    return f"<div class='{name}'><h3>{heading}</h3><ul>{lines}</ul></div>"


def frame(rng: random.Random, title: str, article: str, after: str) -> str:
    """Return the page around an article: menu, page clock, visitors, side lists, footer with a licence date."""
    clock = rng.choice(
        (
            "Thứ hai, 23/11/2026 09:39", "Thứ hai, ngày 23 tháng 11 năm 2026", "Hôm nay: 23/11/2026",
            "23/11/2026 09:39:18",
            "Thứ Hai, 23/11/2026", "", "Thứ 2 - 23/11/2026",
        )
    )  # fmt: skip
    site = "Cổng thông tin điện tử phường Mẫu"
    menu = "".join(
        f"<li><a href='/muc-{n}'>{name}</a></li>" for n, name in enumerate(("Giới thiệu", "Tin tức", "Văn bản"))
    )
    visitors = (
        "<div class='box2'><h3>Thống kê truy cập</h3><p>Đang online: 98</p><p>Hôm nay: 1.481</p>"
        "<p>Lượt truy cập: 6070214</p><p>Tổng số lượt xem: 9480270</p></div>"
    )
    head = rng.choice((title, f"{title} - {site}", site, f"{site} | {title}"))
    og = f'<meta property="og:title" content="{escape(title)}">' if head == site or rng.random() < 0.3 else ""
    side = rows_of(rng, "Tin mới") if rng.random() < 0.5 else ""
    where = rng.choice(("<div class='top'>{}</div>", "<div>{}</div>", "<table><tr><td>{}</td></tr></table>"))
    banner = f"<div class='header'><a href='/'>{site}</a></div><ul class='menu'>{menu}</ul>{where.format(clock)}"
    main = f"<div class='row'><div class='main'>{article}</div>{after}<div class='side'>{side}{visitors}</div></div>"
    licence = "Giấy phép số 12/GP-TTĐT ngày 15/01/2016. Điện thoại: 024.3872.4033"
    return (
        f"<html><head><meta charset='utf-8'><title>{escape(head)}</title>{og}</head><body>{banner}{main}"
        f"<div class='footer'>{site}. {licence}</div></body></html>"
    )


def body(rng: random.Random) -> str:
    """Return paragraphs with dates of events in them."""
    texts = [sentence(rng, rng.randint(25, 60)) for _ in range(rng.randint(3, 7))]
    for _ in range(rng.randint(0, 3)):
        at = rng.randrange(len(texts))
        texts[at] = (
            f"{rng.choice(('Sáng', 'Chiều', 'Trong', 'Theo kế hoạch,'))} {rng.choice(EVENTS)}, {texts[at].lower()}"
        )
    tag = rng.choice(("p", "div", "p style='text-align:justify'"))
    return "".join(f"<{tag}>{text}</{tag.split()[0]}>" for text in texts)


def make_title(rng: random.Random) -> str:
    title = sentence(rng, rng.randint(6, 16)).rstrip(".")
    if rng.random() < 0.2:
        title += rng.choice(
            (" ngày 28/9/2021", " (18/11/1930 - 18/11/2020)", " năm 2027", " (17/8/2024)", " tuần 12/2025")
        )
    return title.upper() if rng.random() < 0.15 else title


def make_draw(rng: random.Random) -> Draw:
    time = datetime(2009, 1, 1, 7, 0, tzinfo=VIETNAM) + timedelta(minutes=rng.randrange(60 * 24 * 6400))
    roll = rng.random()
    if roll < 0.1:
        time = time.replace(hour=0, minute=0)
    elif roll < 0.2:
        time = time.replace(second=rng.randint(1, 59))
    views = rng.choice((None, rng.randrange(10), rng.randrange(1000), rng.randrange(100_000), rng.randrange(99) * 100))
    updated = time + timedelta(days=rng.randint(0, 400)) if rng.random() < 0.2 else None
    return Draw(rng, time, views, updated, has_time=rng.random() < 0.75)


def make_case(seed: int) -> Case:
    """Return the page of a seed."""
    rng = random.Random(seed)
    draw, title = make_draw(rng), make_title(rng)
    form = rng.choice(FORMS)
    byline = form(rng, [spelled(rng, part) for part in pieces(draw)])
    heading = rng.choice(("h1", "h2", "h3", "h1 class='title'", "div class='tieu-de'", "h2 class='header-title'"))
    shown = f"<{heading}>{escape(title)}</{heading.split()[0]}>"
    crumbs = "<div class='breadcrumb'><a href='/'>Trang chủ</a> <a href='/tin'>Tin tức</a></div>"
    section = rng.choice(("", "<h2 class='portlet-title'>Tin tức - Sự kiện</h2>", crumbs))
    lead = f"<p><b>{sentence(rng, 30)}</b></p>" if rng.random() < 0.4 else ""
    place = rng.choices(("under", "above", "lead", "tail"), (70, 8, 7, 15))[0]
    parts = {
        "under": shown + byline + lead + body(rng),
        "above": byline + shown + lead + body(rng),
        "lead": shown + (lead or f"<p><b>{sentence(rng, 30)}</b></p>") + byline + body(rng),
        "tail": shown + lead + body(rng) + byline,
    }
    after = rng.choice(
        ("", rows_of(rng, "Tin liên quan"), rows_of(rng, "Các tin khác"), rows_of(rng, "Tin cùng chuyên mục"))
    )
    if rng.random() < 0.3:
        after += (
            "<div class='cmt'><h3>Ý kiến bạn đọc</h3><div>Nguyễn A - 20/11/2026 10:20</div><div>Bài hay</div></div>"
        )
    wrap = rng.choice(
        ("<div class='article'>{}</div>", "{}", "<table><tr><td>{}</td></tr></table>", "<article>{}</article>")
    )
    html = frame(rng, title, section + wrap.format(parts[place]), after)
    return Case(html, draw.published, draw.views, title, f"{place} {form.__name__}: {byline}")
