"""The page around the content: what a Liferay 6 theme of a district portal prints on every page, made once.

Markup and words are written for the sample portal; from the real ones it has the shape: skip link, menus, portlet
boundaries, side portlets with doubled headings before and after the content, visitor block, page clock, hidden state,
footer.
"""

from __future__ import annotations

import random
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape

from crawler.demo import organisation as org
from crawler.demo.addresses import instance
from crawler.demo.scripts import head_scripts
from crawler.demo.words import bank, group_thousands

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
STATIC_PAGES = (
    ("Giới thiệu", "/gioi-thieu"),
    ("Cơ cấu tổ chức", "/co-cau-to-chuc"),
    ("Thủ tục hành chính", "/thu-tuc-hanh-chinh"),
    ("Liên hệ", "/lien-he"),
)
"""Pages without articles."""
WARD_MENU = ("Giới thiệu chung", "Lãnh đạo phường", "Tin hoạt động", "Thông báo", "Tuyên truyền pháp luật", "Hỏi đáp")
BANNERS = ("Cổng dịch vụ công", "Công báo điện tử", "Hộp thư công vụ", "Phản ánh hiện trường", "Bản đồ quy hoạch")

UPDATED = "Cập nhật: 15/09/2021 | 08:15"
"""Stands before every article: the time of a list of documents, not of the article."""
MOST_READ = (
    ("Lịch tiếp công dân của lãnh đạo quận", "20/07/2021 | 09:05", "Lượt xem: 15.482"),
    ("Hướng dẫn nộp hồ sơ trực tuyến tại nhà", "02/06/2021 | 16:40", "9.310 lượt xem"),
    ("Danh sách các điểm trông giữ xe được cấp phép", "11/05/2021 | 10:20", "Lượt xem: 7045"),
)
"""Stand after every article: time and counter of others."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What changes from one request to the next, whatever the page."""

    clock: datetime
    requests: int


def portlet(name: str, title: str, content: str, *, state: str = "") -> str:
    """Return content inside a portlet's boundary, its title printed as icon text and as text."""
    shown = escape(title)
    return f"""
<div class="portlet-boundary portlet-boundary_{name[:3]}_ portlet-static portlet-static-end portlet-borderless {state}"
 id="p_p_id_{name}_">
<span id="p_{name}"></span>
<section class="portlet" id="portlet_{name}">
<header class="portlet-topper">
<h1 class="portlet-title">
<span><img id="icon_{name}" src="/html/icons/default.png" alt="{shown}" title="{shown}" /></span>
<span class="portlet-title-text">{shown}</span>
</h1>
<menu class="portlet-topper-toolbar" id="portlet-topper-toolbar_{name}" type="toolbar"></menu>
</header>
<div class="portlet-content">
<div class="portlet-content-container" style="">
<div class="portlet-body">
{content}
</div>
</div>
</div>
</section>
</div>"""


def _item(name: str, path: str, prefix: str) -> str:
    layout = f"layout_{instance(path)}"
    link = f'<a aria-labelledby="{layout}" href="{prefix}{path}" role="menuitem"><span>{escape(name)}</span></a>'
    return f'<li class="nav-item" id="{layout}" role="presentation">{link}</li>'


def _ward_item(ward: str, number: int) -> str:
    """Return a ward's entry of the menu; wards have sites of their own, on other hosts."""
    host, name = f"http://phuong{number:02d}.benmau.example", escape(ward)
    entries = "\n".join(
        f'<li class="child-item level-3"><a class="child-link" href="{host}/web/phuong{number:02d}/trang-{index}" '
        f'target="_blank" title="{escape(entry)} - phường {name}" role="menuitem">'
        f'<span class="child-text">{escape(entry)}</span></a></li>'
        for index, entry in enumerate(WARD_MENU)
    )
    title = f'<a href="{host}/"><span>Phường {name}</span></a>'
    return f'<li class="nav-item has-child">{title}\n<ul class="child-menu">\n{entries}\n</ul></li>'


