"""Portals that are known by name before anyone asked them: the shipped files, and what a first crawl makes of one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.fold import fold_key
from crawler.onboard import onboard_unknown, own_id
from crawler.portals import Portal, find_portal, iter_portals, read_portal_file
from crawler.units.registry import registry
from tests.command import kho, rows
from tests.learn_paths import nukeviet
from tests.learn_sites import MISSING, Build, make_news, served

SHIPPED = [portal for portal, _ in iter_portals(None)]
INNER_DISTRICTS = {
    "badinh", "hoankiem", "tayho", "longbien", "caugiay", "dongda", "haibatrung", "hoangmai", "thanhxuan",
    "namtuliem", "bactuliem", "hadong",
}  # fmt: skip
STUB = """
id = "benmau"
name = "Phường Bến Mẫu"
unit_code = "00118"
level = "ward"
url = "{url}"
aliases = ["benmau.gov.vn"]
opened_on = 2025-07-01
unverified = true
notes = "Host as neighbours have theirs."
"""


def test_the_twelve_inner_districts_of_ha_noi_are_there_and_the_wards_that_took_over() -> None:
    assert {portal.id for portal in SHIPPED if portal.level == "district"} == INNER_DISTRICTS
    wards = {portal.unit_code for portal in SHIPPED if portal.level == "ward"}
    known = registry()
    codes = {portal.unit_code for portal in SHIPPED if portal.level == "district"}
    districts = [unit for unit in known.units.values() if unit.level == "district" and unit.code in codes]
    after = {link.new for district in districts for link in known.successors(district)}
    own = {unit.code for unit in after if unit.name.startswith("Phường") and _host(unit.name) not in INNER_DISTRICTS}
    assert own - wards == {"10015"}, "phường Chương Mỹ took over a corner of Hà Đông"
    assert wards <= own


def _host(name: str) -> str:
    return "".join(filter(str.isalpha, fold_key(name.removeprefix("Phường "))))


@pytest.mark.parametrize("portal", SHIPPED, ids=lambda portal: str(portal.id))
def test_a_shipped_file_names_a_unit_of_the_registry(portal: Portal) -> None:
    units = [unit for unit in registry().units.values() if unit.code == portal.unit_code]
    assert portal.name in {unit.name for unit in units}
    assert portal.unverified == portal.is_stub == (portal.id != "longbien")


def test_no_host_is_that_of_two_portals() -> None:
    hosts = Counter(host for portal in SHIPPED for host in portal.hosts)
    assert [host for host, count in hosts.items() if count > 1] == []


def test_a_portal_known_by_name_alone_is_learned_by_its_first_crawl(tmp_path: Path) -> None:
    news = make_news(60)
    build = nukeviet(news)
    folder = tmp_path / "portals"
    folder.mkdir()
    with served(build) as url:
        (folder / "benmau.toml").write_text(STUB.format(url=url), encoding="utf-8")
        listed = kho("portals", "--archive", tmp_path, "--json").stdout
        done = kho("crawl", "benmau", "--archive", tmp_path, "--no-attachments")
        asked = sum(build.asked.values())
        again = kho("crawl", "benmau", "--archive", tmp_path, "--no-attachments")
    assert '"verified": false' in listed
    assert (done.returncode, again.returncode) == (0, 0), done.stderr[-2000:]
    assert "a sample of its pages comes first" in done.stderr
    assert "a sample of its pages comes first" not in again.stderr
    assert sum(build.asked.values()) - asked < asked / 2
    portal, text = read_portal_file(folder / "benmau.toml")
    assert (portal.id, portal.name, portal.unit_code) == ("benmau", "Phường Bến Mẫu", "00118")
    assert portal.aliases == ("benmau.gov.vn",)
    assert portal.addresses
    assert portal.sections
    assert not portal.unverified
    assert "Host as neighbours have theirs." in text
    assert len(rows(tmp_path, "SELECT id FROM articles WHERE portal_id = 'benmau'")) == len(news)


def test_a_portal_that_is_gone_is_told_with_where_it_may_still_be(tmp_path: Path) -> None:
    (tmp_path / "portals").mkdir()
    (tmp_path / "portals" / "benmau.toml").write_text(STUB.format(url="http://127.0.0.1:9/"), encoding="utf-8")
    done = kho("crawl", "benmau", "--archive", tmp_path)
    assert done.returncode == 3
    assert "kho backfill benmau" in done.stderr.splitlines()[-1]


def names(asked: list[str], archive: Path) -> list[str]:
    return [one.name for one in onboard_unknown(asked, archive)]


def forwarding(to: str) -> Build:
    return Build([], answer=lambda path, *_: MISSING if path == "/robots.txt" else (302, "", to))


@pytest.mark.parametrize("alias", [False, True])
def test_a_known_host_that_forwards_to_another_portal_is_not_that_portal(tmp_path: Path, alias: bool) -> None:
    """Unless its file says that it is."""
    file = tmp_path / "portals" / "benmau.toml"
    file.parent.mkdir()
    other = nukeviet(make_news(30))
    with served(other) as target, served(forwarding(target)) as url:
        host = urlsplit(target).netloc
        text = STUB.format(url=url)
        file.write_text(text.replace("benmau.gov.vn", host) if alias else text, encoding="utf-8")
        if alias:
            assert names(["benmau"], tmp_path) == ["benmau"]
            assert read_portal_file(file)[0].host == host
            return
        done = kho("crawl", "benmau", "--archive", tmp_path)
        probed = kho("probe", url, "--archive", tmp_path)
    for one in (done, probed):
        assert one.returncode == 3
        said = f"portal benmau, forwards to {target}, which is no host of it: `kho crawl {target}`"
        assert said in one.stderr.splitlines()[-1]
    assert file.read_text(encoding="utf-8") == text
    assert sum(other.asked.values()) <= 4, "no sample is taken of a portal that was not asked for"


def test_an_unknown_address_that_forwards_is_learned_where_it_leads_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "portals").mkdir()
    with served(nukeviet(make_news(30))) as target, served(forwarding(target)) as url:
        (id_,) = names([url], tmp_path)
        portal = find_portal(target, tmp_path)[0]
        assert (portal.id, portal.host) == (id_, urlsplit(target).netloc)
        assert f"{url} forwards to {target}: portal {id_}" in capsys.readouterr().err
        with served(forwarding(target)) as third:
            assert names([third], tmp_path) == [id_], "what is known is not learned again"
        assert f"{third} forwards to {target}: portal {id_}" in capsys.readouterr().err
    assert find_portal(target, tmp_path)[0] == portal


def test_the_address_of_a_portal_known_by_name_leads_to_it(tmp_path: Path) -> None:
    with served(nukeviet(make_news(30))) as url:
        (tmp_path / "portals").mkdir()
        (tmp_path / "portals" / "benmau.toml").write_text(STUB.format(url=url), encoding="utf-8")
        assert names([f"{url}vi/"], tmp_path) == ["benmau"]
        assert names([url.removeprefix("http://").rstrip("/")], tmp_path) == [url.rstrip("/")]
        assert find_portal(url, tmp_path)[0].id == "benmau"


def test_a_neighbour_on_the_same_host_is_another_portal(tmp_path: Path) -> None:
    (tmp_path / "portals").mkdir()
    text = STUB.format(url="https://taymau.gov.vn/") + "ignore = ['^(?!/benmau(?:/|$))']\n"
    (tmp_path / "portals" / "benmau.toml").write_text(text, encoding="utf-8")
    assert find_portal("https://taymau.gov.vn/benmau/", tmp_path)[0].id == "benmau"
    assert find_portal("https://taymau.gov.vn/", tmp_path)[0].id == "benmau"
    with pytest.raises(Exception, match="no such portal"):
        find_portal("https://taymau.gov.vn/benkhac/", tmp_path)


@pytest.mark.parametrize(
    ("url", "id_"),
    [("http://benmau.gov.vn/", "benmau"), ("http://ben-mau.vn/", "ben_mau"), ("http://benmau.edu.vn/", "benmau_2")],
)
def test_a_name_that_another_site_has_is_not_taken_from_it(tmp_path: Path, url: str, id_: str) -> None:
    (tmp_path / "portals").mkdir()
    (tmp_path / "portals" / "benmau.toml").write_text(STUB.format(url="http://benmau.hanoi.gov.vn/"), encoding="utf-8")
    portal = Portal(id=id_.removesuffix("_2"), name="Bến Mẫu", level="ward", url=url)
    assert own_id(portal, tmp_path) == id_
