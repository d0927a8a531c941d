"""Portal files: every shipped one loads, and every fault is named with file, key and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.errors import PortalFileError
from crawler.portals import find_portal, iter_portals, parse_portal, portal_files, read_portal_file, with_hosts
from crawler.urls import address

GOOD = 'id = "x"\nname = "X"\nlevel = "ward"\nurl = "http://x.gov.vn/"\n'


def test_every_shipped_portal_file_loads_and_is_named_after_its_id() -> None:
    assert [portal.id for portal, _ in iter_portals(None)] == sorted(portal_files(None))
    assert "longbien" in portal_files(None)


def test_the_sections_of_a_shipped_file_are_listings_under_its_own_rules() -> None:
    for portal, _ in iter_portals(None):
        for section in portal.sections:
            assert address(portal.url.rstrip("/") + section.path, portal).kind == "listing", section.path


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (
            'level = "county"',
            "level: Input should be 'district', 'ward', 'commune', 'province' or 'other' (got 'county')",
        ),
        ('url = "longbien"', "url: "),
        ('url = "http://x.gov.vn/tin-tuc"', "url: expected the address of the home page"),
        ('timezone = "Hanoi"', "timezone: expected the name of a time zone"),
        ("speed = 3", "speed: Extra inputs are not permitted"),
        ("[politeness]\ndelay = 0.1", "politeness: a delay under 1 s"),
        ("[politeness]\ndelay = 'fast'", "politeness.delay: "),
        ('[[addresses]]\nkind = "article"\nmatch = "("', "addresses.0.match: not a regular expression"),
        ('[[addresses]]\nkind = "article"\nmatch = "a"\ncanonical = "/{id}"', "addresses.0: `canonical` uses ['id']"),
        ('[[sections]]\nname = "Tin"\npath = "tin"', "sections.0.path: "),
        ('[select]\ntitle = "h1..x"', "select.title: not a CSS selector: "),
        ('[select]\ntitle = "//h1"', "(XPath is none) (got '//h1', line 6)"),
        ('[select]\ndrop = [".ad", "div["]', "select.drop.1: not a CSS selector: "),
        ('[select]\nbody = ""', "select.body: not a CSS selector: "),
        ('[select]\nbyline = "p::text"', "select.byline: not a CSS selector: "),
        ('[[rewrites]]\nprefix = "/a/"\nby = "/a/b/"', "rewrites.0: `by` must be shorter"),
    ],
)
def test_a_fault_is_named_with_file_and_key(tmp_path: Path, change: str, named: str) -> None:
    key = change.split(" =")[0]
    text = "\n".join(line for line in GOOD.splitlines() if not line.startswith(f"{key} =")) + "\n" + change + "\n"
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PortalFileError) as caught:
        read_portal_file(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_portal_file_in_an_archive_is_read_whatever_its_selectors_are() -> None:
    assert parse_portal(f'{GOOD}[select]\ntitle = "h1..x"\n', origin="warcinfo").select.title == "h1..x"


def test_broken_toml_names_the_line() -> None:
    with pytest.raises(PortalFileError, match=r"x\.toml: not valid TOML: .*line 2"):
        parse_portal('id = "x"\nname = \n', origin="x.toml")


def test_an_id_that_is_not_the_file_name_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "y.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(PortalFileError, match="id: expected 'y'"):
        read_portal_file(tmp_path / "y.toml")


def test_a_file_of_the_archive_wins_over_a_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "portals").mkdir()
    (tmp_path / "portals" / "longbien.toml").write_text(GOOD.replace('"x"', '"longbien"', 1), encoding="utf-8")
    assert find_portal("longbien", tmp_path)[0].url == "http://x.gov.vn/"


def test_a_file_that_is_wrong_is_named_and_the_others_are_listed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "portals").mkdir()
    (tmp_path / "portals" / "broken.toml").write_text("id = ", encoding="utf-8")
    (tmp_path / "portals" / "x.toml").write_text(GOOD, encoding="utf-8")
    ids = [portal.id for portal, _ in iter_portals(tmp_path)]
    assert ids == sorted(ids)
    assert {"longbien", "x"} <= set(ids)
    assert "broken" not in ids
    assert "broken.toml: not valid TOML" in caplog.text


def test_a_portal_is_found_by_an_address_on_any_of_its_hosts() -> None:
    assert find_portal("http://portal.longbien.gov.vn/web/guest/tin-tuc", None)[0].id == "longbien"
    with pytest.raises(PortalFileError, match="no such portal"):
        find_portal("http://example.org/", None)


def test_replacing_the_hosts_changes_nothing_else() -> None:
    portal, text = find_portal("longbien", None)
    elsewhere = with_hosts(
        text, {"longbien.hanoi.gov.vn": "127.0.0.1:8001", "portal.longbien.gov.vn": "localhost:8001"}
    )
    moved = parse_portal(elsewhere, origin="sample")
    assert moved.url == "http://127.0.0.1:8001/"
    assert moved.aliases == ("localhost:8001",)
    assert moved.model_copy(update={"url": portal.url, "aliases": portal.aliases}) == portal