@cache
def _menus(prefix: str) -> str:
    sections = (*org.article_sections(), *org.document_sections())
    main = "\n".join(_item(section.name, section.path, prefix) for section in sections)
    more = "\n".join(_item(name, path, prefix) for name, path in STATIC_PAGES)
    wards = "\n".join(_ward_item(piece.literals[0], number) for number, piece in enumerate(bank()[0]["ward"], 1))
    return f"""
<nav class="sort-pages modify-pages" id="navigation" role="navigation">
<ul aria-label="Các trang của cổng" role="menubar">
<li class="nav-item selected"><a href="{prefix or "/"}"><span>Trang chủ</span></a></li>
{main}
<li class="nav-item has-child"><a href="javascript:void(0);"><span>Thông tin chung</span></a><ul class="child-menu">
{more}
</ul></li>
<li class="nav-item has-child"><a href="javascript:;"><span>Các phường</span></a><ul class="child-menu wards">
{wards}
</ul></li>
<li class="nav-item"><a href="{prefix}/lich-cong-tac"><span>Lịch công tác</span></a></li>
<li class="nav-item"><a href="/en"><span>English</span></a></li>
<li class="nav-item"><a href="/c/portal/login?p_l_id={org.GROUP_ID}" rel="nofollow"><span>Đăng nhập</span></a></li>
</ul>
</nav>"""


@cache
def _top(prefix: str) -> str:
    return f"""
<body class="blue yui3-skin-sam controls-visible signed-out public-page site">
<a href="#main-content" id="skip-to-content">Truy cập nội dung luôn</a>
<div id="wrapper">
<header id="banner" role="banner">
<div id="heading">
<h1 class="site-title"><a class="logo" href="{prefix or "/"}" title="Về trang chủ">
<img alt="Cổng thông tin điện tử" height="90" src="/benmau-theme/images/logo.png" width="980" /></a>
<span class="site-name" title="Quận Bến Mẫu">Cổng thông tin điện tử quận Bến Mẫu</span></h1>
</div>
{_menus(prefix)}
</header>"""


def _search_form(prefix: str) -> str:
    return f"""<form action="{prefix}/tim-kiem" id="_3_fm" method="get" name="_3_fm">
<input id="_3_keywords" name="_3_keywords" size="30" title="Tìm kiếm" type="text" value="" />
<input name="p_p_id" type="hidden" value="3" />
<input alt="Tìm kiếm" src="/html/icons/search.png" title="Tìm kiếm" type="image" />
</form>"""


@cache
def _before(prefix: str) -> str:
    """Return the side portlets that stand before the content, titles doubled as themes print them."""
    boxes = []
    for section in org.document_sections():
        links = f'<p class="updated">{UPDATED}</p>\n<a class="more" href="{prefix}{section.path}">Xem tất cả</a>'
        boxes.append(portlet(f"101_INSTANCE_{instance(section.path)}x", section.name, links))
    return _search_form(prefix) + "".join(boxes)


@cache
def _after() -> str:
    """Return the side portlets that stand after the content."""
    banners = "\n".join(
        f'<li><a href="http://lienket{index}.benmau.example/" target="_blank">'
        f'<img alt="{escape(name)}" src="/benmau-theme/images/banner-{index}.jpg" /></a></li>'
        for index, name in enumerate(BANNERS)
    )
    options = "\n".join(
        f'<option value="http://phuong{number:02d}.benmau.example/">UBND phường {escape(piece.literals[0])}</option>'
        for number, piece in enumerate(bank()[0]["ward"], 1)
    )
    choose = "<option>--- Liên kết website ---</option>"
    links = f'<select id="lien-ket" onchange="window.open(this.value)">{choose}\n{options}\n</select>'
    read = "\n".join(f"<li>{title} <span>Ngày đăng {day}  | {views}</span></li>" for title, day, views in MOST_READ)
    boxes = (
        ("56_INSTANCE_banner01", "Kho tư liệu chủ đề năm 2021", f'<ul class="banners">{banners}</ul>'),
        ("56_INSTANCE_docnhieu", "Tin xem nhiều", f'<ul class="most-read">{read}</ul>'),
        ("56_INSTANCE_lienket1", "Liên kết website", links),
    )
    return "".join(portlet(*box) for box in boxes)


