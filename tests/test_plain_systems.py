"""Pages as plain publishing systems and wikis print them: a path before the title, an aside under it, no date."""

from __future__ import annotations

import pytest

from crawler.address_rules import AddressRule
from crawler.extract import extract
from crawler.extract.byline import read_line
from crawler.items import Article, Capture
from crawler.learn.findings import learn
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import observe
from crawler.learn.survey import bare_portal
from crawler.learn.verdict.refusals import refuse_sample
from crawler.learn.write import portal_text
from crawler.portals import parse_portal
from crawler.urls import address

HOST = "https://xavidu.gov.vn"
TITLE = "Xã Ví Dụ ra quân tổng vệ sinh môi trường đợt 7"
SHORT = "Sáng nay, Ủy ban nhân dân xã tổ chức lễ ra quân làm sạch đường làng, ngõ xóm."
LONG = "".join(f"<p>{SHORT} Đoạn {number}, hơn trăm hộ dân cùng tham gia quét dọn.</p>" for number in range(6))
EDIT = '<ul><li><a href="/sua?page=1">Edit</a></li><li><a href="/cgi?do=prefs">Preferences</a></li></ul>'
TRAIL = (
    '<div><a href="/posts/cu">Xã Ví Dụ họp tổng kết công tác cải cách đợt 6</a> | <a href="/posts/">posts</a> |'
    ' <a href="/posts/moi">Xã Ví Dụ khai mạc giải bóng đá thiếu niên đợt 8</a></div>'
)


def capture(path: str, body: str, title: str) -> Capture:
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()
    return Capture(
        portal_id="x", crawl_id="c", requested_url=HOST + path, fetched_at="2024-06-01T00:00:00Z", status=200,
        headers=(("content-type", "text/html; charset=utf-8"),), body=page, mime="text/html", payload_bytes=len(page),
    )  # fmt: skip


def article(path: str, body: str, title: str) -> Article:
    rules = (AddressRule(kind="article", match="^/"),)
    found = extract(capture(path, body, title), bare_portal(HOST).model_copy(update={"addresses": rules})).article
    assert found is not None
    return found


def ikiwiki(text: str) -> str:
    path = '<span><a href="../../">Xã Ví Dụ</a>/ <a href="../">posts</a>/ </span>'
    return (
        f'<div class="page"><div class="pageheader"><div>{path}<span class="title">{TITLE}</span></div>{EDIT}{TRAIL}'
        f'</div><div id="content">{text}</div><div>Last edited <span>Tue Dec  1 23:16:23 2023</span></div></div>'
    )


def test_the_title_may_end_a_path_of_links() -> None:
    found = article("/posts/ra-quan-7", ikiwiki(LONG), TITLE)
    assert found.title == TITLE
    assert (found.published_at, found.section) == (None, None)
    assert found.text.startswith(SHORT)
    assert "posts" not in found.text


def test_one_line_of_text_below_links_to_neighbours_is_the_text() -> None:
    found = article("/posts/ra-quan-7", ikiwiki(f"<p>{SHORT}</p>"), TITLE)
    assert found.text == SHORT


def test_the_text_is_read_where_the_header_of_the_page_holds_title_and_author_alone() -> None:
    head = (
        f'<header><div><h1>{TITLE}</h1><p class="author">Written by <a href="/an">Nguyễn Văn An</a></p></div></header>'
    )
    foot = f"<footer><div><p>{SHORT * 3}</p></div></footer>"
    found = article("/ra-quan-7", f'{head}<div id="content"><article>{LONG}</article></div>{foot}', TITLE)
    assert (found.title, found.author) == (TITLE, "Nguyễn Văn An")
    assert found.text.count("Đoạn") == 6
    assert found.text.endswith("quét dọn.")


@pytest.mark.parametrize(
    ("printed", "moment"),
    [
        ("Posted Mon Jul 26 04:00:05 2021", "2021-07-26T04:00:05+07:00"),
        ("Posted Mon Feb 8 00:46:25 UTC 2021", "2021-02-08T07:46:25+07:00"),
        ("Posted Thu Feb 30 00:46:25 2021", None),
    ],
)
def test_times_as_c_prints_them_are_read(printed: str, moment: str | None) -> None:
    assert [one.iso for _, one in read_line(printed).dates] == ([moment] if moment else [])


def test_an_aside_right_under_the_title_holds_its_byline() -> None:
    line = "<aside><p>published on 2021-02-08 · tagged with <a href='/tags/yte'>#y tế</a></p></aside>"
    found = article("/ra-quan-7.html", f"<main><h2>{TITLE}</h2>{line}{LONG}</main>", f"{TITLE} | Xã Ví Dụ")
    assert found.published_at == "2021-02-08"
    assert found.text.startswith(SHORT)


