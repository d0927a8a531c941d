"""The pages of articles and official documents, the home page, static pages and the pages of failure."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from crawler.demo.addresses import (
    attribute,
    document_address,
    link_to,
    print_view,
)
from crawler.demo.article_page import ArticleView, Row, byline_text, render_view, rows_html
from crawler.demo.articles import Head
from crawler.demo.body import Block, Body
from crawler.demo.documents import FIRST_ID, OfficialDocument, document_count, make_document, newest
from crawler.demo.frame import portlet, render_frame
from crawler.demo.markup import block_html, lead_html, signature_html
from crawler.demo.organisation import MIRROR_PREFIX, article_sections, document_sections
from crawler.demo.replies import Reply, declared_charset, encode_page, html_reply, redirect, written
from crawler.demo.state import SamplePortal
from crawler.demo.words import stream

EXTERNAL = "https://dichvucong.benmau.example/ho-so?ma=2021"
PARKED = """<!DOCTYPE html><html><head><title>Thông báo</title></head><body>
<h1>Cổng thông tin điện tử đã dừng hoạt động</h1>
<p>Cổng thông tin điện tử quận Bến Mẫu dừng hoạt động kể từ ngày 01/7/2025.
Mời quý vị truy cập cổng thông tin của phường.</p></body></html>"""
CHALLENGE = (
    '<html><body><script>document.cookie="D1N=0a1b2c3d4e5f60718293a4b5c6d7e8f9"+"; expires=Fri, 31-Dec-2099 '
    '23:59:59 GMT; path=/";window.location.reload(true);</script></body></html>'
)
NOT_FOUND = "Không tìm thấy nội dung được yêu cầu. Trang có thể đã bị xóa hoặc chuyển sang địa chỉ khác."


def prefix_of(mirror: bool) -> str:
    """Return the prefix of local addresses on a host."""
    return MIRROR_PREFIX if mirror else ""


def section_path(portal: SamplePortal, id_: int) -> str:
    """Return the path of the section that owns an article."""
    return article_sections()[portal.catalogue.place(id_).section].path


def rows(portal: SamplePortal, ids: Iterable[int], *, page: str | None, place: str, mirror: bool) -> tuple[Row, ...]:
    """Return lines that link to articles under `page`, or under their own section's page."""
    lines = []
    for id_ in ids:
        head = portal.head(id_)
        href = link_to(head, page or section_path(portal, id_), portal.hosts, place=place, mirror=mirror)
        lines.append(Row(written(head.title, head.coding), href, f"{head.moment:%d/%m/%Y}"))
    return tuple(lines)


def body_link(portal: SamplePortal, head: Head, block: Block) -> str | None:
    """Return the address that the paragraph's link leads to, None without a link."""
    if block.link is None:
        return None
    if block.link == "external":
        return f"{EXTERNAL}&id={head.id}"
    root = portal.hosts.root(mirror=False)
    if block.link == "document":
        return root + document_address(FIRST_ID + head.id % document_count(portal.world), document_sections()[0].path)
    target = _linked_article(portal, head.id)
    if target is None:
        return f"{EXTERNAL}&id={head.id}"
    return link_to(portal.head(target), section_path(portal, target), portal.hosts, place="body", mirror=False)


def _linked_article(portal: SamplePortal, id_: int) -> int | None:
    """Return the next older article that was ever listed: the same whatever is published or deleted later."""
    older = range(min(id_, portal.world.articles) - 1, -1, -1)
    return next((other for other in older if not portal.catalogue.place(other).hidden), None)


def content_html(portal: SamplePortal, head: Head, body: Body) -> str:
    """Return lead, blocks and signature of an article."""
    rng = stream(portal.world.seed, "markup", head.id)
    parts = []
    if head.summary:
        parts.append(lead_html(head.summary, rng))
        if head.lead_repeated:
            parts.append(f"<p>{escape(head.summary, quote=False)}</p>")
    parts += [block_html(block, rng, body_link(portal, head, block)) for block in body.blocks]
    if body.author:
        parts.append(signature_html(body.author))
    return written("\n".join(parts), head.coding)


def article_page(portal: SamplePortal, id_: int, *, page: str, mirror: bool) -> Reply:
    """Return the page of an article, counted as a view."""
    head, body = portal.head(id_), portal.body(id_)
    view = _view(portal, head, body, page=page, mirror=mirror)
    charset = declared_charset(head.coding)
    text = render_view(view, portal.moment(), prefix=prefix_of(mirror), charset=charset)
    data, content_type = encode_page(text, head.coding)
    return Reply(200, content_type, data, kind="article")


