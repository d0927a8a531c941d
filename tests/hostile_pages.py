"""Pages that want to break their reader: too large, too deep, of broken bytes, or full of what rules look for."""

from __future__ import annotations

from collections.abc import Callable

HEAD = "<html><head><meta charset='utf-8'><title>Hội nghị tổng kết công tác năm</title></head><body>"
TITLE = "<h1>Hội nghị tổng kết công tác năm</h1>"
BYLINE = "<div>Ngày đăng 28/09/2021 | 14:44 | Lượt xem: 1084</div>"
TEXT = (
    "<p>Ủy ban nhân dân phường tổ chức hội nghị tổng kết công tác năm và triển khai nhiệm vụ trọng tâm năm tới.</p>" * 3
)
MEGABYTE = 1_000_000


def article(inner: str, *, before: str = "") -> bytes:
    """Return the page of an article with something evil in it."""
    return f"{HEAD}{before}{TITLE}{BYLINE}{inner}{TEXT}</body></html>".encode("utf-8", "surrogatepass")


def line_of(text: str, size: int = MEGABYTE) -> str:
    """Return a text repeated to so many characters."""
    return (text * (size // len(text) + 1))[:size]


def entities() -> bytes:
    """Return a page whose entities unfold to a thousand million words."""
    names = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    return f"<?xml version='1.0'?><!DOCTYPE html [{names}]>".encode() + article("<p>&lol9;&lol9;</p>")


def json_ld(text: str) -> bytes:
    """Return the page of an article with structured data."""
    return article("", before=f"<script type='application/ld+json'>{text}</script>")


def cells(text: str, *, row: int, rows: int) -> str:
    """Return a table."""
    return "<table>" + ("<tr>" + text * row + "</tr>") * rows + "</table>"


def bad_addresses() -> bytes:
    """Return a page of links to addresses that are none."""
    bad = ("http://[", "http://a:b:c/", "//", "http://\u2100/", "http:///x", "\x00", "http://a:99999/", "http://a:-1/")
    return article("".join(f"<a href='{one}'>x</a>" for one in bad))


def encoded_often() -> bytes:
    """Return a page in UTF-8 that was taken for Latin-1 three times."""
    body = article(line_of("Ủy ban nhân dân ", 20_000))
    for _ in range(3):
        body = body.decode("latin-1").encode()
    return body


def deep_tables(depth: int) -> str:
    return "<table><tr><td>" * depth + "x" + "</td></tr></table>" * depth


PAGES: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "only white space": lambda: b" \r\n\t" * 1000,
    "zeros": lambda: b"\x00" * MEGABYTE,
    "a PDF called HTML": lambda: b"%PDF-1.4\n" + bytes(range(256)) * 2000,
    "a picture called HTML": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2000,
    "random bytes": lambda: bytes((n * 7919 + n * n) % 256 for n in range(300_000)),
    "20 MB of paragraphs": lambda: article(line_of(TEXT, 20 * MEGABYTE)),
    "19 MB of one paragraph": lambda: article(f"<p>{line_of('hội nghị tổng kết ', 13 * MEGABYTE)}</p>"),
    "19 MB of one word": lambda: article(f"<p>{'x' * 19 * MEGABYTE}</p>"),
    "19 MB of scripts": lambda: article(f"<script>{line_of('var a = 1; ', 19 * MEGABYTE)}</script>"),
    "19 MB of comments": lambda: article("<!-- x -->" * (19 * MEGABYTE // 10)),
    "100,000 nested divs": lambda: article("<div>" * 100_000),
    "100,000 nested spans": lambda: article("<span>" * 100_000 + "chữ" + "</span>" * 100_000),
    "20,000 nested tables": lambda: article(deep_tables(20_000)),
    "10,000 nested lists": lambda: article("<ul><li>" * 10_000),
    "100,000 bold tags never closed": lambda: article("<b><i>" * 50_000 + "chữ"),
    "100,000 empty paragraphs": lambda: article("<p></p>" * 100_000),
    "200,000 line breaks": lambda: article("<p>" + "chữ<br>" * 200_000 + "</p>"),
    "100,000 headings": lambda: article("<h2>Hội nghị tổng kết</h2>" * 100_000),
    "broken UTF-8": lambda: article("").replace(b"ngh", b"ng\xff\xfe\xc3h"),
    "UTF-16 that says UTF-8": lambda: article("").decode().encode("utf-16-le"),
    "UTF-16 cut in a letter": lambda: article("").decode().encode("utf-16")[:-3],
    "UTF-7": lambda: b"+ADw-html+AD4-+ADw-script+AD4-alert(1)+ADw-/script+AD4-" * 1000,
    "an encoding that is none": lambda: article("").replace(b"charset='utf-8'", b"charset='base64'"),
    "an encoding of 1 MB": lambda: article("").replace(b"utf-8", b"x" * MEGABYTE),
    "lone surrogates": lambda: article("<p>\ud800\udfff\udc00</p>" + "&#xD800;&#xDFFF;&#0;&#x110000;" * 1000),
    "control characters": lambda: article("<p>" + "".join(map(chr, range(32))) * 3000 + "</p>"),
    "marks piled on one letter": lambda: article("<p>a" + "\u0301" * 500_000 + "</p>"),
    "right-to-left marks": lambda: article("<p>" + "\u202e\u200b\u200d\ufeff" * 250_000 + "</p>"),
    "a title of 1 MB": lambda: article("").replace(b"<title>", b"<title>" + line_of("hội nghị ").encode()),
    "a heading of 1 MB": lambda: article("").replace(b"<h1>", b"<h1>" + line_of("hội nghị ").encode()),
    "an attribute of 1 MB": lambda: article(f"<div class='{line_of('related comment ')}'>chữ</div>"),
    "a style of 1 MB": lambda: article(f"<p style='{line_of('font-family:.VnTime;')}'>chữ</p>"),
    "an address of 1 MB": lambda: article(f"<a href='/{line_of('a/../b?x=1&')}'>chữ</a>"),
    "10,000 attributes": lambda: article("<p " + " ".join(f"a{n}=1" for n in range(10_000)) + ">chữ</p>"),
    "100,000 links": lambda: article("".join(f"<a href='/tin/{n}.html'>Tin số {n}</a> " for n in range(100_000))),
    "100,000 links to files": lambda: article("".join(f"<a href='/f/{n}.pdf'>Tệp {n}</a> " for n in range(100_000))),
    "50,000 pictures": lambda: article("<img src='/a.jpg' alt='ảnh'>" * 50_000),
    "100,000 rows with dates": lambda: article("<li><a href='/t'>Tin</a> (20/11/2026)</li>" * 100_000),
    "a table of 100,000 cells": lambda: article(cells("<td>1</td>", row=100, rows=1000)),
    "one row of 100,000 cells": lambda: article(cells("<td>1</td>", row=100_000, rows=1)),
    "a cell over a million columns": lambda: article(
        cells("<td colspan=1000000 rowspan=1000000>1</td>", row=1, rows=1) * 50
    ),
    "a table of 50,000 labels": lambda: article(cells("<td>Số ký hiệu</td><td>1/QĐ-UBND</td>", row=1, rows=50_000)),
    "entities that unfold": entities,
    "100,000 entities": lambda: article("<p>" + "&ecirc;&nbsp;&#7879;&unknown;" * 25_000 + "</p>"),
    "1 MB of digits": lambda: article(f"<p>{line_of('1234567890')}</p>", before=f"<div>{line_of('12')}</div>"),
    "1 MB of spaces": lambda: article(
        f"<p>a{line_of('&nbsp; ')}b</p>", before=f"<div>Ngày đăng{' ' * MEGABYTE}28/09/2021</div>"
    ),
    "1 MB of no-break spaces": lambda: article("<p>Ngày đăng" + "\u00a0" * MEGABYTE + "x</p>"),
    "1 MB of full stops": lambda: article(f"<p>{'.' * MEGABYTE}</p>"),
    "1 MB of dashes": lambda: article(f"<p>{line_of('- – — ')}</p>"),
    "1 MB of bars": lambda: article(f"<div>{line_of(' | ')}</div>"),
    "1 MB of colons": lambda: article(f"<div>{line_of('Ngày đăng: : ')}</div>"),
    "1 MB of số": lambda: article(f"<p>{line_of('số ')}</p>"),
    "1 MB of slashes": lambda: article(f"<p>{line_of('1/')}</p>"),
    "1 MB of dates": lambda: article(f"<p>{line_of('28/09/2021 14:44 ')}</p>"),
    "1 MB of dates in one byline": lambda: article(f"<div>Ngày đăng {line_of('28/09/2021 ')}</div>"),
    "1 MB of broken dates": lambda: article(f"<div>{line_of('ngày 31 tháng 02 năm 99999 ')}</div>"),
    "1 MB of counts": lambda: article(f"<div>{line_of('Lượt xem: 1.084 ')}</div>"),
    "1 MB of thousands": lambda: article(f"<div>Lượt xem: {line_of('1.000.')}</div>"),
    "1 MB of document numbers": lambda: article(f"<p>{line_of('Quyết định số 206/KH-UBND ngày 08/9/2021; ')}</p>"),
    "1 MB of half document numbers": lambda: article(f"<p>{line_of('Nghị quyết số 15-NQ/')}</p>"),
    "1 MB of capitals and dashes": lambda: article(f"<p>số 1/{line_of('QĐ-')}</p>"),
    "1 MB of names": lambda: article(f"<p>{line_of('Nguyễn Văn An ')}</p>"),
    "1 MB of issuers": lambda: article(f"<p>{line_of('Ủy ban nhân dân ')}</p>"),
    "1 MB of relative times": lambda: article(f"<p>{line_of('13 giờ trước ')}</p>"),
    "1 MB of brackets": lambda: article("<p>" + "(" * 500_000 + ")" * 500_000 + "</p>"),
    "1 MB of angles": lambda: article("<" * MEGABYTE),
    "1 MB of ampersands": lambda: article("&" * MEGABYTE),
    "50,000 bylines": lambda: article(BYLINE * 50_000),
    "50,000 short lines": lambda: article("".join(f"<p>{n}/QĐ-UBND ngày 1/1/2020</p>" for n in range(50_000))),
    "JSON-LD of 1 MB of brackets": lambda: json_ld("[" * MEGABYTE),
    "JSON-LD of 1 MB of braces": lambda: json_ld('{"a":' * 200_000),
    "JSON-LD of a long number": lambda: json_ld('{"a": ' + "9" * MEGABYTE + "}"),
    "20,000 blocks of JSON-LD": lambda: json_ld(
        "</script><script type='application/ld+json'>".join(['{"@type":"NewsArticle"}'] * 20_000)
    ),
    "20,000 meta times": lambda: article(
        "", before="<meta property='article:published_time' content='2021-09-28'>" * 20_000
    ),
    "20,000 time elements": lambda: article("<time datetime='2021-09-28'>28/09/2021</time>" * 20_000),
    "a frame in a frame": lambda: article("<frameset><frame src=a><noframes>" * 5_000),
    "forms and inputs": lambda: article("<form><input value='x'><select><option>1</option></select>" * 10_000),
    "unclosed comment": lambda: article("<!-- " + "x" * MEGABYTE),
    "unclosed script": lambda: article("<script>" + "x" * MEGABYTE),
    "unclosed attribute": lambda: article("<p title='" + "x" * MEGABYTE),
    "a base of its own": lambda: article("", before="<base href='javascript:alert(1)//'><base href='http://[::1'>"),
    "addresses that are none": bad_addresses,
    "markup of svg and math": lambda: article("<svg><foreignObject><math><mi>" * 5_000),
    "TCVN3 of 1 MB": lambda: article(
        f"<p style='font-family:.VnTime'>{line_of('Céng hßa x· héi chñ nghÜa ViÖt Nam ')}</p>"
    ),
    "UTF-8 encoded four times": encoded_often,
}  # fmt: skip
