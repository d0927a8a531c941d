"""Pages to log in and to register are never asked for, by their address or by what links to them say."""

from __future__ import annotations

import re

import pytest

from crawler.items import Page
from crawler.learn.links.log_ins import asks_log_in, says_log_in
from crawler.learn.lists.views import log_in_patterns
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed, Seen
from crawler.learn.survey import bare_portal

HOST = "https://xavidu.gov.vn"


@pytest.mark.parametrize(
    "local",
    [
        "/wp-login.php?redirect_to=/", "/wp-login.php", "/wp-signup.php", "/wp-admin/", "/my-account/",
        "/vi/users/login/", "/vi/users/register/", "/index.php?nv=users&op=lostpass", "/users/lostpass/",
        "/index.php?option=com_users&view=remind", "/component/users/?view=registration", "/user/login?back=/",
        "/user/password", "/Login.aspx?returnurl=%2f", "/tabid/36/ctl/Login/Default.aspx", "/a.aspx?ctl=Register",
        "/_layouts/15/Authenticate.aspx?Source=%2F", "/_layouts/SignOut.aspx", "/_forms/default.aspx?ReturnUrl=%2f",
        "/c/portal/login?p_l_id=20182", "/web/guest/home?p_p_id=58&a=b", "/login_form",
        "/Account/LogOn",
        "/home?p_p_id=com_liferay_login_web_portlet_LoginPortlet", "/Special:UserLogin",
        "/dang-nhap.html", "/dang-ky", "/dangnhap.aspx", "/quen-mat-khau/", "/index.php?act=dang-nhap",
        "/tai-khoan?tab=1",
    ],
)  # fmt: skip
def test_log_ins_are_known_by_their_address(local: str) -> None:
    assert asks_log_in(local)


@pytest.mark.parametrize(
    "local",
    [
        "/dang-ky-tai-khoan-dinh-danh-dien-tu-muc-2", "/tin-tuc/dang-nhap-cong-dich-vu-cong-the-nao-412.html",
        "/dang-ky/khai-sinh-luu-dong-tai-xa", "/users/bai-viet-12", "/cas/tin-1", "/tai-khoan/mo-the-moi",
        "/News/Login-he-thong-moi-12", "/?p=12", "/index.php?view=article&id=4", "/home?p_p_id=58_INSTANCE_a",
        "/_layouts/15/listform.aspx?ID=3", "/register-tin",
    ],
)  # fmt: skip
def test_what_speaks_of_log_ins_is_none(local: str) -> None:
    assert not asks_log_in(local)


@pytest.mark.parametrize("words", ["Đăng nhập", " ĐĂNG NHẬP / ĐĂNG KÝ", "Quên mật khẩu?", "Log in", "Đăng ký ngay"])
def test_links_say_where_one_logs_in(words: str) -> None:
    assert says_log_in(words)


@pytest.mark.parametrize("words", ["", "Đăng ký kết hôn", "Hướng dẫn đăng nhập", "Đăng nhập dịch vụ công", "Đăng tin"])
def test_other_words_say_no_such_thing(words: str) -> None:
    assert not says_log_in(words)


def book_of(links: dict[str, str]) -> Book:
    book = Book(bare_portal(f"{HOST}/"))
    for own in ("/", "/tin/a", "/tin/b"):
        seen = tuple(Seen(HOST + path, text, in_menu=True, in_aside=False) for path, text in links.items())
        page = Page(url=HOST + own, kind="other")
        book.add(Observed(asked=HOST + own, status=200, page=page, links=seen))
    return book


def test_addresses_that_only_links_call_so_are_ignored_by_their_path_or_by_what_they_alone_have() -> None:
    links = {"/vao?tu=/": "Đăng nhập", "/?khu=quantri": "Đăng nhập", "/trang": "Tin xã", "/trang-1": "Đăng ký kết hôn"}
    patterns = list(log_in_patterns(book_of(links)))
    ignored = {path for path in links if any(re.search(pattern, path) for pattern in patterns)}
    assert ignored == {"/vao?tu=/", "/?khu=quantri"}
    assert not any(re.search(pattern, path) for pattern in patterns for path in ("/", "/vao-1", "/?khu=tin"))


def test_a_page_that_is_linked_by_another_name_as_well_is_left_alone() -> None:
    book = book_of({"/trang": "Đăng nhập"})
    again = Seen(f"{HOST}/trang", "Lễ ra quân", in_menu=False, in_aside=False)
    page = Page(url=f"{HOST}/tin/c", kind="other")
    book.add(Observed(asked=f"{HOST}/tin/c", status=200, page=page, links=(again,)))
    assert list(log_in_patterns(book)) == []
