"""Which of the links that post a page's form is its pager, and which page it opens next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import extract
from crawler.items import Capture, Listing
from crawler.portals import parse_portal
from crawler.postback import page_of, posted_part, split_posted, with_posted
from crawler.urls import address, canonical_url, link

PORTAL = parse_portal(
    """id = "xa"
name = "Xã"
level = "commune"
url = "http://xa.example/"
[[sections]]
name = "Tin tức"
path = "/TinTuc.aspx"
[[addresses]]
kind = "article"
match = "^/ChiTiet"
[[addresses]]
kind = "listing"
match = "^/TinTuc"
keep = "^cat$"
""",
    origin="test",
)
URL = "http://xa.example/TinTuc.aspx?cat=3"
ROWS = "".join(
    f"<li><a href='/ChiTiet.aspx?id={at}'>Khai mạc giải bóng đá thiếu niên lần {at}</a></li>" for at in range(9)
)


def post(text: str, target: str, argument: str = "", attributes: str = "") -> str:
    return f"""<a {attributes} href="javascript:__doPostBack('{target}','{argument}')">{text}</a>"""


def listing(pager: str, *, posted: str = "", form: str = "<input type=hidden name=__VIEWSTATE value=x>") -> Listing:
    news = f"<h1>Tin tức</h1><ul>{ROWS}</ul>{pager}"
    body = f"<html><body><form method=post action='{URL}'>{form}{news}</form></body></html>"
    capture = Capture(
        portal_id="xa", crawl_id="c", requested_url=URL, fetched_at="2026-11-23T02:39:18Z", status=200,
        mime="text/html", body=body.encode(), postback=posted,
    )  # fmt: skip
    page = extract(capture, PORTAL)
    assert page.listing is not None
    assert len(page.listing.items) == 9
    return page.listing


def opened(found: Listing) -> tuple[str, str, int | None] | None:
    """Return target, argument and number of the page that follows, None if none does."""
    if found.next_form is None:
        assert found.next_url is None
        return None
    fields = dict(found.next_form.fields)
    return fields["__EVENTTARGET"], fields["__EVENTARGUMENT"], page_of(split_posted(found.next_url or "")[1])


ONE = "<span>1</span>"
FOLLOWED = {
    "GridView": (ONE + post("2", "gv", "Page$2") + post("3", "gv", "Page$3"), ("gv", "Page$2", 2)),
    "AspNetPager": (ONE + post("2", "AspNetPager1", "2") + post(">>", "AspNetPager1", "9"), ("AspNetPager1", "2", 2)),
    "DataPager": (ONE + post("2", "dp$ctl01$ctl01") + post("3", "dp$ctl01$ctl02"), ("dp$ctl01$ctl01", "", 2)),
    "current linked, too": (
        "<div class=pagination>" + post("1", "r$ctl00$p", "", "class=active") + post("2", "r$ctl01$p") + "</div>",
        ("r$ctl01$p", "", 2),
    ),
    "next alone": (post("Trang sau", "lnkNext"), ("lnkNext", "", 2)),
    "next by an arrow": (post("&lt;", "lnkPrev") + post("&gt;", "lnkNext"), ("lnkNext", "", 2)),
    "numbers before words": (ONE + post("2", "p$ctl02") + post("Tiếp", "lnkNext"), ("p$ctl02", "", 2)),
    "in brackets": ("<b>[1]</b> " + post("[2]", "p$ctl02"), ("p$ctl02", "", 2)),
    "with validation": (
        """<span>1</span><a href='javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions("p$ctl02", "",
        true, "", "", false, true))'>2</a>""",
        ("p$ctl02", "", 2),
    ),
    "by onclick": (
        f"""{ONE}<a href="#" onclick="__doPostBack('p$ctl02',''); return false">2</a>""",
        ("p$ctl02", "", 2),
    ),
}  # fmt: skip
LEFT = {
    "no pager": "",
    "month of a calendar": post("&lt;", "Cal1", "V7213") + post("&gt;", "Cal1", "V7274"),
    "days of a calendar": "<table>" + "".join(post(str(at), "Kalender1", str(7243 + at)) for at in range(1, 31)),
    "a calendar without arguments": "<table><tr><td>T2<td>T3<td>T4<td>T5<td>T6<td>T7<td>CN</tr><tr><td>1</td>"
    + "".join(f"<td>{post(str(at), f'ngay$ctl{at:02d}')}</td>" for at in range(2, 31)),
    "a vote": "".join(post(str(at), f"vote$star{at}") for at in range(1, 6)),
    "sort headers": post("Ngày đăng", "gv", "Sort$Ngay") + post("1", "gv", "Sort$1"),
    "rows of a grid": "".join(post(str(at), "gv", f"Select${at}") for at in range(1, 6)),
    "login and search": post("Đăng nhập", "lnkLogin") + post("Tìm kiếm", "lnkSearch"),
    "the last page": post("1", "gv", "Page$1") + post("2", "gv", "Page$2") + "<span>3</span>",
    "back alone": post("Trang trước", "lnkPrev"),
    "first and last": post("Đầu", "gv", "Page$First") + post("Cuối", "gv", "Page$Last"),
}


