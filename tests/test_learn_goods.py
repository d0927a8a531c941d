"""A shop is told from a portal by goods with links and prices, not by sums of money in what a portal writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crawler.learn.sample.observe import observe
from crawler.learn.survey import bare_portal
from tests.command import kho
from tests.learn_paths import nukeviet
from tests.learn_sites import MISSING, Build, Page, html, make_news, served, with_more
from tests.page_captures import page_capture

HOST = "http://a.vn"


def offers(body: str) -> int:
    capture = page_capture(f"{HOST}/", f"<html><body>{body}</body></html>", "2024-06-01T00:00:00Z")
    return observe(capture, bare_portal(HOST)).offers


def grid(one: Callable[[int], str], count: int = 4) -> str:
    return "".join(f"<div class='item'>{one(at)}</div>" for at in range(1, count + 1))


GRIDS: dict[str, Callable[[int], str]] = {
    "sign": lambda at: f"<a href='/ao-{at}'>Áo số {at}</a> <b>{at}50.000₫</b>",
    "letter": lambda at: f"<a href='/ao-{at}'>Áo số {at}</a><p>Giá: {at}50.000đ</p>",
    "letter apart": lambda at: f"<a href='/ao-{at}'>Áo số {at}</a><p>{at}50,000 <u>đ</u></p>",
    "vnd": lambda at: f"<h3><a href='/ao-{at}'>Áo số {at}</a></h3><span>{at}.250.000 VNĐ</span>",
    "before": lambda at: f"<a href='/ao-{at}'>Áo số {at}</a><p>VND {at}50.000</p>",
    "old and new": lambda at: f"<a href='/ao-{at}'>Áo</a><p><del>{at}90.000đ</del> <ins>{at}50.000đ</ins></p>",
    "own element": lambda at: (
        f"<a href='/ao-{at}'>Áo</a><span><bdi>{at}50.000&nbsp;<span class='symbol'>&#8363;</span></bdi></span>"
    ),
    "in the link": lambda at: f"<a href='/ao-{at}'><h3>Áo số {at}</h3><span>{at}50.000 đ</span></a>",
    "by weight": lambda at: f"<a href='/rau-{at}'>Rau số {at}</a><span>{at}5.000đ/kg</span>",
}


@pytest.mark.parametrize("name", sorted(GRIDS))
def test_goods_are_known_by_a_link_and_a_price(name: str) -> None:
    assert offers(grid(GRIDS[name])) == 4


PUBLIC = {
    "fees": grid(lambda at: f"<a href='/thu-tuc-{at}'>Cấp giấy khai sinh {at}</a><p>Lệ phí:</p><p>{at}50.000 đ</p>"),
    "tenders": grid(lambda at: f"<a href='/goi-{at}'>Gói thầu số {at}</a><p>{at}.250.000.000 VNĐ</p>"),
    "prices of land": "<table>" + "".join(f"<tr><td>Đường {n}</td><td>{n}.500.000 đ</td></tr>" for n in range(9)),
    "in full": grid(lambda at: f"<a href='/ho-tro-{at}'>Hỗ trợ hộ nghèo {at}</a><p>{at}50.000 đồng</p>"),
    "sentences": grid(lambda at: f"<a href='/t-{at}'>Tin {at}</a><p>Xã trao {at} suất quà, mỗi suất 500.000đ.</p>"),
    "side bar": f"<div><h1>Tin</h1><p>{'Xã họp phiên thường kỳ. ' * 20}</p></div><aside>{grid(GRIDS['sign'])}</aside>",
}


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_sums_of_public_money_are_no_goods(name: str) -> None:
    assert offers(PUBLIC[name]) == 0


def shop(path: str) -> Page:
    """A shop without a cart: one orders by telephone. Its pages count their readers."""
    if "." in path:
        return MISSING
    if path.startswith("/ao-"):
        head = f"<h1>Áo sơ mi {path[4:]}</h1><p>Lượt xem: 124</p><p>{'Vải cotton mềm, mặc mát. ' * 12}</p>"
        return html(f"{head}<h3>Sản phẩm khác</h3>{grid(GRIDS['letter'])}", f"Áo sơ mi {path[4:]}")
    menu = "".join(f"<li><a href='/nhom-{at}'>Nhóm hàng {at}</a></li>" for at in range(8))
    first = 10 * (int(path[6:] or 0) if path.startswith("/nhom-") else 8)
    goods = "".join(f"<div>{GRIDS['letter'](first + at)}</div>" for at in range(10))
    return html(f"<div class='menu'><ul>{menu}</ul></div>{goods}<p>Gọi 0912 345 678 để đặt hàng</p>", "Áo đẹp")


def test_a_shop_without_a_cart_is_no_portal() -> None:
    with served(Build([], answer=lambda path, *_: shop(path))) as url:
        done = kho("probe", url)
    assert (done.returncode, "a shop, not a portal" in done.stderr) == (3, True)


@pytest.mark.parametrize(
    "more",
    [
        f"<div class='panel'><h3>Sản phẩm OCOP</h3>{grid(GRIDS['sign'], 6)}</div>",
        "<p><a href='/thanh-toan'>Thanh toán trực tuyến</a> lệ phí 50.000 đ</p>",
    ],
)
def test_a_portal_that_shows_the_goods_of_its_farmers_on_every_page_stays_one(more: str) -> None:
    with served(with_more(nukeviet(make_news(60)), more)) as url:
        done: Any = kho("probe", url)
    assert done.returncode == 0, done.stderr
