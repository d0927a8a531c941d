"""When was the archive last found whole? `kho status` says it, and says it right after damage to the database, too."""

from __future__ import annotations

import json
from pathlib import Path

from crawler.archive.reader import iter_members
from tests.command import kho, value
from tests.damaging import flip, warcs


def status(archive: Path) -> dict[str, object]:
    done = kho("status", "--json", "--archive", archive)
    assert done.returncode in (0, 1), done.stderr
    found: dict[str, object] = json.loads(done.stdout)[0]
    return found


def test_never_looked_over_and_looked_over_are_told_apart(archive: Path) -> None:
    assert "chưa lần nào · never" in kho("status", "--archive", archive).stdout
    assert (status(archive)["last_whole"], status(archive)["last_check"]) == (None, None)
    assert kho("verify", "--full", "--archive", archive).returncode == 0
    said = kho("status", "--archive", archive).stdout
    moment = value(archive, "SELECT max(checked_at) FROM fixity_checks")
    assert f"last found whole: {moment}" in said
    assert f"last audit: {moment} (full): nguyên vẹn · whole, 2 files" in said


def test_after_damage_status_says_both_when_it_was_whole_and_that_it_is_not_now(archive: Path) -> None:
    kho("verify", "--archive", archive)
    whole = status(archive)["last_whole"]
    members = list(iter_members(warcs(archive)[0]))
    flip(warcs(archive)[0], members[3].offset + 40)
    assert kho("verify", "--archive", archive).returncode == 5
    said = status(archive)
    assert said["last_whole"] == whole
    assert said["last_check"]["result"] == "damaged"  # type: ignore[index]
    assert any("the audit of" in line for line in said["attention"])  # type: ignore[attr-defined]
    done = kho("status", "--archive", archive)
    assert done.returncode == 1
    assert "hư hỏng · damaged: " in done.stdout


def test_an_audit_that_finds_the_database_changed_is_not_forgotten_with_it(archive: Path) -> None:
    """It is not noted in the database, which another program has changed, but in the list beside it."""
    kho("verify", "--archive", archive)
    flip(archive / "archive.db.sha256", 3)
    assert kho("verify", "--archive", archive).returncode == 5
    assert value(archive, "SELECT count(*) FROM fixity_checks WHERE result = 'damaged'") == 0
    assert status(archive)["last_check"]["result"] == "damaged"  # type: ignore[index]


def test_a_list_of_audits_that_cannot_be_read_costs_no_more_than_itself(archive: Path) -> None:
    kho("verify", "--archive", archive)
    path = archive / "logs" / "fixity.jsonl"
    odd = json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"checked_at": 7})
    with path.open("ab") as file:
        file.write(odd.encode() + b"\n")
        file.write(b'{"checked_at": "2099-\xff\n[]\nnull\n{}\n')
    assert status(archive)["last_whole"] == value(archive, "SELECT max(checked_at) FROM fixity_checks")
