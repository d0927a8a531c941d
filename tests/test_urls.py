"""One page, one address: what is the same page gets the same canonical address, and what is not does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.address_rules import Rewrite
from crawler.portals import Portal, find_portal
from crawler.urls import address, canonical_url, is_ignored, link, resolve

PORTAL, _ = find_portal("longbien", None)
GENERIC = Portal(id="generic", name="Generic", level="other", url="https://mau.example/", aliases=("www.mau.example",))
"""A portal whose file has no rules of addresses."""
REWRITING = Portal(
    id="rewriting",
    name="Rewriting",
    level="other",
    url="https://mau.example/",
    rewrites=(Rewrite(prefix="/web/guest/"), Rewrite(prefix="/vi/tin/moi/", by="/tin/")),
)
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


def test_articles_without_titles_in_their_addresses_stay_apart() -> None:
    publisher, content = "/tin-tuc/-/asset_publisher/LUd5kC4xHoJm/content", "/tin-tuc/-/view_content"
    paths = [f"{publisher}/id/15237470", f"{publisher}/id/15237471", f"{content}/124386", f"{content}/124387-.html"]
    found = [address(f"http://longbien.hanoi.gov.vn{path}", PORTAL) for path in paths]
    assert len({one.url for one in found}) == len(paths)
    assert {one.kind for one in found} == {"article"}
    assert found[3].url.endswith("/-/view_content/124387")
    by_parameter = FIVE_SHAPES[0].split("&_101_urlTitle")[0]
    assert canonical_url(by_parameter, PORTAL) == found[0].url


@pytest.mark.parametrize(
    "url",
    [
        FIVE_SHAPES[0].replace("&", "&amp;"),
        f"http://longbien.hanoi.gov.vn/tin-tuc?p_p_id=101_INSTANCE_LUd5kC4xHoJm&_101_INSTANCE_LUd5kC4xHoJm_urlTitle={SLUG}",
        f"http://longbien.hanoi.gov.vn/tin-tuc/-/view_content/124386-{SLUG}",
    ],
)
def test_other_spellings_of_an_article_are_the_same_address(url: str) -> None:
    absolute = resolve("http://longbien.hanoi.gov.vn/", url)
    assert absolute is not None
    assert canonical_url(absolute, PORTAL) == canonical_url(FIVE_SHAPES[0], PORTAL)


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


def test_the_five_shapes_are_one_on_every_host_in_every_language_and_order() -> None:
    shapes = [url.replace("://longbien.hanoi.gov.vn", "://portal.longbien.gov.vn/web/guest", 1) for url in FIVE_SHAPES]
    shapes += [url.replace("hanoi.gov.vn/", "hanoi.gov.vn/en/", 1) for url in FIVE_SHAPES[:5]]
    shapes += [
        url.replace("http://", "https://").replace("_101_viewMode=view", "_101_viewMode=print") for url in FIVE_SHAPES
    ]
    assert {canonical_url(url, PORTAL) for url in shapes} == {canonical_url(FIVE_SHAPES[0], PORTAL)}


SAME = [
    ("https://mau.example/tin-tuc/bai", "http://MAU.example:80//tin-tuc//bai/?utm_source=zalo&fbclid=1#top"),
    ("https://mau.example/", "https://www.mau.example/index.php"),
    ("https://mau.example/", "https://mau.example/Default.aspx"),
    ("https://mau.example/x.aspx?ArticleId=a7c40817", "https://mau.example/x.aspx?ArticleId=a7c40817&_=1634567890"),
    ("https://mau.example/?cn=537&gd=14&tc=13932", "https://mau.example/?gd=14&cn=537&tc=13932"),
    ("https://mau.example/p/x.aspx?ItemID=32801", "https://mau.example/p/x.aspx?ItemID=32801&Keyword="),
    ("https://mau.example/Tin-tức/post/1/a.aspx", "https://mau.example/Tin-t%E1%BB%A9c/post/1/a.aspx"),
    ("https://mau.example/Tin-tức/a", "https://mau.example/Tin-tu\u031b\u0301c/a"),
    ("https://mau.example/a?x=1", "https://mau.example/a;jsessionid=0A1B?x=1&PHPSESSID=2&ReturnUrl=%2Fb"),
    ("https://mau.example/b/c", "https://mau.example/a/../b/./c"),
    ("https://mau.example/x?_101_urlTitle=a&p_p_id=101", f"https://mau.example/x?p_p_id=101&{LIFERAY}&_101_urlTitle=a"),
    ("https://mau.example/tim?q=d%C3%A2n+v%E1%BA%ADn", "https://mau.example/tim?q=dân%20vận"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_without_a_rule_what_never_names_a_page_is_no_part_of_its_address(one: str, other: str) -> None:
    assert canonical_url(one, GENERIC) == canonical_url(other, GENERIC)


WITHOUT_SESSION = {
    "/a;jsessionid=0A1B2C?x=1": "/a?x=1",
    "/(S(lit3py55t21z5v55vlm25s55))/tin/a.aspx?id=5": "/tin/a.aspx?id=5",
    "/tin/a.html?PHPSESSID=b7k2c9q0": "/tin/a.html",
    "/tin?id=5&sid=0f1e2d3c4b5a69788796a5b4c3d2e1f0&trang=2": "/tin?id=5&trang=2",
    "/index.php?sid=9f0a1b2c3d4e": "/index.php",
    "/tin?sid=12": "/tin?sid=12",
    "/tin/a-(phan-2).html?s=dan-van": "/tin/a-(phan-2).html?s=dan-van",
    "/tai?token=0f1e2d3c4b5a69788796a5b4c3d2e1f0": "/tai?token=0f1e2d3c4b5a69788796a5b4c3d2e1f0",
}


@pytest.mark.parametrize(("href", "expected"), WITHOUT_SESSION.items())
def test_a_link_is_followed_without_the_session_of_the_page_it_stood_on(href: str, expected: str) -> None:
    assert resolve("https://mau.example/", href) == f"https://mau.example{expected}"
    assert canonical_url(f"https://mau.example{href}", GENERIC) == canonical_url(
        f"https://mau.example{expected}", GENERIC
    )


DIFFERENT = [
    ("/a?id=1", "/a?id=2"),
    ("/x.aspx?NewsId=2111&CatId=124", "/x.aspx?NewsId=2112&CatId=124"),
    ("/tin/a-920730", "/tin/a-920731"),
    ("/tin/a-920730", "/tin/a"),
    ("/a?12345", "/a?12346"),
    ("/a?page=2", "/a"),
    ("/a?print=1", "/a"),
    ("/Tin", "/tin"),
    ("/tin/index-2.html", "/tin"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_without_a_rule_what_may_name_a_page_is_kept(one: str, other: str) -> None:
    assert canonical_url("https://mau.example" + one, GENERIC) != canonical_url("https://mau.example" + other, GENERIC)


CALLS = {
    "javascript:window.open('/x/y.aspx?id=1','w','width=300')": "https://mau.example/x/y.aspx?id=1",
    'javascript:DownloadFile("/Uploads/Văn bản.docx")': "https://mau.example/Uploads/V%C4%83n%20b%E1%BA%A3n.docx",
    "javascript:downloadfile('Luật.pdf','/FileData/TW/VanBanGoc_101.2015.QH13.P1.pdf');": (
        "https://mau.example/FileData/TW/VanBanGoc_101.2015.QH13.P1.pdf"
    ),
    'javascript:window.open("http://khac.example/c.pdf");return false;': "http://khac.example/c.pdf",
    "javascript:location.href='/tin/1.html'": "https://mau.example/tin/1.html",
    "javascript:__doPostBack('ctl00$cphMain$lnk','/x/y.pdf')": None,
    "javascript:alert('xin chào')": None,
    "javascript:void(0)": None,
    "javascript:history.back()": None,
}


@pytest.mark.parametrize(("href", "expected"), CALLS.items())
def test_a_script_call_leads_where_its_argument_says(href: str, expected: str | None) -> None:
    assert resolve("https://mau.example/x/", href) == expected


WILD = st.text(st.one_of(st.characters(), st.sampled_from("/?&=%.;:#@'\"()_- 25Ff")), max_size=80)
CASES = ("", "javascript:f('", "/web/guest/", "/index.php", "?_=1&", "//", "%2e%2e/", "/vi/tin/moi/")


@given(st.sampled_from(CASES), WILD, st.sampled_from([PORTAL, GENERIC, REWRITING]))
def test_any_link_is_resolved_without_an_error_and_has_one_canonical_address(
    start: str, rest: str, portal: Portal
) -> None:
    url = resolve(portal.url + "tin/", start + rest)
    if url is None:
        return
    once = canonical_url(url, portal)
    assert canonical_url(once, portal) == once
    assert once.startswith(("http://", "https://"))


@given(st.lists(st.tuples(st.sampled_from("abgtcdn"), st.integers(0, 99)), max_size=6).flatmap(st.permutations))
def test_the_order_of_any_parameters_never_matters(pairs: list[tuple[str, int]]) -> None:
    there = "&".join(f"{key}={value}" for key, value in pairs)
    back = "&".join(f"{key}={value}" for key, value in reversed(pairs))
    assert canonical_url(f"https://mau.example/x?{there}", GENERIC) == canonical_url(
        f"https://mau.example/x?{back}", GENERIC
    )
