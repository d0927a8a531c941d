"""The sample portal's pages, held against its truth with lxml and plain strings alone."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import fromstring

from crawler.demo import organisation as org
from crawler.demo.addresses import SHAPES, article_address, entry_id
from crawler.demo.article_page import render_article_page
from crawler.demo.articles import BYLINES, CODINGS, FIRST_NUMBER, slugify
from crawler.demo.pages import section_path
from crawler.demo.truth import ArticleTruth, article_truth, truth
from crawler.demo.words import stream
from crawler.urls import address
from tests.demo_samples import HOSTS, START, decoded, folded, get, printed_paragraphs, sample_portal, tree

PORTAL_FILE = org.hosted_portal(HOSTS.main, HOSTS.mirror)


def test_the_same_seed_gives_the_same_truth_and_the_same_bytes() -> None:
    first, second = sample_portal(40), sample_portal(40)
    assert list(truth(first)) == list(truth(second))
    for path in ("/", "/tin-tuc", "/sitemap.xml", "/rss", article_truth(first, 7).url):
        assert get(first, path).body == get(second, path).body


def test_another_seed_gives_other_articles() -> None:
    titles = [{article_truth(sample_portal(40, seed), id_).title for id_ in range(40)} for seed in (1, 2)]
    assert len(titles[0] & titles[1]) < 10


def test_an_article_does_not_depend_on_what_was_asked_before() -> None:
    busy = sample_portal(200)
    for id_ in range(150):
        article_truth(busy, id_)
    assert article_truth(busy, 177) == article_truth(sample_portal(200), 177)


def test_every_variant_occurs_among_three_hundred_articles() -> None:
    facts = [article_truth(sample_portal(), id_) for id_ in range(300)]
    assert {fact.byline for fact in facts} == {name for name, _ in BYLINES}
    assert {fact.coding for fact in facts} == {name for name, _ in CODINGS}
    assert any(fact.attachments for fact in facts)
    assert any(not fact.reachable for fact in facts)
    assert any(len(fact.sections) == 2 for fact in facts)


@pytest.mark.parametrize("id_", range(0, 300, 3))
def test_a_page_prints_what_the_truth_says(id_: int) -> None:
    portal = sample_portal()
    fact = article_truth(portal, id_)
    reply = get(portal, fact.url)
    page = tree(reply)
    assert folded(page.xpath("string(//h2[@class='header-title'])")) == fact.title
    assert folded(page.xpath("string((//section[@id='portlet_101'])//h1)")) == fact.section
    _check_byline(page.xpath("string(//div[@class='asset-byline'])"), fact, portal.views(id_) - 1)
    _check_body(printed_paragraphs(page), fact)
    labels = [folded(link.text_content()) for link in page.xpath("//div[@class='asset-attachments']//a")]
    assert labels == [file.label for file in fact.attachments if file.role == "file"]


def _check_byline(byline: str, fact: ArticleTruth, views: int) -> None:
    if fact.byline == "none":
        assert byline == ""
        assert fact.published_at is None
        return
    day = re.search(r"(\d\d)/(\d\d)/(\d{4})", byline)
    assert day is not None
    assert fact.published_at is not None
    assert fact.published_at.startswith(f"{day[3]}-{day[2]}-{day[1]}")
    if fact.published_precision == "minute":
        assert f"| {fact.published_at[11:16]}" in byline
        assert fact.published_at.endswith(":00+07:00")
    else:
        assert len(fact.published_at) == 10
    assert (fact.views_status == "observed") == (f": {views}" in byline)


def _check_body(printed: list[str], fact: ArticleTruth) -> None:
    expected = fact.text.split("\n\n")
    if fact.summary:
        repeats = printed.count(fact.summary)
        assert printed[:repeats] == [fact.summary] * repeats
        assert repeats in (1, 2)
        printed = printed[repeats:]
    if fact.author:
        assert printed.pop() == fact.author
    assert printed == expected


def test_the_byline_has_two_spaces_before_the_second_bar_as_the_real_portals_have() -> None:
    portal = sample_portal()
    full = next(fact for fact in (article_truth(portal, id_) for id_ in range(300)) if fact.byline == "full")
    assert re.search(r"Ngày đăng \d\d/\d\d/\d{4} \| \d\d:\d\d  \| Lượt xem: \d+<", decoded(get(portal, full.url)))


def test_all_pages_of_articles_weigh_60_to_100_kilobytes() -> None:
    portal = sample_portal()
    sizes = [len(get(portal, article_truth(portal, id_).url).body) for id_ in range(0, 300, 5)]
    assert min(sizes) > 60_000
    assert max(sizes) < 100_000


def test_every_shape_of_address_on_both_hosts_is_one_canonical_article() -> None:
    portal = sample_portal()
    fact, head = article_truth(portal, 14), portal.head(14)
    for shape in (*SHAPES, "canonical"):
        local = article_address(head, shape, section_path(portal, 14))
        for root in (HOSTS.root(mirror=False), HOSTS.root(mirror=True)):
            found = address(root + local, PORTAL_FILE)
            assert (found.url, found.kind) == (fact.url, "article")
            assert folded(tree(get(portal, root + local)).xpath("string(//h2)")) == fact.title
    by_id = f"/?_101_assetEntryId={entry_id(14)}&p_p_id=101"
    assert folded(tree(get(portal, by_id)).xpath("string(//h2)")) == fact.title


def test_slugs_lose_the_letter_d_with_stroke_are_cut_and_end_in_a_number() -> None:
    assert slugify("Hội đồng nhân dân – kỳ 2") == "hoi-ong-nhan-dan-ky-2"
    fact = article_truth(sample_portal(), 250)
    assert fact.slug.endswith(f"-{250 + FIRST_NUMBER}")
    assert len(fact.slug) <= 66


@pytest.mark.parametrize("slug", ["khong-co-10005", "10005", "a", "x-99999999"])
def test_a_slug_that_is_not_an_articles_own_is_not_found(slug: str) -> None:
    assert get(sample_portal(), f"/tin-tuc/-/view_content/1-{slug}.html").status == 404


def test_a_published_article_is_first_in_its_list_and_a_deleted_one_in_none() -> None:
    portal = sample_portal()
    portal.hours += 30
    id_ = portal.publish(0)
    fact = article_truth(portal, id_)
    assert fact.published_at is None or fact.published_at.startswith("2021-10-02")
    (first, *_) = tree(get(portal, "/tin-tuc")).xpath("//h3[@class='asset-title']/a/text()")
    assert folded(first) == fact.title
    portal.delete(id_, "404")
    (first, *_) = tree(get(portal, "/tin-tuc")).xpath("//h3[@class='asset-title']/a/text()")
    assert folded(first) != fact.title
    assert get(portal, fact.url).status == 404
    assert not article_truth(portal, id_).reachable


@pytest.mark.parametrize("what", ["title", "summary", "text", "published", "attachment"])
def test_an_edit_changes_that_part_of_the_truth_and_of_the_page_but_not_the_address(what: str) -> None:
    portal = sample_portal()
    before = article_truth(portal, 21)
    portal.edit(21, what)
    after = article_truth(portal, 21)
    assert after.url == before.url
    changed = {name for name in before.__slots__ if getattr(before, name) != getattr(after, name)}
    assert changed == {{"published": "published_at", "attachment": "attachments"}.get(what, what)}
    page = tree(get(portal, after.url))
    _check_body(printed_paragraphs(page), after)
    assert folded(page.xpath("string(//h2[@class='header-title'])")) == after.title


def test_nothing_but_the_counters_clock_and_hidden_fields_changes_from_one_request_to_the_next() -> None:
    portal = sample_portal()
    first, second = (decoded(get(portal, article_truth(portal, 9).url)).splitlines() for _ in range(2))
    changed = [line for line, other in zip(first, second, strict=True) if line != other]
    marks = ("__VIEWSTATE", "__EVENTVALIDATION", "_58_formDate", "Lượt", "lượt", "Đang online")
    assert changed
    assert all(any(mark in line for mark in marks) for line in changed)


@pytest.mark.parametrize("hours", [0, 0.5, 24, 1000.25])
def test_a_counter_shows_base_plus_whole_views_of_the_clock_plus_our_requests_so_far(hours: float) -> None:
    portal = sample_portal()
    id_ = next(id_ for id_ in range(300) if portal.head(id_).byline == "full")
    head = portal.head(id_)
    for _ in range(3):
        get(portal, article_truth(portal, id_).url)
    portal.hours = hours
    page = decoded(get(portal, article_truth(portal, id_).url))
    assert f"Lượt xem: {head.base_views + int(head.rate * hours) + 3}<" in page
    assert article_truth(portal, id_).views == head.base_views + int(head.rate * hours) + 3


def test_words_of_a_tests_own_can_be_put_into_the_page_frame() -> None:
    paragraphs = ["Đoạn thứ nhất có “dấu ngoặc” & số 93,89%.", "Đoạn thứ hai < đoạn cuối./."]
    page = render_article_page(
        title="Một tiêu đề", published=START, views=1084, section="hoạt động", paragraphs=paragraphs
    )
    assert "Ngày đăng 01/10/2021 | 08:00  | Lượt xem: 1084" in page
    assert printed_paragraphs(fromstring(page)) == paragraphs
    worn = render_article_page(
        title="Một tiêu đề", published=START, views=1, section="x", paragraphs=paragraphs * 9, rng=stream(3)
    )
    assert printed_paragraphs(fromstring(worn)) == paragraphs * 9


LOCAL_PATHS = st.sampled_from(
    [
        "/",
        "/tin-tuc",
        "/image/journal/article",
        "/documents/1/2/x",
        "/sitemap-",
        "/lich-cong-tac",
        "/-/van-ban/",
        "/web/guest",
    ]
)
PARAMETERS = st.sampled_from(["_101_urlTitle", "_101_assetEntryId", "img_id", "uuid", "month", "_101_INSTANCE_a_cur"])


@settings(deadline=None)
@given(LOCAL_PATHS, st.text(max_size=20), PARAMETERS, st.text(max_size=20) | st.from_regex(r"\A[0-9-]{1,9}\Z"))
def test_any_address_gets_an_answer(path: str, rest: str, name: str, value: str) -> None:
    assert get(sample_portal(5), f"{path}{quote(rest)}?{name}={quote(value)}").status in (200, 404)
