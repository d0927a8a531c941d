"""Small portals whose addresses are parameters: home-made tables, ASP.NET, WordPress without permalinks, Joomla."""
# ruff: noqa: E501 - markup reads best as the line it is

from __future__ import annotations

import random
from html import escape

from tests.learn_sites import MISSING, ROWS, SECTIONS, STATIC, Build, News, Page, html, paged, rows_of


class _Flat:
    """`tin.php?id=`: tables for layout, no classes; print views, a calendar, sort orders and session ids."""

    def __init__(self, news: list[News]) -> None:
        self.news = news
        self.build = Build(news)
        self.by_id = {str(one.id): one for one in self.news}
        self.sessions = random.Random(3)

    def frame(self, content: str, title: str) -> Page:
        sid = f"{self.sessions.getrandbits(64):016x}"
        menu = "".join(
            f'<tr><td><a href="ds.php?loai={index + 1}&amp;sid={sid}">{name}</a></td></tr>'
            for index, (_, name) in enumerate(SECTIONS)
        )
        menu += '<tr><td><a href="lich.php">Lịch công tác tuần</a></td></tr><tr><td><a href="gt.php">Giới thiệu</a></td></tr>'
        hot = "".join(
            f'<tr><td><a href="tin.php?id={one.id}&amp;tu=hot">{escape(one.title)}</a></td></tr>'
            for one in self.news[2:30:6]
        )
        return html(
            f'<table width="980"><tr><td colspan="3"><b>XÃ BẾN MẪU</b><br>Hôm nay: 17/05/2024</td></tr><tr><td width="180" valign="top"><table>{menu}</table></td>'
            f'<td valign="top">{content}</td><td width="200" valign="top"><table><tr><td><b>Tin đọc nhiều</b></td></tr>{hot}</table></td></tr>'
            f'<tr><td colspan="3">Bản quyền thuộc UBND xã Bến Mẫu. Điện thoại: 02403990123</td></tr></table>',
            title,
        )

    def article(self, one: News) -> Page:
        body = "".join(f"{escape(text)}<br><br>" for text in one.paragraphs)
        others = "".join(
            f'- <a href="tin.php?id={other.id}&amp;tu=khac">{escape(other.title)}</a> ({other.moment:%d/%m/%Y})<br>'
            for other in self.build.of(one.section)[:6]
            if other is not one
        )
        return self.frame(
            f'<table><tr><td><font size="4"><b>{escape(one.title)}</b></font></td></tr><tr><td><i>Ngày đăng: {one.moment:%d/%m/%Y %H:%M} | Lượt xem: {one.views}</i> '
            f'<a href="in.php?id={one.id}">In bài</a></td></tr><tr><td>{body}</td></tr><tr><td><b>Các tin khác:</b><br>{others}</td></tr></table>',
            f"{one.title}",
        )

    def answer(self, path: str, query: dict[str, str], _: dict[str, str]) -> Page:
        if path == "/":
            return self.frame(
                "".join(
                    f'<table><tr><td><a href="tin.php?id={one.id}&amp;tu=home"><b>{escape(one.title)}</b></a><br>{escape(one.paragraphs[0][:80])}...</td></tr></table>'
                    for one in self.news[:12]
                ),
                "Xã Bến Mẫu",
            )
        if path in ("/tin.php", "/in.php"):
            one = self.by_id.get(query.get("id", ""))
            return self.article(one) if one else MISSING
        if path == "/ds.php":
            index, number = int(query.get("loai", "1")) - 1, int(query.get("trang", "1"))
            items, pages = paged(self.build.of(index), number)
            if query.get("sx") == "xem":
                items = items[::-1]
            rows = "".join(
                f'<tr><td><a href="tin.php?id={one.id}">{escape(one.title)}</a> <i>({one.moment:%d/%m/%Y})</i></td></tr>'
                for one in items
            )
            pager = " ".join(
                f'<a href="ds.php?loai={index + 1}&amp;trang={to}">{to}</a>'
                for to in range(1, pages + 1)
                if to != number
            )
            sort = f'<a href="ds.php?loai={index + 1}&amp;sx=xem">Xem nhiều</a> <a href="ds.php?loai={index + 1}&amp;sx=moi">Mới nhất</a>'
            return self.frame(
                f"<b>{SECTIONS[index][1]}</b> {sort}<table>{rows}</table>Trang: {pager}", SECTIONS[index][1]
            )
        if path == "/lich.php":
            month = int(query.get("thang", "5"))
            return self.frame(
                f'<b>Lịch công tác tháng {month}</b><br><a href="lich.php?thang={month - 1}">Trước</a> <a href="lich.php?thang={month + 1}">Sau</a>',
                "Lịch công tác",
            )
        if path == "/gt.php":
            return self.frame(f"<b>Giới thiệu</b><br>{'Xã Bến Mẫu nằm ở phía đông của huyện. ' * 25}", "Giới thiệu")
        return MISSING


