"""Addresses that lead nowhere new: print copies, searches, log-ins, calendars, sort orders, tags, other languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from urllib.parse import urlsplit

from crawler.extract.attachments import FILE, FILE_PATH, PICTURE
from crawler.extract.copies import is_copy
from crawler.learn.links.log_ins import asks_log_in
from crawler.learn.links.orders import asks_order
from crawler.learn.links.shapes import pairs_of
from crawler.learn.links.wikis import is_of_writers

WORDS = re.compile(
    r"/(?:tags?|tu-?khoa|keywords?|authors?|tac-gia|login|log-?in|logout|dang-nhap|dang-ky|register|signin|signup|search"
    r"|tim-kiem|rss|feed|feeds|comments?|wp-admin|wp-login\.php|wp-json|wp-content|wp-includes|xmlrpc\.php|cdn-cgi"
    r"|forum|dien-?dan|cart|gio-hang|checkout|account|users?|statistics|thong-ke-truy-cap"
    r"|amp|trackback|embed|oembed|banners?/click|archiveview|authorview|getrss|rssfeed|viewrss|c/portal"
    r"|ctl/(?:terms|privacy|profile|viewprofile|edit\w*|module|tab|help|message|settings|export\w*|import\w*))(?:[./-]?\d[^/]*)?(?:/|\.\w+$|$)",
    re.I,
)
"""Parts of a path that name no page of an article or a section.

