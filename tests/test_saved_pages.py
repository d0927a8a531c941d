"""Every saved page of tests/pages, read as a person reads it. What the expectations may say: tests/saved_pages.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.probe_pages import proposal
from crawler.saved.address import stated_address
from tests.saved_pages import PAGES, Case, differences, load, page_files, read

FILES = page_files()
FAMILIES = (
    "liferay6", "ward2025", "vnpt", "sharepoint", "nukeviet", "aspnet", "liferay_other", "wordpress", "joomla",
    "documents", "kinds",
)  # fmt: skip


def expectations(path: Path) -> Case:
    """Return a saved page with its expectations; where it has none, propose some and fail."""
    if not path.with_suffix(".json").exists():
        url = stated_address(path.read_bytes()) or f"https://unknown.example/{path.stem}"
        case = Case(path, {"url": url})
        text = json.dumps(proposal(url, read(case)), ensure_ascii=False, indent=1)
        path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
        pytest.fail(f"{path.name}: had no expectations; {path.stem}.json was made. Review, then commit")
    case = load(path)
    assert case.expected.pop("reviewed", True), f"{path.stem}.json: correct it by hand, then take `reviewed` out"
    return case


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PAGES).with_suffix("").as_posix())
def test_a_saved_page_is_read_as_a_person_reads_it(path: Path) -> None:
    case = expectations(path)
    assert list(differences(case, read(case))) == []


def test_every_family_of_portals_has_its_pages() -> None:
    assert [family for family in FAMILIES if not list((PAGES / family).glob("*.html"))] == []
    assert [path.name for path in PAGES.rglob("*.json") if not path.with_suffix(".html").exists()] == []


def test_a_page_without_expectations_fails_until_a_person_reviewed_them(tmp_path: Path) -> None:
    page = tmp_path / "new.html"
    page.write_bytes(FILES[0].read_bytes())
    with pytest.raises(pytest.fail.Exception, match="Review, then commit"):
        expectations(page)
    with pytest.raises(AssertionError, match="by hand"):
        expectations(page)
    made = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    page.with_suffix(".json").write_text(json.dumps(made | {"reviewed": True}), encoding="utf-8")
    assert expectations(page).expected["kind"] == made["kind"]