def flat(news: list[News]) -> Build:
    """`tin.php?id=`: tables for layout, no classes; print views, a calendar, sort orders and session ids."""
    site = _Flat(news)
    site.build.answer = site.answer
    site.build.is_trap = lambda path: path.startswith(("/in.php", "/lich.php?")) or "sx=" in path
    return site.build


def dotnet(news: list[News]) -> Build:
    """`/?gd=6&cn=85&tc=52353`, parameters in any order and more of them in side lists; lists by `?gd=6&cn=85&p=2`."""
    build = Build(news)
    by_id = {str(one.id): one for one in news}

    def frame(content: str, title: str) -> Page:
        menu = "".join(
            f'<li><a href="/?cn={80 + index}&amp;gd=6">{name}</a></li>' for index, (_, name) in enumerate(SECTIONS)
        )
        hot = "".join(
            f'<div><a href="/?gd=14&amp;cn=537&amp;tc={one.id}">{escape(one.title)}</a></div>' for one in news[1:50:9]
        )
        return html(
            f'<div id="menu"><ul>{menu}</ul></div><div id="main">{content}</div><div id="right"><b>Tin nổi bật</b>{hot}</div><div id="footer">Tổng truy cập 2.520.829 Truy cập hiện tại 1.481</div>',
            title,
        )

    def link(one: News) -> str:
        return f"/?gd=6&cn={80 + one.section}&tc={one.id}"

    def answer(path: str, query: dict[str, str], _: dict[str, str]) -> Page:
        if path != "/":
            return MISSING
        if "tc" in query:
            one = by_id.get(query["tc"])
            if one is None:
                return MISSING
            body = "".join(f"<p>{escape(text)}</p>" for text in one.paragraphs)
            return frame(
                f'<div class="TieuDe">{escape(one.title)}</div><div class="NgayDang">Ngày cập nhật {one.moment:%d/%m/%Y %H:%M}</div><div>Số lượt xem: {one.views}</div><div class="NoiDung">{body}</div>',
                one.title,
            )
        if "cn" in query:
            index, number = int(query["cn"]) - 80, int(query.get("p", "1"))
            items, pages = paged(build.of(index), number)
            pager = " ".join(f'<a href="/?gd=6&amp;cn={80 + index}&amp;p={to}">{to}</a>' for to in range(1, pages + 1))
            return frame(f"<h2>{SECTIONS[index][1]}</h2>{rows_of(items, link)}<div>{pager}</div>", SECTIONS[index][1])
        return frame(rows_of(news[:10], link), "Huyện Bến Mẫu")

    build.answer = answer
    return build


def plain_wordpress(news: list[News]) -> Build:
    """`/?p=123`, `/?cat=3&paged=2`, pages under `/?page_id=2`: WordPress without permalinks, and without a sitemap."""
    build = Build(news)
    by_id = {str(one.id): one for one in news}

    def link(one: News) -> str:
        return f"/?p={one.id}"

    def frame(content: str, title: str) -> Page:
        menu = "".join(f'<li><a href="/?cat={index + 2}">{name}</a></li>' for index, (_, name) in enumerate(SECTIONS))
        menu += "".join(
            f'<li><a href="/?page_id={index + 2}">{name}</a></li>' for index, (_, name) in enumerate(STATIC)
        )
        return html(
            f'<nav><ul>{menu}</ul></nav><main>{content}</main><aside><h2>Thẻ</h2><a href="/?tag=covid">Covid</a> <a href="/?m=202405">Tháng 5 2024</a></aside>',
            title,
            '<link href="/wp-content/x.css" rel="stylesheet">',
        )

    def answer(path: str, query: dict[str, str], _: dict[str, str]) -> Page:
        if path != "/":
            return MISSING
        if "p" in query and query["p"] in by_id:
            one = by_id[query["p"]]
            body = "".join(f"<p>{escape(text)}</p>" for text in one.paragraphs)
            return frame(
                f'<article><h1 class="entry-title">{escape(one.title)}</h1><div class="entry-meta">Đăng ngày {one.moment:%d/%m/%Y %H:%M} bởi admin | {one.views} lượt xem</div><div class="entry-content">{body}</div></article><a href="/?p={one.id}&replytocom=3">Trả lời</a>',
                one.title,
            )
        if "page_id" in query:
            return frame(
                f"<h1>Giới thiệu</h1><p>{'Phường Bến Mẫu nằm ở phía đông. ' * 12}</p><p>{'Phường có bảy tổ dân phố. ' * 12}</p>",
                "Giới thiệu",
            )
        number = int(query.get("paged", "1"))
        index = int(query.get("cat", "0")) - 2
        items, pages = paged(build.of(index) if index >= 0 else news, number)
        base = f"/?cat={index + 2}&amp;" if index >= 0 else "/?"
        after = f'<a class="next" href="{base}paged={number + 1}">Trang sau »</a>' if number < pages else ""
        before = f'<a class="prev" href="{base}paged={number - 1}">« Trang trước</a>' if number > 1 else ""
        name = SECTIONS[index][1] if index >= 0 else "Phường Bến Mẫu"
        return frame(f"<h1>{name}</h1>{rows_of(items, link)}<div class='nav-links'>{before} {after}</div>", name)

    build.answer = answer
    build.is_trap = lambda path: any(word in path for word in ("tag=", "m=2024", "replytocom"))
    return build


