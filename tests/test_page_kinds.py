"""What a page is, and what its title is, on portals of which only the host is known."""

from __future__ import annotations

import pytest

from crawler.address_rules import AddressRule
from crawler.extract import extract
from crawler.items import Page
from tests.test_byline_variants import TEXT, TITLE, read
from tests.test_extract_pages import capture_of, generic_portal

SITE = "Cổng thông tin điện tử phường Mẫu"
BYLINE = "<div>Ngày đăng 28/09/2021 | 14:44 | Lượt xem: 12</div>"
TIME = "2021-09-28T14:44:00+07:00"
OG = '<meta property="og:type" content="article">'
MENU = (
    "<ul class='menu'><li><a href='/'>Trang chủ</a></li><li><a href='/gioi-thieu'>Giới thiệu</a></li>"
    "<li><a href='/tin-tuc'>Tin tức - Sự kiện</a></li><li><a href='/do-thi'>Quản lý đô thị</a></li></ul>"
)


def teasers(count: int, *, dated: bool = True) -> str:
    """Return rows of a list: a linked title, a date, a snippet of running text."""
    snippet = (
        "<p>Sáng nay, phường tổ chức hội nghị về công tác dân vận với sự tham gia của đông đảo đại biểu nhân dân.</p>"
    )
    rows = (
        f"<div class='item'><h3><a href='/tin/bai-{n}.html'>Phường Mẫu tổ chức hội nghị lần thứ {n} về dân vận</a></h3>"
        + (f"<span>{n:02d}/09/2021</span>" if dated else "")
        + f"{snippet}</div>"
        for n in range(1, count + 1)
    )
    return "".join(rows)


def page(main: str, path: str = "/tin/mau.html", *, title: str = TITLE, head: str = "", top: str = MENU) -> Page:
    """Return what is read in a page with a menu and a footer around `main`."""
    footer = f"<div class='footer'>{SITE}. Giấy phép ngày 15/01/2016</div>"
    html = (
        f"<html><head><title>{title}</title>{head}</head><body>{top}<div id='main'>{main}</div>{footer}</body></html>"
    )
    return read(html, "https://mau.example" + path)


RELATED = "<h3>Tin khác</h3><ul>" + "".join(
    f"<li><a href='/tin/khac-{n}.html'>Một tin khác của phường về công tác số {n}</a> (0{n}/10/2021)</li>"
    for n in range(1, 8)
)


def test_an_article_is_one_whatever_follows_it() -> None:
    found = page(f"<h1>{TITLE}</h1>{BYLINE}{TEXT}{RELATED}</ul>")
    assert (found.kind, found.article.published_at if found.article else None) == ("article", TIME)
    short = page(f"<h1>{TITLE}</h1>{BYLINE}<p>Đại biểu thảo luận, thống nhất nhiều giải pháp và phân công nhiệm vụ.</p>"
                 "<p>Hội nghị kết thúc.</p>" + RELATED)  # fmt: skip
    assert short.kind == "article"


