"""Times for machines in the body of a page: the article's own, and those of everything else that a portal shows."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.items import Page
from crawler.portals import Portal
from tests.page_captures import page_capture

TITLE = "Hội nghị tổng kết công tác dân vận và triển khai nhiệm vụ trọng tâm"
TEXT = "<p>Các đại biểu thảo luận, thống nhất nhiều giải pháp nâng cao chất lượng phục vụ người dân.</p>" * 6
OTHER = '<a href="/tin/dai-hoi.html">Đại hội Đoàn xã nhiệm kỳ mới</a>'
TIME = '<time datetime="2025-11-10T08:15:00+07:00">10/11/2025</time>'
NAMED = '<time class="entry-date published" datetime="2025-11-10T08:15:00+07:00">10 Th11</time>'
ABBR = '<abbr class="published" title="2025-11-10T08:15:00+07:00">10/11</abbr>'
LABELLED = "<div>Ngày đăng: 12/03/2024 08:15</div>"
LABELLED_TIME = "2024-03-12T08:15:00+07:00"


def page(
    under: str = "", *, head: str = "", top: str = "", text: str = TEXT, below: str = "", side: str = "", foot: str = ""
) -> Page:
    """Return what is read in a page of a portal: head, article, side bar that no class names, foot."""
    html = (
        f"<html><head><title>{TITLE} - UBND xã</title>{head}</head><body><div class='top'>{top}</div>"
        f"<div class='main'><div class='left'><div class='post'><h1>{TITLE}</h1>{under}<div>{text}</div>{below}</div>"
        f"</div><div class='right'><h3>Tin mới</h3>{side}</div></div>"
        f"<div class='footer'>UBND xã {foot}</div></body></html>"
    )
    capture = page_capture("https://mau.example/tin/hoi-nghi.html", html, "2025-11-20T03:00:00Z")
    return extract(capture, Portal(id="mau", name="Mẫu", level="other", url="https://mau.example/"))


def published(under: str = "", **parts: str) -> str | None:
    """Return the time of publication that is read in `page`."""
    article = page(under, **parts).article
    assert article is not None
    return article.published_at


BOXED = f'<div class="wp-block-post-date">{TIME}</div>'
OTHERS: dict[str, dict[str, str]] = {
    "the one entry of a side bar, its box named": {"side": f"<ul><li>{OTHER} {BOXED}</li></ul>"},
    "the box of a change": {"below": f'<div class="post-date modified-date">{TIME.replace("10/11/2025", "nay")}</div>'},
    "a box named for the date that holds more": {"below": f'<div class="post-date"><p>Xem thêm</p>{TIME}</div>'},
    "an aside": {"side": f"<aside>{TIME}</aside>"},
    "the one entry of a side bar": {"side": f"<ul><li>{OTHER} {TIME}</li></ul>"},
    "the same, named": {"side": f"<ul><li>{OTHER} {NAMED}</li></ul>"},
    "the same, before HTML 5": {"side": f"<ul><li>{OTHER} {ABBR}</li></ul>"},
    "a time alone in a side bar": {"side": TIME},
    "an event": {"side": '<div class="event"><time datetime="2024-04-15">15/04</time> Lễ hội đền làng</div>'},
    "an event with its year": {"side": '<div><time datetime="2024-04-15">15/04/2024</time> - Lễ hội</div>'},
    "other news below the text": {"below": f'<div class="other-news">{OTHER}{TIME}</div>'},
    "a box below the text": {"below": f"<div><div>{OTHER}{TIME}</div></div>"},
    "an article below the text": {"below": f"<article><h4>Đại hội</h4>{NAMED}</article>"},
    "a page's clock": {"top": '<time datetime="2025-11-18T10:00:00+07:00">Thứ Ba, 18/11/2025</time>'},
    "the foot": {"foot": '<time datetime="2015-01-15">15/01/2015</time>'},
    "a sentence": {"text": f"<p>Hội nghị diễn ra ngày {TIME}.</p>{TEXT}"},
    "the end of the text": {"text": f"{TEXT}<p>Hội nghị diễn ra ngày {TIME}.</p>"},
    "microdata of another": {
        "side": f'<div itemscope><b itemprop="headline">{OTHER}</b><meta itemprop="datePublished" content="2025-11-10">'
        "</div>"
    },
}


@pytest.mark.parametrize("parts", OTHERS.values(), ids=OTHERS.keys())
def test_times_of_other_things_are_neither_a_publication_nor_a_doubt(parts: dict[str, str]) -> None:
    assert published(**parts) is None
    assert published(LABELLED, **parts) == LABELLED_TIME


MACHINE = "2024-03-12T08:15:00+07:00"


@pytest.mark.parametrize("words", ["12 Th3", "12/03", "2 ngày trước", "hai năm trước", ""])
@pytest.mark.parametrize(
    "line",
    [
        "<p>{}</p>",
        "<div>{} | <a href='/tac-gia/1'>Nguyễn Minh Đức</a></div>",
        "<div>Ngày đăng: {}</div>",
        "{}",
    ],
)
def test_a_time_beside_the_title_is_the_articles(line: str, words: str) -> None:
    time = f'<time datetime="{MACHINE}">{words}</time>'
    if words or "|" not in line:
        assert published(line.format(time)) == MACHINE


def test_a_time_that_is_named_may_stand_at_the_end_of_its_article() -> None:
    named = f'<div><time class="entry-date published" datetime="{MACHINE}">12 Th3</time></div>'
    assert published(below=named) == MACHINE
    assert published(below=f'<div><time datetime="{MACHINE}">12 Th3</time></div>') is None


@pytest.mark.parametrize("link", ["#comment-7", "/tin/hoi-nghi.html#comment-7", "/tin/dai-hoi.html"])
def test_links_to_places_in_the_page_itself_do_not_make_it_a_list(link: str) -> None:
    named = f'<div class="post-date"><time datetime="{MACHINE}">12/03/2024</time></div>'
    answer = f'<ol><li class="comment">An: <a href="{link}">12 tháng 3 năm 2024 lúc 9 giờ 30</a> Rất hay.</li></ol>'
    assert (published(below=f"<div>{named}{answer}</div>") == MACHINE) is ("hoi-nghi" in link or link[0] == "#")


@pytest.mark.parametrize(
    "data",
    [
        f'<meta itemprop="datePublished" content="{MACHINE}">',
        f'<div itemscope><meta itemprop="datePublished" content="{MACHINE}"></div>',
        f'<div itemscope><meta itemprop="headline" content="{TITLE}"><meta itemprop="datePublished" content="{MACHINE}"'
        "></div>",
        f'<span itemprop="datePublished" content="{MACHINE}">12/3</span>',
    ],
)
def test_microdata_of_the_article(data: str) -> None:
    assert published(data) == MACHINE


def json_ld(headline: str) -> str:
    return f'{{"@type": "NewsArticle", {headline} "datePublished": "{MACHINE}"}}'


@pytest.mark.parametrize(
    ("node", "is_own"),
    [
        (json_ld(f'"headline": "{TITLE}",'), True),
        (json_ld('"headline": "Hội nghị tổng kết công tác dân vận, triển khai nhiệm vụ",'), True),
        (json_ld(f'"headline": "{TITLE[:40]}",'), True),
        (json_ld(""), True),
        (json_ld('"headline": "Đại hội Đoàn xã nhiệm kỳ mới",'), False),
        (f'{{"@type": "ItemList", "itemListElement": [{{"item": {json_ld("")}}}]}}', False),
    ],
)
def test_an_article_of_another_name_or_of_a_list_is_not_the_pages(node: str, is_own: bool) -> None:
    assert published(head=f'<script type="application/ld+json">{node}</script>') == (MACHINE if is_own else None)


STAMP = f"<div><p>Posted</p>{BOXED}<p>in</p><div><a href='/tin'>Tin tức</a></div></div>"


def test_a_box_that_holds_a_time_alone_gives_it_its_name() -> None:
    assert published(below=f"<div>{BOXED}<p>Ban Biên tập</p></div>") == "2025-11-10T08:15:00+07:00"


@pytest.mark.parametrize(
    ("below", "kept"),
    [
        (f"<div>{STAMP}<div><p>by</p><p>Ban Biên tập</p></div></div>", ""),
        (f"<div>{STAMP}<p>Ban tổ chức đã nhận được hồ sơ.</p></div>", "Ban tổ chức đã nhận được hồ sơ."),
        (f"<p>Kèm theo kế hoạch</p>{STAMP}", "Kèm theo kế hoạch"),
    ],
)
def test_the_box_around_a_time_below_the_text_is_no_text_unless_it_holds_sentences(below: str, kept: str) -> None:
    article = page(below=below).article
    assert article is not None
    assert article.text is not None
    end = article.text.rsplit("người dân.", 1)[1]
    assert kept in end
    assert ("Posted" in end) == ("hồ sơ" in kept)


OWN = "https://mau.example/tin/hoi-nghi.html"


@pytest.mark.parametrize(
    ("address", "more", "is_text"),
    [
        (OWN, "<div>Author</div><div>Ban Biên tập</div>", False),
        ("https://mau.example/tin/khac.html", "<div>Ban Biên tập</div>", True),
        (OWN, "<p>Mời bạn đọc xem thêm ảnh ở đó.</p>", True),
    ],
)
def test_a_box_below_the_text_that_prints_the_pages_own_address_says_how_to_cite_it(
    address: str, more: str, is_text: bool
) -> None:
    article = page(below=f"<div><div><div>{TITLE}</div><div>{address}</div></div><div>{more}</div></div>").article
    assert article is not None
    assert (address in (article.text or "")) == is_text
