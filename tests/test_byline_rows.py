"""A row of parts beside a title: the byline where each part is known and one is a day, and text in all other cases."""

from __future__ import annotations

import pytest

from crawler.address_rules import AddressRule
from crawler.extract import extract
from crawler.items import Article
from crawler.portals import Portal, Section, Select
from tests.page_captures import page_capture

TITLE = "Hội nghị tổng kết công tác dân vận và triển khai nhiệm vụ trọng tâm"
TEXT = "\n\n".join(
    f"Đoạn {number}: các đại biểu thảo luận, thống nhất nhiều giải pháp nâng cao chất lượng phục vụ người dân."
    for number in ("một", "hai", "ba", "bốn")
)
RULES = (AddressRule(kind="listing", match="^/m/"), AddressRule(kind="article", match="^/tin/"))
SECTIONS = (Section(name="Đời sống", path="/m/1"),)
PORTAL = Portal(id="mau", name="Mẫu", level="commune", url="https://mau.example/", sections=SECTIONS, addresses=RULES)


def read(row: str, portal: Portal = PORTAL) -> Article:
    """Return what is read in an article with a row under its title."""
    text = "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n"))
    body = f"<main><div class='dau'><h1>{TITLE}</h1><div class='dong'>{row}</div></div><div>{text}</div></main>"
    html = f"<html><head><title>{TITLE} - UBND xã</title></head><body>{body}</body></html>"
    article = extract(page_capture("https://mau.example/tin/12.html", html, "2025-11-20T03:00:00Z"), portal).article
    assert article is not None
    return article


def spans(*parts: str) -> str:
    """Return a row of parts with nothing between them."""
    return "".join(f"<span>{part}</span>" for part in parts)


DAY = "3/11/24"
LISTED = '<a href="/m/1">Đời sống</a>'
ROWS = {
    "a person, a day, a reading time": spans("Lê Thị Hoa", DAY, "Khoảng 3 phút"),
    "a reading time and a count of words": spans(DAY, "3 phút đọc", "1.204 từ"),
    "links to lists": spans("Lê Thị Hoa", DAY, LISTED, "2 phút"),
    "the name of a section that is no link": spans("Lê Thị Hoa", DAY, "Đời sống", "dưới 1 phút"),
    "key words under a name": spans("Lê Thị Hoa", DAY) + "<span class='o-tags-x'><b>y tế</b><b>lúa</b></span>",
    "key words under a label": spans("Lê Thị Hoa", DAY, "2 phút", "Từ khóa: y tế, quy hoạch"),
    "key words that machines are told": spans(
        "Lê Thị Hoa", DAY, "<i>y tế</i><i>lúa</i><meta property='keywords' content='lúa,y tế'>"
    ),
    "a row of rows": f"<div><span>{spans('Lê Thị Hoa', DAY)}</span><span>{spans('5 phút đọc', LISTED)}</span></div>",
    "marks between the parts": f"<span>Lê Thị Hoa</span> · <span>{DAY}</span> · <span>4 phút</span> · {LISTED}",
    "a bare day behind links, one of them to the home page": (
        f"<a href='/'>Xã Tân Lộc</a> | {LISTED} | <a href='/tac-gia/hoa'>Lê Thị Hoa</a> | {DAY}"
    ),
    "a weekday": spans("Lê Thị Hoa", "Chủ nhật, 3/11/2024", "4 phút", LISTED),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_row_of_which_all_is_known_is_the_byline_and_no_text(row: str) -> None:
    article = read(row)
    assert (article.published_at, article.published_method) == ("2024-11-03", "byline")
    assert article.text == TEXT


def test_a_row_may_stand_in_the_header_of_its_title() -> None:
    links = f"<a href='/'>Xã Tân Lộc</a> | {LISTED} | <a href='/tac-gia/hoa'>Lê Thị Hoa</a>"
    text = "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n"))
    header = f"<header><h1>{TITLE}</h1>\n<span class='duoi'>{links}\n| 19/05/2024 18:18\n</span></header>"
    body = f"<html><body>{header}<article>{text}</article></body></html>"
    article = extract(page_capture("https://mau.example/tin/12.html", body, "2025-11-20T03:00:00Z"), PORTAL).article
    assert article is not None
    assert (article.published_at, article.author, article.text) == ("2024-05-19T18:18:00+07:00", "Lê Thị Hoa", TEXT)


def test_who_stands_in_a_row_is_the_author() -> None:
    assert read(spans("Lê Thị Hoa", DAY, "Khoảng 3 phút", LISTED)).author == "Lê Thị Hoa"
    named = "<span><span class='x-author'>hoa.le</span></span>"
    assert read(named + spans(DAY, "Khoảng 3 phút", LISTED)).author == "hoa.le"


def test_a_row_that_the_portal_file_selects_is_read_in_the_same_way() -> None:
    chosen = PORTAL.model_copy(update={"select": Select(byline="div.dong")})
    assert read(spans("Lê Thị Hoa", DAY, "Khoảng 3 phút", LISTED), chosen).published_at == "2024-11-03"


def test_of_two_names_none_is_known_to_be_the_authors() -> None:
    article = read(spans("Lê Thị Hoa", "Bình Minh", DAY, "Khoảng 3 phút"))
    assert (article.author, article.published_at) == (None, "2024-11-03")