LISTS = {
    "dated": (f"<h2>Tin tức - Sự kiện</h2>{teasers(10)}", "Tin tức - Sự kiện - " + SITE, OG),
    "undated": (f"<h2>Tin tức - Sự kiện</h2>{teasers(10, dated=False)}", SITE, OG),
    "calls itself an article": (f"<h1>Tin tức - Sự kiện</h1>{teasers(6)}", "Tin tức - Sự kiện", OG),
    "a line about it": (
        f"<h1>Tin tức - Sự kiện</h1><p>Chuyên mục đăng tin, bài về hoạt động của các cơ quan trong phường"
        f" và đời sống nhân dân.</p>{teasers(6)}",
        "Tin tức - Sự kiện",
        "",
    ),
    "its first row right under its name": (f"<h1>Tin tức - Sự kiện</h1>{teasers(6)}<div>Trang 1/3</div>", SITE, ""),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_no_article(name: str) -> None:
    main, title, head = LISTS[name]
    found = page(main, "/tin-tuc", title=title, head=head)
    assert (found.kind, found.article) == ("listing", None)
    assert found.listing is not None
    assert found.listing.section == "Tin tức - Sự kiện"
    assert len(found.listing.items) in (6, 10)
    assert found.listing.items[0].url == "https://mau.example/tin/bai-1.html"


@pytest.mark.parametrize(
    "path", ["/", "/index.php", "/Default.aspx", "/web/guest/trang-chu", "/vi/", "/trangchu.htm", "/?lang=vi"]
)
def test_a_home_page_is_one_though_it_calls_itself_an_article(path: str) -> None:
    main = "".join(f"<h2>{name}</h2>{teasers(5)}" for name in ("Tin tức", "Thông báo", "Văn bản"))
    found = page(main, path, title=SITE, head=OG)
    assert (found.kind, found.article) == ("home", None)


@pytest.mark.parametrize("title", ["Giới thiệu chung - " + SITE, SITE])
def test_a_page_of_text_without_a_date_is_kept_as_an_article_and_says_that_the_date_is_missing(title: str) -> None:
    found = page(f"<h1>Giới thiệu chung</h1>{TEXT}{TEXT}", "/gioi-thieu-chung", title=title)
    assert found.article is not None
    assert (found.article.title, found.article.published_at) == ("Giới thiệu chung", None)
    assert "date_missing" in [problem.code for problem in found.problems]


def test_an_undated_page_that_asks_not_to_be_listed_is_no_article_though_a_rule_takes_it_for_one() -> None:
    portal = generic_portal("https://mau.example/").model_copy(
        update={"addresses": (AddressRule(kind="article", match="^/tin/"),)}
    )
    robots = '<meta name="robots" content="noindex,nofollow">'
    html = f"<html><head><title>{TITLE}</title>%s</head><body><h1>{TITLE}</h1>%s{TEXT}</body></html>"
    kinds = [
        extract(capture_of((html % (head, line)).encode(), "https://mau.example/tin/a"), portal).kind
        for head, line in (("", ""), (robots, BYLINE), (robots, ""))
    ]
    assert kinds == ["article", "article", "other"]


OTHERS = {
    "search results": (f"<h1>Kết quả tìm kiếm</h1>{teasers(6)}", "/tim-kiem?q=dan+van", "Tìm kiếm"),
    "search form": ("<h1>Tìm kiếm</h1><form><input></form>", "/tim-kiem", "Tìm kiếm"),
    "contact": ("<h1>Liên hệ</h1><form>Họ tên <input></form><p>Địa chỉ: số 1, đường Mẫu</p>", "/lien-he", "Liên hệ"),
    "login": ("<h1>Đăng nhập</h1><form>Tên <input></form>", "/dang-nhap", "Đăng nhập"),
    "nothing": ("", "/trong", ""),
}


@pytest.mark.parametrize("name", OTHERS)
def test_forms_and_results_of_a_search_are_neither(name: str) -> None:
    main, path, title = OTHERS[name]
    found = page(main, path, title=title)
    assert (found.kind, found.article, found.listing) == ("other", None, None)


COPIES = {
    "/vi/news/savefile/tin-tuc/hoi-nghi-12.html": "/vi/news/tin-tuc/hoi-nghi-12.html",
    "/index.php/savefile/thong-bao/de-an-105.html": "/index.php/thong-bao/de-an-105.html",
    "/vi/news/print/tin-tuc/hoi-nghi-12.html": "/vi/news/tin-tuc/hoi-nghi-12.html",
    "/tin/a.html?tmpl=component&print=1": "/tin/a.html",
    "/hoi-nghi/print/": "/hoi-nghi",
    "/tin?p_p_id=101&p_p_state=pop_up&_101_urlTitle=a": "/tin?_101_urlTitle=a&p_p_id=101",
    "/amp/tin/hoi-nghi-12.html": "/tin/hoi-nghi-12.html",
    "/hoi-nghi/amp/": "/hoi-nghi",
    "/tin/a.html?amp=1": "/tin/a.html",
    "/in-bai-viet/8074": None,
    "/inbaiviet.aspx?id=8074": None,
    "/bm/print/8074": None,
    "/print/3004495.html": None,
    "/Portal/PrintItem.aspx?ContentID=135634": None,
}


@pytest.mark.parametrize(("path", "original"), COPIES.items())
def test_a_copy_points_to_its_original_where_it_says_which(path: str, original: str | None) -> None:
    found = page(f"<h1>{TITLE}</h1>{BYLINE}{TEXT}", path)
    assert (found.kind, found.article) == ("copy", None)
    assert found.original == (original and "https://mau.example" + original)
    assert original is None or found.original in [link.url for link in found.links]
    assert found.url != found.original


@pytest.mark.parametrize(
    "path", ["/tin/in-an-pham-123.html", "/tin/in-to-roi-12.html", "/blueprint/bai-12.html", "/ampe-ke/bai-12.html"]
)
def test_words_that_only_begin_or_end_like_a_copys_are_none(path: str) -> None:
    assert page(f"<h1>{TITLE}</h1>{BYLINE}{TEXT}", path).kind == "article"


def test_a_copy_names_its_original_in_its_head_or_by_a_link_under_the_same_number() -> None:
    head = '<link rel="canonical" href="/tin/hoi-nghi-3004495.html">'
    assert page(TEXT, "/print/3004495.html", head=head).original == "https://mau.example/tin/hoi-nghi-3004495.html"
    back = "<a href='/tin/hoi-nghi/135634'>Xem trên trang</a>"
    linked = page(TEXT + back, "/Portal/PrintItem.aspx?ContentID=135634")
    assert linked.original == "https://mau.example/tin/hoi-nghi/135634"


TITLES = {
    "a portlet's name before it": (f"<h2 class='portlet-title'>quản lý đô thị</h2><h3>{TITLE}</h3>{BYLINE}", SITE),
    "a heading that nothing marks before it": (f"<h2>CÔNG TÁC ĐẢNG</h2><div>{TITLE}</div>{BYLINE}", SITE),
    "the section in <title>": (f"<h2>Quản lý đô thị</h2><h3>{TITLE}</h3>{BYLINE}", f"Quản lý đô thị - {SITE}"),
    "a table cell": (f"<table><tr><td>{TITLE}</td></tr><tr><td>{BYLINE}</td></tr></table>", SITE),
    "a link to itself": (f"<h1><a href='/tin/mau.html'>{TITLE}</a></h1>{BYLINE}", SITE),
    "a breadcrumb after it": (f"<h1>{TITLE}</h1><div class='breadcrumb'><a href='/t'>Tin</a></div>{BYLINE}", SITE),
    "a breadcrumb that repeats it": (f"<div class='crumbs'>Trang chủ / {TITLE}</div><h1>{TITLE}</h1>{BYLINE}", TITLE),
    "a name cut short": (f"<h1>{TITLE}</h1>{BYLINE}", TITLE[:40] + "..."),
    "a bold paragraph": (f"<p><b>{TITLE}</b></p>{BYLINE}", SITE),
    "a date in the same element": (f"<h1>{TITLE} <span>28/09/2021 14:44</span></h1>", TITLE),
    "a time in brackets": (f"<h1>{TITLE} (14:44 28/09/2021)</h1>", SITE),
    "its day above it, under the section's name": (
        f"<h2>Quản lý đô thị</h2><div>28/09/2021 14:44</div><p><b>{TITLE}</b></p>",
        SITE,
    ),
    "its day above it, under the portal's name": (f"<h1>{SITE}</h1><div>28/09/2021 14:44</div><h2>{TITLE}</h2>", SITE),
}


@pytest.mark.parametrize("name", TITLES)
def test_the_title_is_found_beside(name: str) -> None:
    main, title = TITLES[name]
    article = page(main + TEXT, title=title).article
    assert article is not None
    assert (article.title, article.published_at) == (TITLE, TIME)


@pytest.mark.parametrize("banner", [f"<h1><a href='/'>{SITE}</a></h1>", f"<h1>{SITE}</h1>", "<h1>Quận Mẫu</h1>"])
def test_the_portals_own_name_is_no_title(banner: str) -> None:
    name = banner.replace("<h1>", "").replace("</h1>", "").replace("<a href='/'>", "").replace("</a>", "")
    found = page(f"<h2>{TITLE}</h2>{BYLINE}{TEXT}", title=name, top=banner + MENU)
    assert (found.title, found.kind) == (TITLE, "article")


def test_a_title_in_capitals_stays_so_and_one_only_in_open_graph_is_found_on_the_page() -> None:
    assert page(f"<h1>{TITLE.upper()}</h1>{BYLINE}{TEXT}").title == TITLE.upper()
    head = f'<meta property="og:title" content="{TITLE}">'
    assert page(f"<div class='x'>{TITLE}</div>{TEXT}{TEXT}", title=SITE, head=head).title == TITLE


def test_a_time_that_is_the_titles_subject_stays_in_it() -> None:
    subject = f"{TITLE} (8h00 ngày 12/3/2022)"
    article = page(f"<h1>{subject}</h1>{BYLINE}{TEXT}", title=SITE).article
    assert article is not None
    assert (article.title, article.published_at) == (subject, TIME)


SIGNED = {
    "<p>Tác giả: Nguyễn Văn An</p>": ("Nguyễn Văn An", None),
    "<p><i>Tin, ảnh: Thanh Hà</i></p>": ("Thanh Hà", None),
    "<p>Bài và ảnh: Thanh Hà - Thu Trang</p>": ("Thanh Hà - Thu Trang", None),
    "<p>(Nguồn: Cổng TTĐT Chính phủ)</p>": (None, "Cổng TTĐT Chính phủ"),
    "<p>Theo TTXVN</p>": (None, "TTXVN"),
    "<p style='text-align:right'><b>Thúy Hoa</b></p>": ("Thúy Hoa", None),
    "<p align='right'>BBT</p>": ("BBT", None),
    "<p>Tác giả: quantri quantri</p><p>Nguồn tin: Báo Hà Nội Mới</p>": ("quantri", "Báo Hà Nội Mới"),
    "<p>Nguồn: Báo Hà Nội Mới</p><p style='text-align:right'>Thu Hà</p>": ("Thu Hà", "Báo Hà Nội Mới"),
    "<p>Các đại biểu chụp ảnh lưu niệm.</p>": (None, None),
    "<p>Theo kế hoạch, hội nghị sẽ được tổ chức vào tháng sau.</p>": (None, None),
}


@pytest.mark.parametrize(("end", "credits"), SIGNED.items())
def test_who_signs_is_author_or_source_and_no_text(end: str, credits: tuple[str | None, str | None]) -> None:
    article = page(f"<h1>{TITLE}</h1>{BYLINE}{TEXT}{end}").article
    assert article is not None
    assert (article.author, article.source) == credits
    assert article.text.endswith("toàn phường.") == (credits != (None, None))


def test_the_heading_of_a_box_beside_it_is_not_the_title_of_a_page_that_has_no_heading() -> None:
    rows = "".join(
        f"<li><a href='/tin/khac-{n}.html'>Một tin khác của phường về công tác số {n}</a><br>0{n}/10/2021</li>"
        for n in range(1, 8)
    )
    box = f"<div class='ms-webpart-chrome-title'><h2>Tin mới cập nhật</h2></div><ul>{rows}</ul>"
    cells = ("Ngày đăng tải: 28.09.2021 - 14 giờ 44 phút", "9.066 người đã đọc", "58 người thích")
    foot = "<table><tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr></table>"
    main = f"<div><div class='ct-tieu-de'>{TITLE}</div>{TEXT}</div>{foot}</div>"
    found = page(f"<table><tr><td><div>{main}</td><td>{box}</td></tr></table>", title="Chi tiết tin - " + SITE)
    assert found.article is not None
    assert (found.title, found.article.published_at, found.article.views) == (TITLE, TIME, 9066)
