"""One page, one address: what is the same page gets the same canonical address, and what is not does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.portals import find_portal
from crawler.urls import address, canonical_url, is_ignored, link, resolve

PORTAL, _ = find_portal("longbien", None)
SLUG = "hoi-nghi-tong-ket-cong-tac-nam-tai-nha-van-hoa-phuong-mau"
LIFERAY = "p_p_lifecycle=0&p_p_state=normal&p_p_mode=view"
VIEW = "_101_struts_action=%2Fasset_publisher%2Fview_content"

FIVE_SHAPES = [
    f"http://longbien.hanoi.gov.vn/tin-tuc?p_p_id=101&{LIFERAY}&p_p_col_id=column-1&p_p_col_count=1&{VIEW}"
    f"&_101_assetEntryId=15237470&_101_type=content&_101_urlTitle={SLUG}",
    f"http://portal.longbien.gov.vn/web/guest/tin-tuc?p_p_id=101&{LIFERAY}&{VIEW}&_101_type=content&_101_viewMode=view"
    f"&_101_urlTitle={SLUG}",
    f"http://longbien.hanoi.gov.vn/dang-doan-the?_101_urlTitle={SLUG}&{VIEW}&p_p_id=101&p_p_col_id=column-2&p_p_col_pos=5"
    f"&p_p_col_count=9&{LIFERAY}&_101_type=content&_101_assetEntryId=15237470",
    f"https://longbien.hanoi.gov.vn/tin-tuc/-/asset_publisher/LUd5kC4xHoJm/content/{SLUG}"
    "?_101_INSTANCE_LUd5kC4xHoJm_viewMode=view",
    f"https://longbien.hanoi.gov.vn/tin-tuc/-/view_content/124386-{SLUG}.html",
    f"https://longbien.hanoi.gov.vn/en/tin-tuc/-/view_content/124386-{SLUG}.html",
]


def test_the_five_shapes_of_an_article_are_one_address() -> None:
    assert len({canonical_url(url, PORTAL) for url in FIVE_SHAPES}) == 1
    assert {address(url, PORTAL).kind for url in FIVE_SHAPES} == {"article"}


def test_a_slug_that_liferay_cut_after_a_dash_is_the_same_slug() -> None:
    assert canonical_url(FIVE_SHAPES[0] + "-", PORTAL) == canonical_url(FIVE_SHAPES[4], PORTAL)


def test_another_article_is_another_address() -> None:
    assert canonical_url(FIVE_SHAPES[0], PORTAL) != canonical_url(FIVE_SHAPES[0] + "-2", PORTAL)


def test_an_article_without_title_in_its_address_is_known_by_its_id() -> None:
    url = FIVE_SHAPES[0].split("&_101_urlTitle")[0]
    assert "_101_assetEntryId=15237470" in canonical_url(url, PORTAL)
    assert address(url, PORTAL).kind == "article"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://longbien.hanoi.gov.vn", "http://portal.longbien.gov.vn/web/guest/"),
        ("http://longbien.hanoi.gov.vn/tin-tuc", "HTTPS://Longbien.Hanoi.gov.vn:443/web/guest/tin-tuc/#top"),
        ("http://longbien.hanoi.gov.vn/x/y?a=1&b=2", "http://longbien.hanoi.gov.vn/x/y?b=2&utm_source=zalo&a=1"),
        ("http://longbien.hanoi.gov.vn/x/đ", "http://longbien.hanoi.gov.vn/x/%C4%91;jsessionid=0A1B"),
        (
            "http://longbien.hanoi.gov.vn/tin-tuc?_101_INSTANCE_a_cur=2&p_p_id=101_INSTANCE_a",
            f"http://longbien.hanoi.gov.vn/tin-tuc?p_p_id=101_INSTANCE_a&{LIFERAY}&_101_INSTANCE_a_delta=10&_101_INSTANCE_a_cur=2",
        ),
        ("http://longbien.hanoi.gov.vn/tin-tuc", "http://longbien.hanoi.gov.vn/tin-tuc?p_p_id=1&_101_INSTANCE_a_cur=1"),
    ],
)
def test_two_addresses_of_one_page_are_one(one: str, other: str) -> None:
    absolute = resolve("http://longbien.hanoi.gov.vn/", other)
    assert absolute is not None
    assert canonical_url(absolute, PORTAL) == canonical_url(one, PORTAL)


def test_the_page_number_of_a_listing_is_read() -> None:
    found = address("http://longbien.hanoi.gov.vn/tin-tuc?p_p_id=101_INSTANCE_a&_101_INSTANCE_a_cur=12", PORTAL)
    assert (found.kind, found.page) == ("listing", 12)


@pytest.mark.parametrize(
    "trap",
    [
        "/lich-cong-tac?month=3",
        "/c/portal/login?p_l_id=1",
        "/tin-tuc?p_p_id=101&p_p_state=pop_up&_101_urlTitle=x",
        "/tin-tuc?p_p_id=77&p_p_lifecycle=1",
    ],
)
def test_traps_are_never_links(trap: str) -> None:
    assert link("http://longbien.hanoi.gov.vn" + trap, PORTAL) is None


def test_other_hosts_and_wards_are_not_this_portal() -> None:
    assert link("http://cukhoi.longbien.hanoi.gov.vn/tin-tuc", PORTAL) is None
    assert link("http://evil.example/longbien.hanoi.gov.vn/tin-tuc", PORTAL) is None


@pytest.mark.parametrize(
    "href", ["javascript:void(0)", "mailto:a@b.vn", "tel:024", "http://[::1", "http://a:b/", "x" * 3000]
)
def test_what_is_no_address_is_none(href: str) -> None:
    assert resolve("http://longbien.hanoi.gov.vn/", href) is None


def test_a_download_call_becomes_the_address_of_the_file() -> None:
    href = "javascript:downloadfile('Hien phap.doc','/TW/Lists/vbpq/Attachments/32801/Hien phap nam 2013.doc');"
    assert (
        resolve("https://vbpl.vn/TW/", href)
        == "https://vbpl.vn/TW/Lists/vbpq/Attachments/32801/Hien%20phap%20nam%202013.doc"
    )


PARTS = st.text(st.sampled_from("abc-_/%.&=?;+ đệ~'()#:@0123456789"), max_size=60)


@given(path=PARTS, query=PARTS, host=st.sampled_from(["longbien.hanoi.gov.vn", "portal.longbien.gov.vn", "other.vn"]))
def test_canonical_is_idempotent_and_stays_http(path: str, query: str, host: str) -> None:
    url = resolve(f"http://{host}/", f"/{path.lstrip('/')}?{query}")
    if url is None:
        return
    once = canonical_url(url, PORTAL)
    assert canonical_url(once, PORTAL) == once
    assert once.startswith("http://")
    assert is_ignored(once, PORTAL) in (True, False)


@given(
    order=st.permutations(
        ["p_p_id=101", VIEW, "_101_type=content", f"_101_urlTitle={SLUG}", "utm_source=x", "p_p_mode=view"]
    )
)
def test_the_order_of_parameters_never_matters(order: list[str]) -> None:
    assert canonical_url("http://longbien.hanoi.gov.vn/tin-tuc?" + "&".join(order), PORTAL) == canonical_url(
        FIVE_SHAPES[0], PORTAL
    )
