"""What a shop shows: the words of a cart, and goods that each have a link and a price of their own."""

from __future__ import annotations

import re
from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.markup.tree import climb, text_of
from crawler.extract.sheet import Sheet

_CART = r"gio hang|them vao gio|mua ngay|add to cart"
CART = re.compile(rf"\b(?:{_CART})\b")
GOODS = re.compile(rf"\b(?:{_CART}|checkout)\b")
"""Words of a shop, folded. `thanh toán` is none: portals take fees online."""
FEWEST_OFFERS = 3
"""Goods with a price on one page; a page of news may name one."""
_CURRENCY = r"(?:₫|vnđ|vnd|đ)"
"""As shops write it. `đồng` in full is what decisions, budgets and tables of fees say."""
_AMOUNT = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]0{1,2})?"
PRICE = re.compile(
    rf"\W*(?:(?:chỉ )?(?:từ|còn)|giá(?: (?:bán|gốc|mới|cũ|km|khuyến mãi|khuyến mại|niêm yết|từ))?)?\W*"
    rf"(?:{_AMOUNT}\s*{_CURRENCY}|{_CURRENCY}\s*{_AMOUNT})\W*(?:/\s*[\w ]{{1,15}})?\W*",
    re.I,
)
"""All that the element of a price says."""
ENDS = re.compile(rf"{_CURRENCY}\W*(?:/\s*[\w ]{{1,15}})?\W*$|^\W*{_CURRENCY}\W*{_AMOUNT}", re.I)
PUBLIC = re.compile(
    r"\b(?:phí|lệ phí|mức (?:thu|chi|phạt|lương|hỗ trợ|đóng)|dự toán|gói thầu|trúng thầu|dự án|kinh phí|vốn|ngân sách"
    r"|đấu giá|khởi điểm|giá đất|bồi thường|trợ cấp|thu tiền|phạt tiền|thủ tục|hồ sơ)\b",
    re.I,
)
"""What has a sum of money beside its link on a portal."""
TEXTS = etree.XPath("//text()")
LONGEST_PRICE, LONGEST_OFFER = 40, 250
"""Characters of a price with its words, and of one of the goods with its name."""
LEVELS = 5


def count_offers(sheet: Sheet) -> int:
    """Return how many links of the page's content have a price beside them, each its own."""
    found = set()
    for text in cast("list[etree._ElementUnicodeResult]", TEXTS(sheet.root)):
        if len(text) <= LONGEST_PRICE and ENDS.search(text):
            element = _price_element(text)
            if element is not None and not sheet.in_chrome(element) and (target := _offered(element)) is not None:
                found.add(target)
    return len(found)


def _price_element(text: etree._ElementUnicodeResult) -> HtmlElement | None:
    """Return where a price stands; the sign of the currency may have an element of its own beside the amount."""
    element = cast("HtmlElement | None", text.getparent())
    if element is None:
        return None
    if PRICE.fullmatch(text):
        return element
    around = (step for step in islice(climb(element), 0, 3) if len(text_of(step)) <= LONGEST_PRICE)
    return next((step for step in around if PRICE.fullmatch(text_of(step))), None)


def _offered(price: HtmlElement) -> str | None:
    """Return where the link leads that stands nearest to a price; None for sums of public money, and without a link."""
    for step in islice(climb(price), 0, LEVELS):
        text = text_of(step)
        if len(text) > LONGEST_OFFER or PUBLIC.search(text):
            return None
        links = [step] if step.tag == "a" else step.iter("a")
        target: str | None = next((href for one in links if (href := one.get("href"))), None)
        if target is not None:
            return target
    return None