def _view(portal: SamplePortal, head: Head, body: Body, *, page: str, mirror: bool) -> ArticleView:
    place = portal.catalogue.place(head.id)
    listed = portal.catalogue.is_listed(head.id)
    older = portal.catalogue.older(place.section, head.id, 5) if listed else iter(())
    newest_ids = [id_ for id_ in portal.catalogue.newest(place.section, 0, 6) if id_ != head.id]
    return ArticleView(
        title=written(head.title, head.coding),
        heading=head.heading,
        byline=byline_text(head, portal.count_view(head.id)),
        content_html=content_html(portal, head, body),
        attachments=tuple((file.label, file.address) for file in portal.files(head.id)),
        related=rows(portal, older, page=None, place=f"related-{head.id}", mirror=mirror),
        others=rows(portal, newest_ids[:5], page=None, place=f"others-{head.id}", mirror=mirror),
        print_href=prefix_of(mirror) + print_view(head, page),
    )


def removed_page(portal: SamplePortal, how: str, *, mirror: bool) -> Reply:
    """Return what the address of a deleted article answers: 404, 410, a soft 404 or a redirect to the home page."""
    if how == "redirect_home":
        return redirect(portal.hosts.root(mirror=mirror) + "/")
    return failure_page(portal, 200 if how == "soft_404" else int(how), mirror=mirror)


def failure_page(portal: SamplePortal, status: int, *, mirror: bool) -> Reply:
    """Return the portal's page for what it does not have."""
    content = f'<div class="portlet-msg-error">{NOT_FOUND}</div>'
    frame = portlet("86", "Trạng thái", f"<h3>Không tìm thấy</h3>\n{content}")
    page = render_frame(frame, title="Trạng thái", moment=portal.moment(), prefix=prefix_of(mirror))
    return html_reply(page, status=status, kind="not_found")


def static_page(portal: SamplePortal, title: str, *, mirror: bool) -> Reply:
    """Return a page without articles."""
    words = f"<p>Nội dung của trang {escape(title)} đang được cập nhật.</p>"
    frame = portlet("56_INSTANCE_static01", title, words)
    page = render_frame(frame, title=title, moment=portal.moment(), prefix=prefix_of(mirror))
    return html_reply(page, kind="static")


def home_page(portal: SamplePortal, *, mirror: bool) -> Reply:
    """Return the home page: newest articles of all sections, and of each."""
    top = rows(portal, portal.catalogue.all_newest(5), page=None, place="home-top", mirror=mirror)
    blocks = [portlet("101_INSTANCE_homeTop00001", "Tin nổi bật", rows_html("Mới nhất", top, "highlights"))]
    for index, section in enumerate(article_sections()):
        ids = portal.catalogue.newest(index, 0, 5)
        lines = rows(portal, ids, page=section.path, place=f"home-{index}", mirror=mirror)
        more = f'<a class="more" href="{prefix_of(mirror)}{section.path}">Xem tất cả</a>'
        blocks.append(
            portlet(f"101_INSTANCE_home{index}", section.name, rows_html(section.name, lines, "block") + more)
        )
    blocks += [_home_documents(portal, index, mirror=mirror) for index in range(len(document_sections()))]
    page = render_frame("".join(blocks), title="Trang chủ", moment=portal.moment(), prefix=prefix_of(mirror))
    return html_reply(page, kind="home")


def _home_documents(portal: SamplePortal, index: int, *, mirror: bool) -> str:
    section = document_sections()[index]
    lines = []
    for id_ in newest(portal.world, index, 0, 5):
        document = make_document(portal.world, id_)
        href = prefix_of(mirror) + document_address(FIRST_ID + id_, section.path)
        lines.append(f'<li><a href="{href}">{escape(document.abstract)}</a></li>')
    return portlet(f"101_INSTANCE_homeDoc{index}", section.name, f"<ul>{''.join(lines)}</ul>")


def document_page(portal: SamplePortal, document: OfficialDocument, *, mirror: bool) -> Reply:
    """Return the detail page of an official document: a table of labels and values."""
    section = document_sections()[document.section]
    files = "<br />".join(
        f'<a href="{attribute(file.address)}">{escape(file.label, quote=False)}</a>' for file in document.files
    )
    cells = [(label, escape(value, quote=False)) for label, value in _document_fields(document)]
    lines = "\n".join(
        f'<tr><td class="label">{label}</td><td class="value">{value}</td></tr>'
        for label, value in [*cells, ("Tệp đính kèm", files)]
    )
    title = f'<h2 class="header-title">{escape(document.abstract, quote=False)}</h2>'
    content = f'{title}\n<table class="van-ban">\n{lines}\n</table>'
    frame = portlet("vanban_WAR_benmau", section.name, content)
    page = render_frame(frame, title=document.abstract, moment=portal.moment(), prefix=prefix_of(mirror))
    return html_reply(page, kind="document")


def _document_fields(document: OfficialDocument) -> list[tuple[str, str]]:
    effective = f"{document.effective_on:%d/%m/%Y}" if document.effective_on else ""
    return [
        ("Số ký hiệu", document.number or "Không số"),
        ("Loại văn bản", document.type),
        ("Cơ quan ban hành", document.issuer),
        ("Ngày ban hành", f"{document.issued_on:%d/%m/%Y}"),
        ("Ngày hiệu lực", effective),
        ("Người ký", document.signer),
        ("Trích yếu", document.abstract),
        ("Tình trạng", document.status or ""),
    ]
