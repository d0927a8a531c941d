"""The registry of administrative units: counts, Long Biên in detail, names and codes that mean several units."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter

import pytest

from crawler.units.registry import Unit, registry
from tests.command import kho

LONG_BIEN = {
    "Thượng Thanh": {"Bồ Đề", "Việt Hưng"},
    "Ngọc Thụy": {"Bồ Đề", "Hồng Hà"},
    "Giang Biên": {"Việt Hưng", "Phúc Lợi"},
    "Đức Giang": {"Bồ Đề", "Việt Hưng"},
    "Việt Hưng": {"Việt Hưng", "Phúc Lợi"},
    "Gia Thụy": {"Bồ Đề", "Việt Hưng", "Long Biên"},
    "Ngọc Lâm": {"Bồ Đề"},
    "Phúc Lợi": {"Phúc Lợi", "Việt Hưng"},
    "Bồ Đề": {"Bồ Đề", "Long Biên", "Hồng Hà"},
    "Long Biên": {"Long Biên", "Bồ Đề"},
    "Thạch Bàn": {"Long Biên", "Phúc Lợi", "Gia Lâm", "Bát Tràng"},
    "Phúc Đồng": {"Phúc Lợi", "Bồ Đề", "Việt Hưng", "Long Biên"},
    "Cự Khối": {"Long Biên", "Bát Tràng"},
    "Sài Đồng": {"Phúc Đồng", "Phúc Lợi"},
}
"""Former ward: what took over from it (statistics office; Sài Đồng, ended with 2024: the press)."""


def short(unit: Unit) -> str:
    return unit.name.removeprefix("Phường ").removeprefix("Xã ")


def former_district() -> Unit:
    return registry().units["004", ""]


def test_the_country_has_as_many_units_as_the_resolutions_say() -> None:
    counted = Counter((unit.level, bool(unit.valid_to)) for unit in registry().units.values())
    assert counted["province", False] == 34
    assert counted["commune", False] == 3321
    assert counted["district", False] == 0
    assert counted["district", True] == 696


def test_ha_noi_has_51_wards_and_75_communes_now() -> None:
    now = registry().children(registry().units["01", "2025-07-01"])
    assert Counter(unit.name.split()[0] for unit in now) == {"Phường": 51, "Xã": 75}


def test_each_former_ward_of_long_bien_goes_where_the_resolution_sent_it() -> None:
    wards = registry().children(former_district())
    assert {short(ward): {short(link.new) for link in registry().successors(ward)} for ward in wards} == LONG_BIEN


def test_a_ward_that_went_to_several_went_in_parts_and_one_that_went_to_one_went_whole() -> None:
    shares = {
        short(ward): {link.share for link in registry().successors(ward)}
        for ward in registry().children(former_district())
    }
    assert {name: share for name, share in shares.items() if share != {"part"}} == {"Ngọc Lâm": {"full"}}


def test_a_code_used_twice_means_two_units() -> None:
    assert [unit.name for unit in registry().named("00118")] == ["Phường Bồ Đề", "Phường Ngọc Thụy"]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("118", ["Phường Bồ Đề", "Phường Ngọc Thụy", "Huyện Quỳnh Nhai"]),
        ("00118", ["Phường Bồ Đề", "Phường Ngọc Thụy"]),
        ("0118", ["Phường Bồ Đề", "Phường Ngọc Thụy", "Huyện Quỳnh Nhai"]),
        ("01", ["Thành phố Hà Nội", "Thành phố Hà Nội"]),
    ],
)
def test_a_code_without_its_zeros_shows_the_units_of_all_levels(code: str, names: list[str]) -> None:
    done = kho("units", code, "--json")
    assert sorted(unit["name"] for unit in json.loads(done.stdout)) == sorted(names)


def test_a_search_takes_a_code_as_it_is_written_and_one_short_of_zeros_where_that_is_none() -> None:
    assert [unit.name for unit in registry().named("118")] == ["Huyện Quỳnh Nhai"]
    assert registry().named("10015") == registry().named("0010015") != []


def test_a_shortened_type_word_and_decomposed_letters_name_the_same_unit() -> None:
    full = registry().named("phường Bồ Đề")
    assert [unit.code for unit in full] == ["00118", "00139"]
    assert registry().named("P. Bồ Đề") == registry().named(unicodedata.normalize("NFD", "P.Bồ Đề")) == full


def test_a_district_is_followed_by_what_followed_its_wards() -> None:
    followers = {link.new.name for link in registry().successors(former_district())}
    assert followers == {
        "Phường Long Biên", "Phường Bồ Đề", "Phường Việt Hưng", "Phường Phúc Lợi", "Phường Hồng Hà", "Xã Gia Lâm",
        "Xã Bát Tràng",
    }  # fmt: skip


def test_names_are_nfc_and_every_unit_lies_in_a_unit_of_its_time() -> None:
    known = registry()
    assert all(unicodedata.is_normalized("NFC", unit.name) for unit in known.units.values())
    assert [unit for unit in known.units.values() if unit.parent and not known.parent(unit)] == []


def test_every_commune_that_ended_has_a_successor_and_every_present_one_a_predecessor() -> None:
    known = registry()
    old, new = {link.old.key for link in known.links}, {link.new.key for link in known.links}
    communes = [unit for unit in known.units.values() if unit.level == "commune"]
    assert [unit for unit in communes if unit.key not in (old if unit.valid_to else new)] == []


def test_the_command_takes_a_name_without_marks_and_says_what_the_present_ward_was_made_of() -> None:
    done = kho("units", "phuong bo de", "--predecessors", "--json")
    assert done.returncode == 0
    now = json.loads(done.stdout)[0]
    assert (now["code"], now["parent"], now["valid_to"]) == ("00118", "Thành phố Hà Nội", None)
    assert {earlier["name"].removeprefix("Phường ") for earlier in now["predecessors"]} >= {
        old for old, new in LONG_BIEN.items() if "Bồ Đề" in new
    }


def test_a_name_that_means_no_unit_is_one_line_and_exit_2() -> None:
    done = kho("units", "phường Không Có")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
