"""What a backfill does where not all comes: lists that fail, answers in bursts, captures that are gone."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest

from crawler.backfill.patience import MAX_FAILURES, GivenUpError, Patience
from tests.command import ROOT, kho, rows, value
from tests.test_cdx import about_host, backfilled
from tests.web_archives import HOST, PAGES, Answer, listed, memento, serving

ALIAS = "alias.example"


def with_alias(archive: Path) -> Path:
    """The portal, known under another host, too."""
    text = (ROOT / "spiders" / "portals" / "longbien.toml").read_text(encoding="utf-8")
    (archive / "portals").mkdir(parents=True)
    found = re.sub(r"(?m)^aliases = .*$", f'aliases = ["{ALIAS}", "z.{ALIAS}"]', text)
    assert ALIAS in found
    (archive / "portals" / "longbien.toml").write_text(found, encoding="utf-8")
    return archive


@pytest.mark.parametrize("failing", [HOST, ALIAS])
def test_a_host_whose_list_cannot_be_had_keeps_the_others_from_nothing_and_is_named(
    tmp_path: Path, failing: str
) -> None:
    def answer(path: str, _: int) -> Answer:
        if "/cdx" not in path:
            return memento(path)
        host = re.search("url=([^&]+)&", path)
        assert host
        if host[1] == failing:
            return 403, {}, b"blocked"
        return 200, {}, listed(*((at, url.replace(HOST, host[1])) for at, url in PAGES))

    archive = with_alias(tmp_path)
    with serving(answer) as asked:
        code, told = backfilled(asked.cdx, archive)
    assert code == 3
    assert told.count("\n") == 1
    assert f"unreachable: the list of {failing} is missing: the CDX server answered 403" in told
    hosts = {row[0].split("/")[2] for row in rows(archive, "SELECT requested_url FROM captures")}
    assert hosts == {HOST, ALIAS, f"z.{ALIAS}"} - {failing}


def test_answers_that_come_at_once_are_one_failure(tmp_path: Path) -> None:
    bursts = [f"tin-{number}-{more}" for number in range(5) for more in range(4)]

    def answer(path: str, before: int) -> Answer:
        if "/cdx" in path:
            return (
                200,
                {},
                listed(*((f"2019050110{n:02d}00", f"http://{HOST}/{name}") for n, name in enumerate(bursts))),
            )
        return (503, {}, b"busy") if before == 0 and int(path[-3]) % 2 == 0 else memento(path)

    with serving(answer) as asked:
        assert backfilled(asked.cdx, tmp_path) == (0, "")
    assert value(tmp_path, "SELECT count(*) FROM captures") == len(bursts)


def test_questions_under_way_at_once_fail_once_and_those_after_them_again() -> None:
    async def failures(parallel: int) -> Patience:
        patience = Patience(gap=0, pause=0.0)
        for _ in range(MAX_FAILURES - 1):
            for turn in [await patience.turn() for _ in range(parallel)]:
                patience.failed("503", turn=turn)
        return patience

    for parallel in (1, MAX_FAILURES):
        patience = asyncio.run(failures(parallel))
        assert patience.given_up is None
        with pytest.raises(GivenUpError):
            patience.failed("503", turn=asyncio.run(patience.turn()))


def missing_two(path: str, *, digest: str = "D", status: int = 404) -> Answer:
    """An archive that lists five pages, and does not give two of them."""
    if "/cdx" in path:
        found = listed(*(PAGES if about_host(path) else []))
        return 200, {}, found.replace(b'"D2019', f'"{digest}2019'.encode())
    return (status, {"Location": "/web/20180101000000id_/x"}, b"") if re.search("tin-[12]", path) else memento(path)


@pytest.mark.parametrize("status", [404, 302])
def test_what_was_listed_and_not_there_is_not_asked_for_again_unless_told_to(tmp_path: Path, status: int) -> None:
    with serving(lambda path, _: missing_two(path, status=status)) as asked:
        first = backfilled(asked.cdx, tmp_path)
        assert len(asked.payloads) == len(PAGES)
        assert backfilled(asked.cdx, tmp_path)[0] == first[0] == 0
        again = backfilled(asked.cdx, tmp_path)
        assert len(asked.payloads) == len(PAGES)
        dry = kho("backfill", "longbien", "--cdx", asked.cdx, "--archive", tmp_path, "--dry-run", "--json")
        assert json.loads(dry.stdout) == {"captures": len(PAGES), "to_fetch": 0}
        assert "2 listed captures are not in the web archive" in backfilled(asked.cdx, tmp_path, "--again")[1]
        assert len(asked.payloads) == len(PAGES) + 2
    assert "not_in_archive: 2 listed captures were not in the web archive before, and not asked for now" in again[1]
    assert again[1].count("\n") == 1
    sql = "SELECT url, message, raw FROM problems WHERE code = 'not_in_archive' ORDER BY id LIMIT 1"
    assert rows(tmp_path, sql)[0][0].startswith(f"http://{HOST}/tin-")
    assert kho("rebuild", "--check", "--archive", tmp_path).returncode == 0
    assert kho("rebuild", "--archive", tmp_path).returncode == 0
    with serving(lambda path, _: missing_two(path)) as other:
        backfilled(other.cdx, tmp_path)
    assert len(other.payloads) == 2  # another server


def test_what_the_list_says_otherwise_of_is_asked_for_again(tmp_path: Path) -> None:
    said = {"digest": ""}
    counts = []
    with serving(lambda path, _: missing_two(path, **said)) as asked:
        for digest in ("D", "D", "E"):
            said["digest"] = digest
            backfilled(asked.cdx, tmp_path)
            counts.append(len(asked.payloads))
    assert counts == [len(PAGES), len(PAGES), len(PAGES) + 2]


@pytest.mark.parametrize("status", [403, 503])
def test_a_refusal_is_no_answer_and_is_asked_again(tmp_path: Path, status: int) -> None:
    with serving(lambda path, _: missing_two(path, status=status)) as asked:
        assert backfilled(asked.cdx, tmp_path)[0] == 3
    assert value(tmp_path, "SELECT count(*) FROM problems WHERE code = 'not_in_archive'") == 0
    with serving(lambda path, _: missing_two(path, status=200)) as well:
        backfilled(well.cdx, tmp_path)
    assert len(well.payloads) == 2
