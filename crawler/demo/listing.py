"""Lists of Liferay's asset publisher: rows newest first, and a pager with the number of pages."""

from __future__ import annotations

from html import escape

from crawler.demo.addresses import attribute, document_address, list_page
from crawler.demo.documents import FIRST_ID, make_document, newest, section_count
from crawler.demo.frame import portlet, render_frame
from crawler.demo.organisation import article_sections, document_sections
from crawler.demo.pages import failure_page, prefix_of, rows
from crawler.demo.replies import Reply, html_reply, written
from crawler.demo.state import SamplePortal

DELTAS = {"/hoat-dong-cac-phuong": 20, "/van-ban-trung-uong-thanh-pho": 20}
"""Rows of a page, where they are not `DELTA`."""
DELTA = 10
SHOWN_PAGES = 5


def rows_of(path: str) -> int:
    """Return how many rows a page of the list at `path` has."""
    return DELTAS.get(path, DELTA)


def page_count(count: int, delta: int) -> int:
    """Return how many pages a list has; an empty one has one."""
    return max(-(-count // delta), 1)


def _pager(path: str, number: int, pages: int, count: int, prefix: str) -> str:
    delta = rows_of(path)
    near = [(str(page), page) for page in range(max(1, number - 2), min(pages, number + SHOWN_PAGES) + 1)]
    ends = [("Đầu", 1), ("Trước", number - 1)] if number > 1 else []
    tails = [("Tiếp theo", number + 1), ("Cuối", pages)] if number < pages else []
    links = " ".join(
        f'<span class="current">{label}</span>'
        if label == str(number)
        else f'<a class="aui-paginator-link" href="{attribute(prefix + list_page(path, to, delta))}">{label}</a>'
        for label, to in [*ends, *near, *tails]
    )
    first = (number - 1) * delta + 1
    return f"""<div class="taglib-page-iterator">
<div class="search-results">Hiển thị {first} - {min(first + delta - 1, count)} của {count} kết quả.</div>
<div class="page-selector">Trang {number} / {pages}</div>
<div class="page-links">{links}</div>
</div>"""


def article_list(portal: SamplePortal, index: int, number: int, *, mirror: bool) -> Reply:
    """Return page `number` of an article section's list."""
    section = article_sections()[index]
    delta, count = rows_of(section.path), portal.catalogue.count(index)
    pages = page_count(count, delta)
    if number > pages:
        return failure_page(portal, 404, mirror=mirror)
    ids = list(portal.catalogue.newest(index, (number - 1) * delta, delta))
    place = f"list-{index}"
    lines = []
    for id_, row in zip(ids, rows(portal, ids, page=section.path, place=place, mirror=mirror), strict=True):
        head = portal.head(id_)
        teaser = escape(written(head.summary or head.title, head.coding)[:180], quote=False)
        lines.append(f"""<div class="asset-abstract">
<h3 class="asset-title"><a href="{attribute(row.href)}">{escape(row.title, quote=False)}</a></h3>
<div class="asset-date">({row.day})</div>
<div class="asset-summary">{teaser}...</div>
</div>""")
    content = "\n".join(lines) + _pager(section.path, number, pages, count, prefix_of(mirror))
    return _list_page(portal, section.name, content, mirror=mirror, kind="listing")


def _list_page(portal: SamplePortal, name: str, content: str, *, mirror: bool, kind: str) -> Reply:
    frame = portlet("101_INSTANCE_list0001", name, content)
    page = render_frame(frame, title=name, moment=portal.moment(), prefix=prefix_of(mirror))
    return html_reply(page, kind=kind)


def document_list(portal: SamplePortal, index: int, number: int, *, mirror: bool) -> Reply:
    """Return page `number` of a list of official documents: a table, as portals print it."""
    section = document_sections()[index]
    delta, count = rows_of(section.path), section_count(portal.world, index)
    pages = page_count(count, delta)
    if number > pages:
        return failure_page(portal, 404, mirror=mirror)
    lines = [
        _document_row(portal, id_, section.path, mirror=mirror)
        for id_ in newest(portal.world, index, (number - 1) * delta, delta)
    ]
    heads = ("Số ký hiệu", "Ngày ban hành", "Trích yếu", "Cơ quan ban hành", "Tệp")
    header = "".join(f"<th>{head}</th>" for head in heads)
    first = f'<tr class="portlet-section-header">{header}</tr>'
    table = f'<table class="taglib-search-iterator">\n{first}\n{"".join(lines)}</table>'
    content = table + _pager(section.path, number, pages, count, prefix_of(mirror))
    return _list_page(portal, section.name, content, mirror=mirror, kind="document_list")


def _document_row(portal: SamplePortal, id_: int, path: str, *, mirror: bool) -> str:
    document = make_document(portal.world, id_)
    href = prefix_of(mirror) + document_address(FIRST_ID + id_, path)
    cells = (
        f'<a href="{href}">{escape(document.number or "Không số", quote=False)}</a>',
        f"{document.issued_on:%d/%m/%Y}",
        f'<a href="{href}">{escape(document.abstract, quote=False)}</a>',
        escape(document.issuer, quote=False),
        f'<a href="{attribute(document.files[0].address)}">Tải về</a>',
    )
    return f'<tr class="portlet-section-body results-row">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>\n'