def _visitors(moment: Moment) -> str:
    """Return the visitor block: counters that are the site's, never an article's."""
    total = 6_070_214 + moment.requests
    rows = (
        ("Đang online", str(40 + moment.requests % 97)),
        ("Lượt truy cập trong tuần", str(842 + moment.requests)),
        ("Lượt truy cập trong tháng", str(17_636 + moment.requests)),
        ("Lượt truy cập trong năm", group_thousands(321_650 + moment.requests)),
        ("Tổng số lượt truy cập", str(total)),
    )
    lines = "".join(f"<li>{label}: <span>{value}</span></li>\n" for label, value in rows)
    return portlet("56_INSTANCE_thongke1", "THỐNG KÊ TRUY CẬP", f'<ul class="visitors">\n{lines}</ul>')


def _hidden_state(moment: Moment) -> str:
    """Return hidden fields of a form, different in each answer."""
    state = b64encode(random.Random(moment.requests).randbytes(3000)).decode()
    return (
        '<form action="#" id="fm_state" method="post" name="fm_state">\n'
        f'<input id="__VIEWSTATE" name="__VIEWSTATE" type="hidden" value="{state}" />\n'
        f'<input name="__EVENTVALIDATION" type="hidden" value="{state[40:120]}" />\n'
        f'<input name="_58_formDate" type="hidden" value="{1_600_000_000_000 + moment.requests}" />\n</form>'
    )


def _clock(moment: Moment) -> str:
    day = moment.clock
    shown = f"{WEEKDAYS[day.weekday()]}, Ngày {day:%d/%m/%Y} <span>{day:%H:%M:%S}</span>"
    return f'<div class="page-clock" id="clock">{shown}</div>'


@cache
def _footer() -> str:
    return f"""
<footer id="footer" role="contentinfo">
<div class="footer-text">
<p>Bản quyền Cổng TTĐT: {org.ORGANISATION}.<br />
Địa chỉ: {org.POSTAL_ADDRESS}.</p>
<p>Tel: {org.TEL}, Fax: {org.FAX}<br />
Email: <a href="mailto:{org.EMAIL}">{org.EMAIL}</a></p>
</div>
<p class="powered-by"><a href="http://www.liferay.com" rel="external">Liferay</a></p>
</footer>
</div>
</body>
</html>
"""


def _head(title: str, charset: str | None) -> str:
    declared = f'<meta content="text/html; charset={charset}" http-equiv="content-type" />' if charset else ""
    return f"""<!DOCTYPE html>
<html class="ltr" dir="ltr" lang="vi-VN">
<head>
<title>{escape(title)} - Cổng thông tin điện tử quận Bến Mẫu</title>
{declared}
{head_scripts()}
</head>"""


def render_frame(content: str, *, title: str, moment: Moment, prefix: str = "", charset: str | None = "UTF-8") -> str:
    """Return a whole page around `content`; `prefix` is `/web/guest` on the mirror host."""
    return f"""{_head(title, charset)}{_top(prefix)}
<div id="content">
{_clock(moment)}
{_hidden_state(moment)}
<div class="columns-3" id="layout-column">
<div class="portlet-layout">
<div class="aui-w25 portlet-column portlet-column-first" id="column-2">{_before(prefix)}</div>
<div class="aui-w50 portlet-column" id="column-1"><a id="main-content"></a>{content}</div>
<div class="aui-w25 portlet-column portlet-column-last" id="column-3">{_after()}{_visitors(moment)}</div></div>
</div>
</div>{_footer()}"""
