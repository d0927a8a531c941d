"""Every field of every article and document of the sample portal, against its truth. No server is needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from crawler.demo import organisation
from crawler.demo.addresses import SHAPES, Hosts, article_address
from crawler.demo.article_page import render_article_page
from crawler.demo.articles import World
from crawler.demo.documents import document_count, make_document
from crawler.demo.routes import answer, asked
from crawler.demo.state import SamplePortal
from crawler.demo.truth import article_truth, document_truth, portal_truth
from crawler.extract import extract
from crawler.extract.printed.dates import VIETNAM
from crawler.items import Capture, Page

HOSTS = Hosts("127.0.0.1:8642", "localhost:8642")
PORTAL = organisation.hosted_portal(HOSTS.main, HOSTS.mirror)
ARTICLES = 150
FIELDS = (
    "url",
    "title",
    "summary",
    "text",
    "author",
    "section",
    "published_at",
    "published_precision",
    "views",
    "views_status",
    "links",
)
DOCUMENT_FIELDS = ("url", "number", "type", "issuer", "issued_on", "effective_on", "signer", "abstract", "status")


@pytest.fixture(scope="module")
def sample() -> SamplePortal:
    return SamplePortal(World(7, ARTICLES, datetime(2024, 3, 1, 9, 0, tzinfo=VIETNAM)), HOSTS)


def read(sample: SamplePortal, path: str) -> Page:
    """Return the page that is read in the sample portal's answer."""
    reply = answer(sample, asked(path, mirror=False))
    headers = (("content-type", reply.content_type), *((name.lower(), value) for name, value in reply.headers))
    return extract(
        Capture(
            portal_id="longbien",
            crawl_id="c1",
            requested_url=f"http://{HOSTS.main}{path}",
            fetched_at="2024-03-01T02:10:00Z",
            status=reply.status,
            headers=headers,
            body=reply.body,
            mime=reply.content_type.split(";")[0],
        ),
        PORTAL,
    )


def attachment_facts(owner: object) -> list[tuple[str, str | None, str]]:
    """Return address, label and role of the attachments, sorted."""
    return sorted((one.url, one.label or "", one.role) for one in owner.attachments)  # type: ignore[attr-defined]


def test_every_article_is_read_as_the_sample_portal_means_it(sample: SamplePortal) -> None:
    for id_ in range(ARTICLES):
        path = article_address(sample.head(id_), SHAPES[id_ % len(SHAPES)], "/tin-tuc")
        page = read(sample, path)
        truth = article_truth(sample, id_)
        assert page.article is not None, (path, page.problems)
        assert {name: getattr(page.article, name) for name in FIELDS} == {name: getattr(truth, name) for name in FIELDS}
        assert attachment_facts(page.article) == attachment_facts(truth)


def test_every_document_is_read_as_the_sample_portal_means_it(sample: SamplePortal) -> None:
    for number in range(document_count(sample.world)):
        truth = document_truth(sample, make_document(sample.world, number))
        page = read(sample, urlsplit(truth.url).path)
        assert page.document is not None, (truth.url, page.problems)
        found = {name: getattr(page.document, name) for name in DOCUMENT_FIELDS}
        assert found == {name: getattr(truth, name) for name in DOCUMENT_FIELDS}
        assert attachment_facts(page.document) == attachment_facts(truth)


def pages_of_list(sample: SamplePortal, path: str) -> Iterator[Page]:
    """Yield the pages of a list from the first, as its pager leads on."""
    following: str | None = path
    while following:
        page = read(sample, following)
        yield page
        next_url = page.listing.next_fetch_url if page.listing else None
        following = next_url.removeprefix(f"http://{HOSTS.main}") if next_url else None


def test_the_lists_lead_to_every_article_once_and_in_order(sample: SamplePortal) -> None:
    for index, section in enumerate(organisation.article_sections()):
        pages = list(pages_of_list(sample, section.path))
        listings = [page.listing for page in pages if page.listing is not None]
        found = [item.url for listing in listings for item in listing.items]
        assert found == [article_truth(sample, id_).url for id_ in sample.catalogue.newest(index, 0, ARTICLES)]
        assert [listing.page for listing in listings] == list(range(1, len(pages) + 1))
        assert {listing.pages_declared for listing in listings} == {len(pages)}


def test_the_footer_of_the_sample_portal_is_read(sample: SamplePortal) -> None:
    found, truth = read(sample, "/").organisation, portal_truth(sample)
    assert found is not None
    names = ("organisation", "address", "tel", "fax", "email")
    assert [getattr(found, name) for name in names] == [getattr(truth, name) for name in names]


def test_views_clocks_and_related_news_are_not_in_the_fingerprint(sample: SamplePortal) -> None:
    path = article_address(sample.head(3), "a", "/tin-tuc")
    first = read(sample, path)
    sample.hours += 30
    sample.requests += 500
    sample.publish(0)
    second = read(sample, article_address(sample.head(3), "d", "/dang-doan-the"))
    assert first.article is not None
    assert second.article is not None
    assert first.article.fingerprint == second.article.fingerprint


@pytest.mark.parametrize("what", ["title", "summary", "text", "published", "attachment"])
def test_what_a_reader_would_call_a_change_changes_the_fingerprint(what: str) -> None:
    sample = SamplePortal(World(7, 30, datetime(2024, 3, 1, 9, 0, tzinfo=VIETNAM)), HOSTS)
    id_ = next(id_ for id_ in range(30) if sample.head(id_).byline == "full")
    path = article_address(sample.head(id_), "a", "/tin-tuc")
    before = read(sample, path).article
    sample.edit(id_, what)
    after = read(sample, path).article
    assert before is not None
    assert after is not None
    assert before.fingerprint != after.fingerprint


def test_words_of_a_tests_own_come_out_of_the_frame_as_they_went_in() -> None:
    paragraphs = [
        "Thực hiện chương trình công tác năm, phường đã tổ chức đợt tổng vệ sinh môi trường trên toàn địa bàn.",
        "Đợt ra quân thu hút 1.250 lượt người tham gia, thu gom 12 tấn rác, đạt 93,89% kế hoạch đề ra ngày 05/4/2021.",
        'Nhân dân các tổ dân phố cam kết giữ gìn "ngõ sạch, phố đẹp" trong thời gian tới./.',
    ]
    html = render_article_page(
        title="Phường Mẫu ra quân tổng vệ sinh môi trường",
        published=datetime(2021, 9, 28, 14, 44, tzinfo=VIETNAM),
        views=1084,
        section="hoạt động của chủ đề năm 2021",
        paragraphs=paragraphs,
    )
    url = f"http://{HOSTS.main}/tin-tuc/-/view_content/1-phuong-mau.html"
    page = extract(
        Capture(
            portal_id="longbien",
            crawl_id="c1",
            requested_url=url,
            fetched_at="2026-11-23T02:39:18Z",
            status=200,
            body=html.encode(),
            mime="text/html",
        ),
        PORTAL,
    )
    assert page.article is not None
    assert page.article.title == "Phường Mẫu ra quân tổng vệ sinh môi trường"
    assert page.article.published_at == "2021-09-28T14:44:00+07:00"
    assert (page.article.views, page.article.section) == (1084, "hoạt động của chủ đề năm 2021")
    assert page.article.text.split("\n\n") == paragraphs
