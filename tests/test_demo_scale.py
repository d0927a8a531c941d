"""The sample portal with 100,000 articles: nothing is held for articles that nobody asked for."""

from __future__ import annotations

import tracemalloc

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.demo.catalogue import Catalogue
from crawler.demo.organisation import article_sections
from crawler.demo.truth import article_truth
from tests.demo_samples import get, sample_portal

MANY = 100_000
SECTIONS = range(len(article_sections()))


def test_two_thousand_articles_out_of_100_000_cost_no_more_memory_than_the_caches_hold() -> None:
    portal = sample_portal(MANY)
    for id_ in range(0, MANY, 40):
        portal.head(id_)
    tracemalloc.start()
    for id_ in range(7, MANY, 50):
        portal.head(id_)
    get(portal, "/tin-tuc")
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 8_000_000


def test_the_last_list_page_of_100_000_articles_is_as_near_as_the_first() -> None:
    portal = sample_portal(MANY)
    newest = next(portal.catalogue.newest(0, 0, 1))
    oldest = list(portal.catalogue.newest(0, portal.catalogue.count(0) - 1, 1))
    assert newest > MANY - 100
    assert oldest[0] < 100


def test_times_rise_with_the_ids_over_all_100_000() -> None:
    portal = sample_portal(MANY)
    moments = [portal.head(id_).moment for id_ in range(0, MANY, 997)]
    assert moments == sorted(moments)
    assert article_truth(portal, MANY - 1).published_at is not None


@settings(deadline=None, max_examples=40)
@given(
    articles=st.integers(0, 200),
    published=st.lists(st.sampled_from(list(SECTIONS)), max_size=8),
    deleted=st.lists(st.integers(0, 207), max_size=30),
)
def test_lists_hold_what_was_dealt_published_and_not_deleted(
    articles: int, published: list[int], deleted: list[int]
) -> None:
    catalogue = Catalogue(5, articles)
    for section in published:
        catalogue.publish(section)
    for id_ in deleted:
        if id_ < catalogue.total:
            catalogue.delete(id_)
    for section in SECTIONS:
        expected = [
            id_
            for id_ in reversed(range(catalogue.total))
            if catalogue.is_listed(id_) and section in catalogue.place(id_)[:2]
        ]
        assert list(catalogue.newest(section, 0, 1000)) == expected
        assert catalogue.count(section) == len(expected)
        pages = [id_ for start in range(0, len(expected), 10) for id_ in catalogue.newest(section, start, 10)]
        assert pages == expected
        assert all(list(catalogue.older(section, id_, 3)) == expected[n + 1 : n + 4] for n, id_ in enumerate(expected))
