"""What machines read first: robots.txt, the sitemap and its parts, the RSS feed; and the calendar that never ends."""

from __future__ import annotations

import re
from email.utils import format_datetime
from html import escape

from crawler.demo.addresses import article_address, attribute, document_address
from crawler.demo.documents import FIRST_ID, document_count, make_document
from crawler.demo.frame import portlet, render_frame
from crawler.demo.organisation import article_sections, document_sections
from crawler.demo.pages import prefix_of, section_path
from crawler.demo.replies import Reply, html_reply
from crawler.demo.state import SamplePortal

PART = 10_000
"""Addresses in one sitemap; more make an index of parts."""
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
FEED_ITEMS = 20


def robots(portal: SamplePortal) -> Reply:
    """Return robots.txt; a Crawl-delay only if a test asked for it."""
    lines = ["User-agent: *", "Disallow: /lich-cong-tac", "Disallow: /c/portal/"]
    if portal.behaviour.disallow is not None:
        lines.append(f"Disallow: {portal.behaviour.disallow}")
    if portal.behaviour.crawl_delay is not None:
        lines.append(f"Crawl-delay: {portal.behaviour.crawl_delay:g}")
    lines += ["", f"Sitemap: {portal.hosts.root(mirror=False)}/sitemap.xml", ""]
    return Reply(200, "text/plain", "\n".join(lines).encode(), kind="robots")


def _addresses(portal: SamplePortal, first: int, last: int) -> list[tuple[str, str]]:
    """Return (path and query, day) of the entries `first` to `last` - 1: articles, then documents, then sections."""
    articles, documents = portal.catalogue.total, document_count(portal.world)
    sections = [*article_sections(), *document_sections()]
    entries = []
    for index in range(first, min(last, articles + documents + len(sections))):
        if index < articles:
            if portal.catalogue.is_listed(index):
                head = portal.head(index)
                address = article_address(head, "d", section_path(portal, index))
                entries.append((address, head.moment.date().isoformat()))
        elif index < articles + documents:
            document = make_document(portal.world, index - articles)
            path = document_sections()[document.section].path
            entries.append((document_address(FIRST_ID + document.id, path), document.issued_on.isoformat()))
        else:
            entries.append((sections[index - articles - documents].path, portal.now.date().isoformat()))
    return entries


def _size(portal: SamplePortal) -> int:
    sections = len(article_sections()) + len(document_sections())
    return portal.catalogue.total + document_count(portal.world) + sections


def _urlset(portal: SamplePortal, first: int, last: int) -> Reply:
    root = portal.hosts.root(mirror=False)
    entries = "".join(
        f"<url><loc>{attribute(root + address)}</loc><lastmod>{day}</lastmod></url>\n"
        for address, day in _addresses(portal, first, last)
    )
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {NAMESPACE}>\n{entries}</urlset>\n'
    return Reply(200, "text/xml;charset=UTF-8", body.encode(), kind="sitemap")


def sitemap(portal: SamplePortal, path: str) -> Reply | None:
    """Return `/sitemap.xml`, or the part `/sitemap-<n>.xml`; None for a part that does not exist."""
    size = _size(portal)
    part = re.fullmatch(r"/sitemap-(\d{1,4})\.xml", path)
    if part:
        first = (int(part[1]) - 1) * PART
        return _urlset(portal, first, first + PART) if 0 <= first < size and size > PART else None
    if size <= PART:
        return _urlset(portal, 0, size)
    root = portal.hosts.root(mirror=False)
    parts = "".join(
        f"<sitemap><loc>{root}/sitemap-{number}.xml</loc></sitemap>\n" for number in range(1, -(-size // PART) + 1)
    )
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {NAMESPACE}>\n{parts}</sitemapindex>\n'
    return Reply(200, "text/xml;charset=UTF-8", body.encode(), kind="sitemap")


def rss(portal: SamplePortal) -> Reply:
    """Return the feed of the newest articles."""
    root = portal.hosts.root(mirror=False)
    items = []
    for id_ in portal.catalogue.all_newest(FEED_ITEMS):
        head = portal.head(id_)
        link = attribute(root + article_address(head, "d", section_path(portal, id_)))
        items.append(
            f"<item><title>{escape(head.title)}</title><link>{link}</link><guid>{link}</guid>"
            f"<pubDate>{format_datetime(head.moment)}</pubDate></item>"
        )
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Quận Bến Mẫu</title>'
        f"<link>{root}/</link><description>Tin mới</description>\n{chr(10).join(items)}\n</channel></rss>\n"
    )
    return Reply(200, "application/rss+xml;charset=UTF-8", body.encode(), kind="feed")


def calendar(portal: SamplePortal, query: str, *, mirror: bool) -> Reply:
    """Return a month of the work calendar; its links lead on for ever, which is the trap."""
    match = re.search(r"month=(\d{4})-(\d{2})", query)
    months = int(match[1]) * 12 + int(match[2]) - 1 if match else portal.now.year * 12 + portal.now.month - 1
    links = " ".join(
        f'<a href="{prefix_of(mirror)}/lich-cong-tac?month={near // 12:04d}-{near % 12 + 1:02d}">{label}</a>'
        for label, near in (("Tháng trước", months - 1), ("Tháng sau", months + 1))
    )
    title = f"Lịch công tác tháng {months % 12 + 1}/{months // 12}"
    content = portlet("8", title, f"<p>Không có lịch.</p>{links}")
    page = render_frame(content, title=title, moment=portal.moment(), prefix=prefix_of(mirror))
    return html_reply(page, kind="calendar")