def test_the_last_entry_of_a_menu_is_no_section_though_it_is_a_heading() -> None:
    menu = "".join(f'<li><h2><a href="/{name}.html">{name}</a></h2></li>' for name in ("Archive", "Tags", "About Me"))
    found = article("/ra-quan-7.html", f"<header><nav><ul>{menu}</ul></nav></header><h2>{TITLE}</h2>{LONG}", TITLE)
    assert found.section is None


@pytest.mark.parametrize("end", [", tagged as y tế, quy hoạch", " Tags: y tế", ", filed under Tin tức"])
def test_key_words_behind_a_name_are_no_part_of_it(end: str) -> None:
    assert read_line(f"2021-02-08 by Ban biên tập{end}").author == "Ban biên tập"


@pytest.mark.parametrize("label", [" · tagged with", " | Từ khóa:", " by Ban biên tập , tagged as"])
def test_many_key_words_behind_a_day_leave_it_a_byline(label: str) -> None:
    line = read_line(f"Ngày đăng: 08/02/2021 08:15{label} an toàn giao thông, cải cách hành chính, chuyển đổi số, y tế")
    assert line.is_byline
    assert not line.residue


def test_an_aside_elsewhere_does_not() -> None:
    line = "<aside><p>published on 2021-02-08</p></aside>"
    found = article("/ra-quan-7.html", f"<main><h2>{TITLE}</h2>{LONG}</main>{line}", f"{TITLE} | Xã Ví Dụ")
    assert found.published_at is None


def test_a_name_for_machines_is_no_title_and_the_pages_own_crumb_no_section() -> None:
    name = "tin_tuc:ra-quan-tong-ve-sinh-moi-truong-o-tat-ca-cac-thon-dot-7"
    recent = '<h3>Công cụ trang web</h3><ul><li><a href="/doku.php?do=recent">Thay đổi gần đây</a></li></ul>'
    crumbs = f'<div class="breadcrumbs">Trang đã xem: <a href="/doku.php?id={name}">ra-quan</a></div>'
    foot = f"<div><i>{name}.txt</i> · Sửa đổi lần cuối: 2021/07/23 13:51 bởi 127.0.0.1</div>"
    text = f"<main><div><span>{name}</span></div><div><h1>{TITLE}</h1><div>{LONG}</div>{foot}</div></main>"
    found = article(f"/doku.php?id={name}", recent + crumbs + text, f"{name} [Xã Ví Dụ]")
    assert (found.title, found.section, found.author) == (TITLE, None, None)
    assert found.updated_at == "2021-07-23T13:51:00+07:00"
    assert found.text.endswith("quét dọn.")


@pytest.mark.parametrize(("count", "refused"), [(12, False), (4, True)])
def test_a_portal_without_dates_is_learned_where_many_pages_of_one_kind_are_articles(count: int, refused: bool) -> None:
    portal = bare_portal(HOST)
    book = Book(portal)
    links = "".join(f'<h3><a href="/posts/ra-quan-{at}">{TITLE}{at}</a></h3>' for at in range(count))
    home = observe(capture("/", links, "Xã Ví Dụ"), portal)
    book.add(home)
    for at in range(count):
        page = f"<h1>{TITLE}{at}</h1>{LONG}"
        book.add(observe(capture(f"/posts/ra-quan-{at}", page, f"{TITLE}{at}"), portal))
    assert (refuse_sample(book, learn(book, home)) is not None) is refused


def test_lists_and_plain_pages_of_one_script_come_before_its_articles() -> None:
    portal = bare_portal(HOST)
    book = Book(portal)
    menu = "".join(f'<li><a href="/doku.php?id={name}">{name}</a></li>' for name in ("tin:start", "gioi-thieu"))
    menu = f"<nav><ul>{menu}</ul></nav>"
    rows = "".join(f'<li><a href="/doku.php?id=tin:dot-{at}">{TITLE}{at}</a></li>' for at in range(14))
    home = observe(capture("/", f"{menu}<ul>{rows}</ul>", "Xã Ví Dụ"), portal)
    book.add(home)
    book.add(observe(capture("/doku.php?id=tin:start", f"{menu}<h1>Tin tức</h1><ul>{rows}</ul>", "Tin tức"), portal))
    about = f"{menu}<h1>Giới thiệu chung về xã</h1>{LONG}"
    book.add(observe(capture("/doku.php?id=gioi-thieu", about, "Giới thiệu chung về xã"), portal))
    for at in range(14):
        page = f"{menu}<h1>{TITLE}{at}</h1>{LONG}"
        book.add(observe(capture(f"/doku.php?id=tin:dot-{at}", page, f"{TITLE}{at}"), portal))
    learned = parse_portal(portal_text(learn(book, home)), origin="test")
    kinds = {name: address(f"{HOST}/doku.php?id={name}", learned).kind for name in ("tin:start", "gioi-thieu", "tin:x")}
    assert kinds == {"tin:start": "listing", "gioi-thieu": "other", "tin:x": "article"}