@pytest.mark.parametrize("kind", FOLLOWED)
def test_the_next_page_is_opened_by(kind: str) -> None:
    pager, wanted = FOLLOWED[kind]
    assert opened(listing(f"<div>{pager}</div>")) == wanted


@pytest.mark.parametrize("kind", LEFT)
def test_nothing_is_posted_for(kind: str) -> None:
    assert opened(listing(f"<div>{LEFT[kind]}</div>")) is None


def test_the_list_that_the_pager_pages_is_read_and_no_longer_box_beside_it() -> None:
    latest = "".join(
        f"<li><a href='/ChiTiet.aspx?id={at}'>Lễ giao nhận quân huyện nhà năm {at}</a> 13/02/2024</li>"
        for at in range(2010, 2025)
    )
    found = listing(f"<p>{ONE}{post('2', 'r$ctl01$p')}</p><div><ul>{latest}</ul></div>")
    assert [item.title for item in found.items] == [f"Khai mạc giải bóng đá thiếu niên lần {at}" for at in range(9)]


def test_dots_open_the_next_window_and_those_before_are_left() -> None:
    numbers = "".join(f"<span>{at}</span>" if at == 20 else post(str(at), f"r$ctl{at}") for at in range(11, 21))
    pager = f"<div>{post('...', 'r$back')}{numbers}{post('...', 'r$on')}</div>"
    assert opened(listing(pager, posted=posted_part("r$ctl20", "", 20))) == ("r$on", "", 21)


def test_a_server_that_did_not_go_where_it_was_sent_is_not_followed() -> None:
    pager = f"<div>{ONE}{post('2', 'gv', 'Page$2')}{post('3', 'gv', 'Page$3')}</div>"
    assert opened(listing(pager, posted=posted_part("gv", "Page$2", 2))) is None


def test_without_the_forms_state_nothing_is_posted() -> None:
    assert opened(listing(f"<div>{ONE}{post('2', 'gv', 'Page$2')}</div>", form="")) is None


def test_the_form_is_filled_in_as_a_browser_would() -> None:
    fields = """<input type=hidden name=__VIEWSTATE value="a&amp;b"><input name=q value=""><input type=submit name=go>
    <input type=checkbox name=no><input type=checkbox name=yes checked><input type=radio name=r value=1>
    <input type=radio name=r value=2 checked><input name=off value=x disabled><input type=image name=i>
    <select name=s><option>một</option><option value=2>hai</option></select><textarea name=t>\nGóp ý</textarea>"""
    found = listing(f"<div>{ONE}{post('2', 'gv', 'Page$2')}</div>", form=fields)
    assert found.next_form is not None
    assert dict(found.next_form.fields) == {
        "__EVENTTARGET": "gv", "__EVENTARGUMENT": "Page$2", "__VIEWSTATE": "a&b", "q": "", "yes": "on", "r": "2",
        "s": "một", "t": "Góp ý",
    }  # fmt: skip


def test_a_form_that_leads_off_the_portal_is_not_posted() -> None:
    pager = f"<div>{ONE}{post('2', 'gv', 'Page$2')}</div>"
    form = "</form><form method=post action='http://elsewhere.example/'><input type=hidden name=__VIEWSTATE value=x>"
    assert opened(listing(pager, form=form)) is None


@given(st.text(min_size=1, max_size=60), st.text(max_size=60), st.integers(2, 99_999))
def test_the_name_of_a_posted_page_is_stable_and_no_link_can_forge_it(target: str, argument: str, page: int) -> None:
    try:
        posted = posted_part(target, argument, page)
    except UnicodeEncodeError:
        return
    name = canonical_url(with_posted(URL, posted), PORTAL)
    assert name == canonical_url(name, PORTAL)
    assert split_posted(name) == (URL, posted)
    assert address(name, PORTAL)[1:3] == ("listing", page)
    assert link(name, PORTAL) is None
