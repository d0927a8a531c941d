"""Paths that stand in parameters: rules see the path, canonical addresses stay what the server answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.address_rules import AddressRule, Route
from crawler.items import Page
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed, Seen
from crawler.learn.sample.routing import find_route
from crawler.learn.survey import bare_portal
from crawler.portals import Portal
from crawler.routes import meant_by, unrouted
from crawler.tidy import tidy_query
from crawler.urls import address, canonical_url, is_ignored

HOST = "http://a.vn"
NUKEVIET = Route(path="/index.php", parameters=("language", "nv", "op"))
DRUPAL = Route(path="/", parameters=("q",))


def portal(route: Route | None, **told: object) -> Portal:
    return bare_portal(HOST).model_copy(update={"route": route, **told})


@pytest.mark.parametrize(
    ("route", "local", "meant"),
    [
        (NUKEVIET, "/index.php?language=vi&nv=news&op=Tin%2FBai-5", "/index.php/vi/news/Tin/Bai-5"),
        (NUKEVIET, "/index.php?language=vi&nv=news&op=Tin%2Fpage-2", "/index.php/vi/news/Tin/page-2"),
        (NUKEVIET, "/index.php?language=vi&nv=laws", "/index.php/vi/laws"),
        (NUKEVIET, "/index.php?id=3&language=vi&nv=news&op=Tin", "/index.php/vi/news/Tin?id=3"),
        (NUKEVIET, "/index.php?nv=news&op=Tin", "/index.php?nv=news&op=Tin"),
        (NUKEVIET, "/index.php", "/index.php"),
        (NUKEVIET, "/tim.php?language=vi&nv=news", "/tim.php?language=vi&nv=news"),
        (NUKEVIET, "/index.php?language=vi&nv=a%2Fb&op=Tin", "/index.php?language=vi&nv=a%2Fb&op=Tin"),
        (DRUPAL, "/?page=2&q=node%2F5", "/node/5?page=2"),
        (None, "/?q=node%2F5", "/?q=node%2F5"),
    ],
)
def test_the_path_that_parameters_mean(route: Route | None, local: str, meant: str) -> None:
    assert meant_by(local, route) == meant
    if route is not None and local != meant:
        assert unrouted(meant, route) == local


WORDS = st.text("abcXYZ-_09.", min_size=1, max_size=8)
VALUES = st.lists(WORDS, min_size=1, max_size=4).map("/".join)


@given(first=WORDS, second=WORDS, last=VALUES, more=st.dictionaries(WORDS, WORDS, max_size=2))
def test_each_way_undoes_the_other(first: str, second: str, last: str, more: dict[str, str]) -> None:
    pairs = {**more, "language": first, "nv": second, "op": last.replace("/", "%2F")}
    local = f"/index.php?{tidy_query('&'.join(f'{key}={value}' for key, value in pairs.items()))}"
    assert unrouted(meant_by(local, NUKEVIET), NUKEVIET) == local


def test_rules_see_the_path_and_canonical_addresses_lead_somewhere() -> None:
    rules = (AddressRule(kind="article", match=r"^/index\.php/vi/news/[^/?]+/[^/?]+-(?P<key>\d+)(?:\?|$)", keep="^$"),)
    told = portal(NUKEVIET, addresses=rules, ignore=("/print/",))
    url = f"{HOST}/index.php?op=Tin/Bai-5&nv=news&language=vi&utm_source=x"
    assert address(url, told) == (f"{HOST}/index.php?language=vi&nv=news&op=Tin%2FBai-5", "article", None, False, None)
    assert canonical_url(canonical_url(url, told), told) == canonical_url(url, told)
    assert address(f"{HOST}/index.php?language=vi&nv=news&op=print/Tin/Bai-5", told).kind is None
    assert is_ignored(f"{HOST}/index.php?language=vi&nv=news&op=print%2FTin%2FBai-5", told)
    assert not is_ignored(url, told)


def test_a_rule_s_canonical_address_leads_somewhere_whatever_it_was_read_from() -> None:
    rule = AddressRule(
        kind="article",
        match=r"^(?:/index\.php)?/vi/news/(?P<part2>[^/?]+)/(?P<key>[^/?]+?)(?:\.html)?(?:\?|$)",
        canonical="/index.php/vi/news/{part2}/{key}",
    )
    told = portal(NUKEVIET.model_copy(update={"default": "vi"}), addresses=(rule,))
    spellings = (
        "/vi/news/Tin/Bai-5.html",
        "/index.php?nv=news&op=Tin/Bai-5",
        "/index.php?language=vi&nv=news&op=Tin/Bai-5",
    )
    assert {canonical_url(HOST + one, told) for one in spellings} == {
        f"{HOST}/index.php?language=vi&nv=news&op=Tin%2FBai-5"
    }
    assert canonical_url(f"{HOST}/index.php", told) == f"{HOST}/"


def home(*targets: str) -> Observed:
    links = tuple(Seen(HOST + to, "Tin của xã", in_menu=False, in_aside=False) for to in targets)
    return Observed(asked=f"{HOST}/", status=200, page=Page(url=f"{HOST}/", kind="home"), links=links)


NEWS = [f"/index.php?language=vi&nv=tin-tuc&op=Tin-{number % 3}/Bai-{number}.html" for number in range(9)]
MENU = [f"/index.php?language=vi&nv=tin-tuc&op=Tin-{number}" for number in range(3)] + [
    "/index.php?language=vi&nv=laws"
]


@pytest.mark.parametrize(
    ("links", "route"),
    [
        (NEWS + MENU, NUKEVIET),
        ([f"/?q=node/{number}" for number in range(8)] + ["/?q=lien-he", "/user"], DRUPAL),
        (
            [f"/xem.asp?url=tin/{number}.html&p={number}" for number in range(8)],
            Route(path="/xem.asp", parameters=("url",)),
        ),
        ([f"/tin.aspx?RootFolder=/Lists/{number}" for number in range(8)], None),
        ([f"/index.php?act=xem&id={number}" for number in range(8)], None),
        ([f"/tin/bai-{number}" for number in range(8)] + ["/?q=node/5"], None),
        ([f"/ra.php?url=https://b.vn/{number}/x" for number in range(8)], None),
    ],
)
def test_a_portal_whose_links_lead_on_by_paths_in_parameters(links: list[str], route: Route | None) -> None:
    assert find_route(home(*links), bare_portal(HOST)) == route


def test_what_links_leave_out_is_what_others_to_the_same_page_say() -> None:
    bare = [link.replace("language=vi&", "") for link in NEWS]
    assert find_route(home(*NEWS, *MENU, *bare[:2]), bare_portal(HOST)) == NUKEVIET.model_copy(update={"default": "vi"})
    other = [link.replace("language=vi&", "language=en&") for link in NEWS]
    assert find_route(home(*NEWS, *MENU, bare[0]), bare_portal(HOST)) == NUKEVIET
    assert find_route(home(*NEWS, *other, *bare[:2]), bare_portal(HOST)) == NUKEVIET


def test_what_is_known_of_paths_is_known_of_parameters_that_mean_them() -> None:
    book = Book(portal(NUKEVIET))
    for path in ("print/Tin/Bai-5", "savefile/Tin/Bai-5", "rss/Tin"):
        assert book.entry(f"{HOST}/index.php?language=vi&nv=news&op={path}") is None, path
    assert book.entry(f"{HOST}/index.php?language=en&nv=news&op=Tin") is None
    assert book.entry(f"{HOST}/index.php?language=vi&nv=banners&op=click&id=1") is None
    entry = book.entry(f"{HOST}/index.php?language=vi&nv=news&op=Tin/Bai-5")
    assert entry is not None
    assert (entry.local, entry.fetch_url) == (
        "/index.php/vi/news/Tin/Bai-5",
        f"{HOST}/index.php?language=vi&nv=news&op=Tin/Bai-5",
    )