DotNetNuke's own forms are `/ctl/Terms/`; modules show articles by the same means: `/ctl/ChiTiet/mid/402/nid/7/`.
"""
CALENDAR = re.compile(
    r"/(?:calendar|lich|lich-(?:cong-tac|lam-viec|tiep-dan))"
    r"(?:[.-]?\d[^/]*(?:/|$)|/(?:-/|(?:tuan|thang|ngay|week|month)?[-/]?\d))",
    re.I,
)
"""Days, weeks and months of a calendar; the page it begins with may as well be a section of news."""
SEARCH = re.compile(r"/(?:search|tim-?kiem|login|dang-?nhap|rss|sitemap)[\w-]*\.(?:aspx|html?|php)$", re.I)
OF_SHAREPOINT = re.compile(
    r"/lists/[^/]+/calendar\.aspx$|/_layouts/(?:\d+/)?(?:viewlsts|settings|user(?:disp)?|people|osssearchresults|searchresults"
    r"|listfeed|mobile\w*|upload|create|versions|subnew|mysubs|aclinv|addrole|help|mng\w+|sitemanager|listedit)\.aspx$",
    re.I,
)
"""SharePoint's own pages and the view of a list by days. Source: its application pages, `_layouts/15/viewlsts.aspx`."""
KEYS = re.compile(
    r"^(?:s|q|kw|tags?|author|author_name|keywords?|tu-?khoa|search\w*|txtsearch\w*|dir|month|year|day|date|thang|nam"
    r"|pagedprev|amp|ngay|tu-?ngay|den-?ngay|from-?date|to-?date|replytocom|share|add-to-cart|tmpl"
    r"|print|feed|rss|login|filter\w*|\w*_keywords|font|size|color|style|theme|ver)$",
    re.I,
)
"""Parameters that ask for a search, a day or another look of a list; SharePoint's `PagedPrev` goes back."""
LANGUAGE_NAMES = r"(?:sps|set|site|ui|user|current|change)?[_-]?lang(?:uage)?(?:id|code)?|hl|locale|ngon-?ngu"
LANGUAGES = re.compile(LANGUAGE_NAMES, re.I)
OWN_LANGUAGE = re.compile(r"(?:vie?|vn|vi[-_]vn|vietnamese|tieng-?viet|1066)?", re.I)
"""Parameters that choose a language, and the values by which they choose the portal's own: 1066 is Windows' number.

`index.php?language=vi&nv=news` is the only address that a page has without rewriting. Source: NukeViet 3; SharePoint's
`SPSLanguage`; Windows Language Code Identifier (MS-LCID), vi-VN.
"""
SWITCH = r"nv_redirect|nv[a-z]{2}themever"
"""Parameters of NukeViet's forms and switches, which lead back where one came from: log-in, the look for telephones.

Source: NukeViet's `nv_redirect` and `nv<language>themever`.
"""
IS_SWITCH = re.compile(SWITCH)
TOOL_TEXT = re.compile(
    r"^\W*(?:in|print|in (?:ra|bai\w*|trang|tin)(?: \w+)?"
    r"|(?:xem )?(?:ban|trang|dang)(?: (?:de|cho))? in(?: an| ra)?|luu(?: (?:bai|tin|trang))?(?: viet)?|gui(?: \w+){0,4}"
    r"|e-?mail|share|chia se|binh chon|danh gia|tra loi|reply|(?:tin )?(?:xem|doc) nhieu(?: nhat)?|moi nhat|cu nhat"
    r"|(?:sap xep|xep theo|sort(?:ed)? by|order(?:ed)? by)\b.*"
    r"|(?:hien thi |show )?\d{1,3}(?: \w+){0,2} ?(?:/|\b(?:tren|moi|per)\b) ?(?:(?:mot|moi) )?(?:trang|page)"
    r"|theo (?:ngay|ten|luot xem)|(?:thang|tuan|nam|ngay) (?:truoc|sau|toi)|(?:previous|next) (?:month|week|year)"
    r"|dang (?:nhap|ky)|log ?in|thanh vien|tai khoan|tim (?:kiem )?nang cao"
    r"|quen (?:mat khau|ten dang nhap)|(?:forgot|lost) .*|(?:so )?luu but|guest ?book"
    r"|(?:xem )?ket qua(?: binh chon| tham do)?|privacy(?: \w+)?|terms of use|dieu khoan su dung|tim kiem"
    r"|english|tieng anh|eng?|[a-z]{2}-[a-z]{2}|tieng viet|vietnamese|amp"
    r"|tai (?:ve|xuong)|download|facebook|zalo|twitter|phong to|thu nho|a[+-]|thang \d{1,2}(?:[ /-]\d{4})?)\W*$"
)
"""What links say that lead to another look of the same page, to a form, or to a calendar."""
OF_PORTLET = r"_\w+_(?i:month|year|day|date|thang|nam|ngay)"
"""The same for the day, month and year of a portlet of Liferay, which puts its own name before those of parameters.

Source: Liferay's calendar (`p_p_id=8`: `_8_month=10&_8_day=3&_8_year=2026`).
"""
PORTLET_DAY = rf"^(?!.*[?&]_\w+_cur=)[^?]*\?(?:.*&)?{OF_PORTLET}="
"""Path and query of such a page; a numbered page of a list may carry them beside its number."""
ASKS_PORTLET_DAY = re.compile(PORTLET_DAY)
DAY = re.compile(
    r"(?:19|20)\d\d-\d{1,2}(?:-\d{1,2})?|\d{1,2}-\d{1,2}-(?:19|20)\d\d|\d{1,2}(?:%2f|/)\d{1,2}(?:%2f|/)\d{4}", re.I
)
"""A day or a month as the value of a parameter: a calendar's."""
ROUTED = re.compile(
    r"^(?:act(?:ion)?|do|nv|op|task|mod(?:ule)?|menu|page|p|view|m|go|file|show|func?|c|option|case)$", re.I
)
"""Parameters by which home-made systems name the program that makes the page."""
ROUTES = re.compile(
    r"^(?:log-?(?:in|out)|sign-?(?:in|up)|register|dang-?(?:nhap|ky)|thoat|search|tim-?(?:kiem)?|tim-?nang-?cao|rss|feed|print|in|ban-?in"
    r"|in-?(?:bai|tin)|savefile|tags?|tu-?khoa|statistics|send(?:mail)?|gui-?(?:bai|tin|mail)|email|share|rate|vote|binh-?chon|comment|captcha|cart|lich|calendar)$",
    re.I,
)
"""What these call forms, copies and calendars."""
MONTH_KEY = re.compile(r"^(?:m|mm|mon|month|thang|th)$", re.I)
YEAR = re.compile(r"(?:19|20)\d\d")
YEAR_KEY = re.compile(r"^(?:y|yy|yyyy|yr|year|nam)$", re.I)
DAY_PATH = re.compile(
    r"/in/\d+/?$|/(?:19|20)\d{2}(?:[/-]\d{1,2}){0,2}/?$|/month/\d{1,2}/year/\d{4}\b|/year/\d{4}/month/\d{1,2}\b"
    r"|/archives?/(?:19|20)\d{2}(?:[/.-]\d{1,2}){0,2}(?:/page/\d+|(?:/index)?\.\w+)?/?$",
    re.I,
)
"""Days, months and years, with nothing behind them: `/archive/2024/11/ra-quan.html` is an article."""
OTHER_LANGUAGE = re.compile(
    r"^/(?:index\.php/)?((?:en|zh|ja|ko|fr|ru|lo|km)(?:[-_][a-z]{2})?|cn|jp|kr|english)(?:/|$)"
    r"|/language/(?!vi[/-])[a-z]{2}(?:-[a-z]{2,4})?/",
    re.I,
)
"""In front of all paths or, as DotNetNuke has it, anywhere: `/tabid/36/language/en-US/Default.aspx`."""
LANGUAGE_KEY = re.compile(
    r"[?&](?:(?:lang|language|hl|locale|ngon-?ngu)=(?!vi)|[\w-]+=(?:en(?:[-_](?:us|gb))?|english|zh(?:[-_](?:cn|tw))?|fr[-_]fr)(?:&|$))",
    re.I,
)
"""By the parameter's name, or by a value that is the code of a language and hardly anything else."""