TEXTS = {
    "a part that is not known": spans("Lê Thị Hoa", DAY, "khai mạc giải bóng đá của thôn"),
    "words between the parts": f"<span>Lê Thị Hoa</span> và <span>{DAY}</span> là <span>3 phút</span>",
    "the day of a document": spans("Lê Thị Hoa", f"Ngày ban hành: {DAY}", "3 phút", LISTED),
    "a link to another article before a bare day": (
        f"<a href='/'>Xã Tân Lộc</a> | <a href='/tin/13.html'>Lễ hội làng Đông</a> | {DAY}"
    ),
    "a link to another article": spans("Lê Thị Hoa", DAY, '<a href="/tin/13.html">lễ hội làng</a>', "3 phút"),
}


@pytest.mark.parametrize("row", TEXTS.values(), ids=TEXTS)
def test_a_row_with_anything_else_in_it_tells_no_day(row: str) -> None:
    assert read(row).published_at is None


def test_two_days_in_a_row_are_none_that_is_known() -> None:
    assert read(spans("Lê Thị Hoa", DAY, "5/11/24", "3 phút", LISTED)).published_at is None


SECTION = '<i>{}</i><meta property="articleSection" content="{}">'


@pytest.mark.parametrize(
    ("part", "section"),
    [
        (SECTION.format("Nông thôn", "Nông thôn"), "Nông thôn"),
        (SECTION.format("Nông thôn", "Nông thôn").replace("property", "itemprop"), "Nông thôn"),
        (SECTION.format("Nông thôn</i><i>Y tế", "Nông thôn,Y tế"), None),
        (SECTION.format("Nông thôn", "Nông thôn") + SECTION.format("Y tế", "Y tế"), None),
        ("<i class='x-category'>Nông thôn</i>", None),
    ],
    ids=["rdfa", "microdata", "two in one", "two", "a name alone"],
)
def test_the_one_section_that_a_row_tells_machines_is_the_articles(part: str, section: str | None) -> None:
    article = read(f"{spans('Lê Thị Hoa', DAY, '3 phút')}<span class='x-category'>{part}</span>")
    assert (article.section, article.published_at, article.text) == (section, "2024-11-03", TEXT)


UPDATED = "<span class='post-{}-date'><i class='fa'></i><b>{} 08:15:00</b></span>"
CHANGED = UPDATED.format("create", "2024-11-03") + UPDATED.format("update", "2024-11-09")


def test_of_two_days_the_one_in_an_element_named_for_changes_is_the_update() -> None:
    article = read(CHANGED)
    assert (article.published_at, article.updated_at) == ("2024-11-03T08:15:00+07:00", "2024-11-09T08:15:00+07:00")


def test_a_list_of_key_words_in_a_row_is_a_line_of_its_own() -> None:
    article = read(CHANGED + f"<span class='tags'><ul><li>{LISTED}</li></ul></span>")
    assert article.published_at == "2024-11-03T08:15:00+07:00"


def test_an_only_day_is_that_of_publication_though_its_element_is_named_for_changes() -> None:
    assert read(f"<span class='updated'>{DAY}</span><span>4 phút</span>{LISTED}").published_at == "2024-11-03"


def test_two_days_of_which_no_name_tells_which_is_which_tell_none() -> None:
    assert read(spans("2024-11-03 08:15:00", "2024-11-09 08:15:00")).published_at is None


def test_a_list_that_is_linked_beside_a_day_may_have_a_long_name() -> None:
    assert read("<time>2024-11-03</time><span>|</span><a href='/m/1'>Cải cách hành chính</a>").published_at == (
        "2024-11-03"
    )
    assert read("<time>2024-11-03</time> <a href='/tin/13.html'>Cải cách hành chính</a>").published_at is None


def test_a_title_that_speaks_of_what_a_section_is_about_is_no_section_beside_its_day() -> None:
    title = "Nhân rộng mô hình “Dân vận khéo” ở Đoàn Thanh niên phường Lộc Trạch"
    row = "<div class='item'><a href='/ChiTiet.aspx?nid={0}'>{1}</a> <span>(2{0}/06/2025)</span><p>{2}</p></div>"
    rows = "".join(
        row.format(number, f"{title} {number or ''}".strip(), f"Lần {number}, {TEXT[7:100]}") for number in range(6)
    )
    named = "<div class='modtitle'>Công tác Đảng</div>"
    html = f"<html><head><title>Công tác Đảng</title></head><body><div>{named}{rows}</div></body></html>"
    bare = PORTAL.model_copy(update={"addresses": (), "sections": ()})
    page = extract(page_capture("https://mau.example/DanhSach.aspx?cid=5", html, "2025-11-20T03:00:00Z"), bare)
    assert page.kind == "listing"
    assert page.listing is not None
    assert len(page.listing.items) == 6


@pytest.mark.parametrize("name", ["Nguyễn Văn An", "Vũ Ngọc Hà"])
def test_the_name_before_the_first_part_needs_no_element_of_its_own(name: str) -> None:
    tags = "".join(f'<a class="tag" href="/t/{tag}">{tag}</a>' for tag in ("xây dựng", "y tế", "môi trường"))
    article = read(f"{name}<!-- -->,<time>17/6/2024</time><span>•</span>{tags}")
    assert (article.published_at, article.author, article.text) == ("2024-06-17", name, TEXT)


def test_other_words_before_the_first_part_make_a_row_text() -> None:
    tags = '<a class="tag" href="/t/1">xây dựng</a>'
    words = "Xã Bình Minh khởi công nhà văn hóa từ"
    article = read(f"{words} <time>17/6/2024</time><span>•</span>{tags}")
    assert article.author is None
    assert words in article.text
