"""Which section an article is of where its page prints no heading or breadcrumb: links, metadata, the address."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.items import Capture
from crawler.portals import Portal, parse_portal

PORTAL = parse_portal(
    """id = "xa"
name = "Xã Mẫu"
level = "commune"
url = "http://xa.example/"
sections = [
  { name = "Tin tức", path = "/tin" },
  { name = "Tin văn hóa", path = "/tin/van-hoa/" },
  { name = "Đời sống", path = "/danhmuc.php?cm=3" },
  { name = "Kinh tế", path = "/danhmuc.php?cm=4" },
]
[[addresses]]
kind = "listing"
match = '^/danhmuc\\.php'
keep = '^cm$'
[[addresses]]
kind = "article"
match = '^/(?:xem\\.php|tin/.*html)'
""",
    origin="test",
)
LIVING = "<a href='danhmuc.php?cm=3'>Đời sống</a>"
TRADE = "<a href='/danhmuc.php?cm=4'>Kinh tế</a>"
TITLE = "Khai mạc giải bóng đá thiếu niên lần thứ ba"
BODY = "<p>" + "Ủy ban nhân dân xã họp phiên thường kỳ và bàn việc của tháng sau. " * 6 + "</p>"


def section_in(page: str, path: str = "/xem.php?id=5", portal: Portal = PORTAL) -> str | None:
    capture = Capture(
        portal_id="xa", crawl_id="c", requested_url=f"http://xa.example{path}", fetched_at="2024-06-01T00:00:00Z",
        status=200, body=page.encode(), mime="text/html",
    )  # fmt: skip
    article = extract(capture, portal).article
    assert article is not None
    return article.section


def section_of(
    above: str, *, path: str = "/xem.php?id=5", head: str = "", portal: Portal = PORTAL, below: str = ""
) -> str | None:
    page = (
        f"<html><head><title>{TITLE}</title>{head}</head><body><table><tr><td>{above}</td></tr>"
        f"<tr><td><h1>{TITLE}</h1><div><i>Ngày đăng: 05/05/2024 08:30</i>{below}</div>{BODY}</td></tr></table>"
        "</body></html>"
    )
    return section_in(page, path, portal)


def test_a_link_to_a_list_that_stands_alone_above_the_title_names_the_section() -> None:
    assert section_of(LIVING) == "Đời sống"


def test_several_such_links_are_a_menu() -> None:
    assert section_of(f"<div>{LIVING}</div><div>{TRADE}</div>") is None


def test_a_link_to_another_page_names_none() -> None:
    assert section_of("<a href='/lien-he.php'>Liên hệ với chúng tôi</a>") is None


@pytest.mark.parametrize(
    ("path", "section"),
    [("/tin/a-5.html", "Tin tức"), ("/tin/van-hoa/a-5.html", "Tin văn hóa"), ("/xem.php?id=5", None)],
)
def test_the_address_says_below_which_list_an_article_is(path: str, section: str | None) -> None:
    assert section_of("", path=path) == section


def test_structured_data_goes_before_the_address() -> None:
    head = '<meta property="article:section" content="Giáo dục">'
    assert section_of("", path="/tin/a-5.html", head=head) == "Giáo dục"


@pytest.mark.parametrize(
    ("named", "section"),
    [('"Giáo dục"', "Giáo dục"), ('["Giáo dục"]', "Giáo dục"), ('["Giáo dục", "Y tế"]', "Tin tức"), ("7", "Tin tức")],
)
def test_the_one_section_that_the_node_of_an_article_names_is_its_section(named: str, section: str) -> None:
    node = f'{{"@type": "NewsArticle", "headline": "{TITLE}", "articleSection": {named}}}'
    head = f'<script type="application/ld+json">{node}</script>'
    assert section_of("", path="/tin/a-5.html", head=head) == section


def test_what_the_page_prints_goes_before_all() -> None:
    printed = "<div class='breadcrumb'><a href='/'>Trang chủ</a> <a href='/y-te'>Y tế</a></div>"
    assert section_of(printed, path="/tin/a-5.html") == "Y tế"


def test_without_declared_sections_there_is_none() -> None:
    bare = parse_portal(
        'id = "xa"\nname = "Xã Mẫu"\nlevel = "commune"\nurl = "http://xa.example/"\n'
        '[[addresses]]\nkind = "article"\nmatch = "xem"\n',
        origin="test",
    )
    assert section_of(LIVING, portal=bare) is None


@pytest.mark.parametrize(
    ("below", "section"),
    [
        (" &bull; Chuyên mục: <a href='/m/nong-nghiep'>Nông nghiệp</a> &bull; Đã xem: 12", "Nông nghiệp"),
        (" | Danh mục: <a href='/m/nong-nghiep'>Nông nghiệp</a>, <a href='/m/y-te'>Y tế</a>", "Nông nghiệp"),
        (" Posted in <a href='/m/nong-nghiep'>Nông nghiệp</a>", "Nông nghiệp"),
        (" | Từ khóa: <a href='/t/lua'>lúa</a>", None),
        (" | <a href='/tac-gia/an'>Nguyễn Văn An</a>", None),
    ],
)
def test_a_link_in_the_byline_behind_a_label_names_the_section(below: str, section: str | None) -> None:
    assert section_of("", below=below) == section


def test_such_a_link_is_asked_last() -> None:
    below = " Chuyên mục: <a href='/m/nong-nghiep'>Nông nghiệp</a>"
    assert section_of("", path="/tin/a-5.html", below=below) == "Tin tức"


MARKED = "<a href='/muc/y-te' rel='category tag'>Y tế</a>"
TERMS = "<div class='taxonomy-category wp-block-post-terms'><a href='/muc/y-te' rel='tag'>Y tế</a></div>"


@pytest.mark.parametrize(
    ("below", "section"),
    [
        (f"<span class='cat-links'>{MARKED}</span>", "Y tế"),
        (TERMS, "Y tế"),
        (f"{MARKED}, {MARKED}", "Y tế"),
        (f"{MARKED}, <a href='/muc/an-sinh' rel='category tag'>An sinh</a>", None),
        ("<a href='/the/tiem-chung' rel='tag'>tiêm chủng</a>", None),
        (f"</div><div class='related-posts'><a href='/tin/2.html'>Tin khác của xã</a> {MARKED}", None),
        (f"</div><aside>{MARKED}</aside><div>", None),
    ],
)
def test_the_one_link_marked_as_that_to_the_category_names_the_section(below: str, section: str | None) -> None:
    assert section_of("", below=below) == section


@pytest.mark.parametrize(("tag", "section"), [("article", "Y tế"), ("div", None)])
def test_a_category_may_stand_in_the_footer_of_the_article_and_not_in_that_of_the_page(
    tag: str, section: str | None
) -> None:
    page = (
        f"<html><head><title>{TITLE}</title></head><body><{tag}><h1>{TITLE}</h1><div>Ngày đăng: 05/05/2024 08:30</div>"
        f"{BODY}<footer><span>{MARKED}</span></footer></{tag}></body></html>"
    )
    assert section_in(page) == section
