"""Parameters that ask for another order of the same rows: `orderBy`, `sap-xep`, or anything that is `asc` or `desc`.

Programs put their own name before them (`_vanban_WAR_vanban_orderByCol`, `News_sort`, `grid-SortField`). A pager may
carry the order that a list has anyway; what it carries is no other order.
"""

from __future__ import annotations

import re

from crawler.extract.lists.listing import NEXT
from crawler.extract.text import fold
from crawler.learn.links.page_words import NUMBER, SHORT
from crawler.learn.links.shapes import pairs_of

PARTS = r"(?:[_-]?(?:by|cols?|columns?|type|dir|direction|fields?|key|exp|expression|order|mode|name|ing|ed))"
NAMES = (
    r"(?i:sort\w*|order\w*|s(?:idx|ord)|sap[_-]?xep\w*|xep[_-]?theo|thu[_-]?tu)"
    rf"|[\w.:$%-]*[_.:$-](?i:(?:sort|order){PARTS}*|sap[_-]?xep|xep[_-]?theo|thu[_-]?tu)"
    r"|\w*[a-z\d](?:Sort|Order)(?:By|Col|Column|Type|Dir|Direction|Field|Key|Exp|Expression|Order|Mode)+"
    r"|\w*[a-z\d](?:SapXep|XepTheo|ThuTu)"
)
"""Names of such parameters: alone, or behind the name of a program, with a sign between or like `newsOrderBy`.

Source: Liferay's search containers (`orderByCol`, `orderByType`), Yii (`News_sort=title.desc`), jqGrid (`sidx`,
`sord`), Joomla (`filter_order_Dir`), SharePoint (`SortField`, `SortDir`).
"""
NAME = re.compile(rf"(?:{NAMES})")
VALUES = r"(?i:(?:\w+(?:[.:,_+-]|%20|%2[bc]|%3a))?(?:asc|desc|ascending|descending|tang[_-]?dan|giam[_-]?dan))"
VALUE = re.compile(VALUES)
"""What only an order is, whatever the parameter is called: a way, or a column and a way."""


def asks_order(key: str, value: str) -> bool:
    """Return True for a parameter that asks for the rows of a list in another order."""
    return bool(NAME.fullmatch(key) or VALUE.fullmatch(value))


def carried_orders(own: str, target: str, words: str) -> frozenset[str]:
    """Return the orders in a link to another page of the list at `own`, which has none: those that it has anyway."""
    folded = fold(words) if len(words) <= SHORT else ""
    turns = bool(folded) and bool(NUMBER.match(folded) or NEXT.match(folded))
    if not turns or target.partition("?")[0] != own.partition("?")[0] or any(map(_is_order, pairs_of(own))):
        return frozenset()
    return frozenset(filter(_is_order, pairs_of(target)))


def _is_order(pair: str) -> bool:
    key, _, value = pair.partition("=")
    return asks_order(key, value)