def is_file(url: str) -> bool:
    """Return True if the address ends like that of a file."""
    path = urlsplit(url).path
    return bool(
        FILE.search(path)
        or PICTURE.search(path)
        or FILE_PATH.search(path)
        or path.lower().endswith((".js", ".css", ".ico"))
    )


def is_foreign(local: str) -> bool:
    """Return True for a copy in another language, by its path or parameter."""
    return bool(OTHER_LANGUAGE.search(local) or LANGUAGE_KEY.search(local))


def is_trap(url: str, local: str, carried: frozenset[str] = frozenset()) -> bool:
    """Return True for an address that no crawl should enter; `local` is its path and query.

    `carried` are the orders that pagers put into the addresses of all pages of a list, and what chooses the portal's
    own language in nearly all of its addresses.
    """
    path, _, query = local.partition("?")
    if (
        is_file(url)
        or is_copy(url)
        or any(pattern.search(path) for pattern in (WORDS, CALENDAR, SEARCH, DAY_PATH, OF_SHAREPOINT))
    ):
        return True
    if (
        asks_log_in(local)
        or is_of_writers(local)
        or "p_p_lifecycle=1" in url
        or "add-to-cart=" in url
        or "format=pdf" in url
    ):
        return True
    if ASKS_PORTLET_DAY.search(local):
        return True
    pairs = [pair.partition("=")[::2] for pair in query.split("&") if pair not in carried]
    return _asks_month(pairs) or any(_asks_other(key, value) for key, value in pairs)


def own_language(linked: Collection[str]) -> frozenset[str]:
    """Return the parameters that choose the portal's own language in most of the addresses that a page links to."""
    pairs = Counter(pair for local in linked for pair in set(pairs_of(local)) if _is_own_language(pair))
    return frozenset(pair for pair, count in pairs.items() if 2 * count > len(linked))


def _is_own_language(pair: str) -> bool:
    key, _, value = pair.partition("=")
    return bool(LANGUAGES.fullmatch(key) and OWN_LANGUAGE.fullmatch(value))


def _asks_other(key: str, value: str) -> bool:
    """Return True for a parameter that asks for a form, a day, another order or another look of a page."""
    if asks_order(key, value) or IS_SWITCH.fullmatch(key):
        return True
    if LANGUAGES.fullmatch(key):
        return True
    route = value.partition("/")[0] if ROUTED.match(key) else ""
    return bool(KEYS.match(key) or DAY.fullmatch(value) or ROUTES.match(route))


def _asks_month(pairs: list[tuple[str, str]]) -> bool:
    """Return True for parameters that name a month and a year: `?act=xem&m=11&y=2026` is a calendar's."""
    months = any(MONTH_KEY.match(key) and value.isdecimal() and int(value) <= 12 for key, value in pairs)
    return months and any(YEAR_KEY.match(key) and YEAR.fullmatch(value) for key, value in pairs)