def postback(news: list[News]) -> Build:
    """`/tin-bai.aspx?id=`, lists whose pages are asked for by `__doPostBack`."""
    build = Build(news)
    by_id = {str(one.id): one for one in news}

    def frame(content: str, title: str) -> Page:
        menu = "".join(
            f'<li><a href="/danh-sach.aspx?cm={index + 1}">{name}</a></li>' for index, (_, name) in enumerate(SECTIONS)
        )
        state = '<input type="hidden" name="__VIEWSTATE" value="abc"><input type="hidden" name="__EVENTTARGET" value=""><input type="hidden" name="__EVENTARGUMENT" value="">'
        script = "<script>function __doPostBack(t,a){document.forms[0].__EVENTTARGET.value=t;document.forms[0].__EVENTARGUMENT.value=a;document.forms[0].submit();}</script>"
        return html(
            f'<form method="post" action="" id="aspnetForm">{state}{script}<ul id="menu">{menu}</ul><div id="main">{content}</div><div id="footer">UBND huyện Bến Mẫu</div></form>',
            title,
        )

    def link(one: News) -> str:
        return f"/tin-bai.aspx?id={one.id}&cm={one.section + 1}"

    def answer(path: str, query: dict[str, str], form: dict[str, str]) -> Page:
        if path == "/tin-bai.aspx" and query.get("id") in by_id:
            one = by_id[query["id"]]
            body = "".join(f"<p>{escape(text)}</p>" for text in one.paragraphs)
            return frame(
                f"<h1>{escape(one.title)}</h1><div>Ngày đăng: {one.moment:%d/%m/%Y %H:%M}</div><div>Số lượt xem: {one.views}</div><div>{body}</div>",
                one.title,
            )
        if path == "/danh-sach.aspx":
            index = int(query.get("cm", "1")) - 1
            argument = form.get("__EVENTARGUMENT", "")
            number = int(argument.split("$")[1]) if "$" in argument else 1
            items, pages = paged(build.of(index), number)
            pager = "".join(
                f"<td><span>{to}</span></td>"
                if to == number
                else f"<td><a href=\"javascript:__doPostBack('ctl00$grv','Page${to}')\">{to}</a></td>"
                for to in range(1, pages + 1)
            )
            return frame(
                f"<h2>{SECTIONS[index][1]}</h2>{rows_of(items, link)}<table><tr>{pager}</tr></table>",
                SECTIONS[index][1],
            )
        return frame(rows_of(news[:10], link), "Huyện Bến Mẫu") if path == "/" else MISSING

    build.answer = answer
    return build


def joomla(news: list[News]) -> Build:
    """`/index.php/<section>/724-<slug>`, lists by `?start=10`; print views by `?tmpl=component&print=1`."""
    build = Build(news)
    by_id = {str(one.id): one for one in news}

    def link(one: News) -> str:
        return f"/index.php/{SECTIONS[one.section][0]}/{one.id}-{one.slug}"

    def frame(content: str, title: str) -> Page:
        menu = "".join(
            f'<li class="item-{index}"><a href="/index.php/{path}">{name}</a></li>'
            for index, (path, name) in enumerate(SECTIONS)
        )
        return html(
            f'<ul class="nav menu">{menu}</ul><div id="content">{content}</div><div class="footer">Phường Bến Mẫu</div>',
            title,
            '<meta name="generator" content="Joomla! - Open Source Content Management">',
        )

    def answer(path: str, query: dict[str, str], _: dict[str, str]) -> Page:
        parts = [part for part in path.split("/") if part and part != "index.php"]
        if not parts:
            return frame(rows_of(news[:10], link), "Phường Bến Mẫu")
        one = by_id.get(parts[-1].split("-")[0])
        if one is not None:
            body = "".join(f"<p>{escape(text)}</p>" for text in one.paragraphs)
            return frame(
                f'<div class="item-page"><h2>{escape(one.title)}</h2><dl class="article-info"><dt>Chi tiết</dt><dd class="published">Được đăng: {one.moment:%d/%m/%Y %H:%M}</dd><dd class="hits">Lượt xem: {one.views}</dd></dl><a href="{link(one)}?tmpl=component&amp;print=1">In</a>{body}</div>',
                one.title,
            )
        names = [name for name, _ in SECTIONS]
        if parts[0] in names:
            index, start = names.index(parts[0]), int(query.get("start", "0"))
            items, pages = paged(build.of(index), start // ROWS + 1)
            pager = " ".join(f'<a href="/index.php/{parts[0]}?start={to * ROWS}">{to + 1}</a>' for to in range(pages))
            return frame(
                f'<h1>{SECTIONS[index][1]}</h1>{rows_of(items, link)}<div class="pagination">{pager}</div>',
                SECTIONS[index][1],
            )
        return MISSING

    build.answer = answer
    build.is_trap = lambda path: "print=1" in path
    return build
