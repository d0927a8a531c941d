"""A file of another program that somebody put among Kho's own: told in one line, read by nothing, and left as it is."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from uuid import uuid4

import pytest

from crawler.archive.ours import is_foreign, note_values
from crawler.archive.tail import torn_tail
from crawler.archive.warc import pack_record
from crawler.rebuild import check
from crawler.replay.steps import read_step
from tests.command import kho, value
from tests.damaging import damages, look
from tests.foreign_samples import page, record_id, warc_record

NAME = "longbien-20200501100000-00001.warc.gz"
OURS = "software: kho/0.1.0\r\nisPartOf: 20200501T100000000Z-longbien\r\n"


def head(about: str) -> bytes:
    """Return a warcinfo as another program writes it."""
    lines = ("WARC/1.0", "WARC-Type: warcinfo", "WARC-Date: 2020-05-01T10:00:00Z", record_id(1),
             f"Content-Length: {len(about)}", "", about, "", "")  # fmt: skip
    return gzip.compress("\r\n".join(lines).encode())


def own(kind: str, block: bytes) -> bytes:
    """Return a record in the form in which Kho writes them, whatever it says."""
    fields = {"WARC-Record-ID": f"<urn:uuid:{uuid4()}>", "WARC-Date": "2020-05-01T10:00:00.000Z"}
    return pack_record(kind, fields, "application/json", block)


ODD = {
    "list": b"[1]", "number": b"5", "text": b"fetchTimeMs: 5\r\n", "no text": b'{"a": "\xff"}', "nothing": b"",
    "deep": b"[" * 100_000, "a long number": b'{"a": ' + b"1" * 6_000 + b"}", "half a character": b'{"a": "\\ud800"}',
    "crawl": b'{"crawl": 5}', "steps": b'{"steps": 5}', "a step": b'{"steps": [5]}', "void": b'{"void": [[1]]}',
    "info": b'{"info": {"kho-settings": 5}}', "requests": b'{"event": "crawl_finished", "requests": "many"}',
}  # fmt: skip


@pytest.mark.parametrize("block", ODD.values(), ids=list(ODD))
def test_a_metadata_record_that_kho_did_not_write_says_nothing(block: bytes) -> None:
    with pytest.raises(ValueError, match="a metadata record that Kho did not write"):
        note_values(block)


def test_what_kho_wrote_is_read_whatever_else_it_says() -> None:
    values = {
        "crawl": "x",
        "event": None,
        "steps": [{"do": "seed"}],
        "info": {"software": "kho"},
        "new": [1],
        "at": "ệ",
    }
    assert note_values(json.dumps(values).encode()) == values


@pytest.mark.parametrize(
    "values", [{"record": 7}, {"at": ["x"]}, {"requests": "many"}, {"place": ["x", "y", 1]}, {"place": 5}]
)
def test_a_step_with_values_of_other_kinds_is_none(values: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        read_step({"do": "page"} | values)


STRANGERS = {
    "wget": head("software: Wget/1.21\r\n"),
    "heritrix": head("software: Heritrix\r\nisPartOf: basic\r\n"),
    "odd": head('software: "no end\r\n'),
    "no head": b"",
    "not packed": b"WARC/1.0\r\n",
}


@pytest.mark.parametrize("begins", STRANGERS.values(), ids=list(STRANGERS))
def test_a_strange_file_is_told_in_one_line_by_every_command_and_none_of_it_is_read(
    archive: Path, begins: bytes
) -> None:
    url = value(archive, "SELECT url FROM portals") + "la"
    path = archive / "warc" / "longbien" / NAME
    content = begins + gzip.compress(warc_record(page(url, "<h1>Lạ</h1>"), record_id(2))) + b"\x1f\x8b\x08 torn"
    path.write_bytes(content)
    (finding,) = damages(look(archive))
    assert (finding.code, finding.file) == ("not_a_warc", f"warc/longbien/{NAME}")
    checked = check(archive)
    assert [NAME in fault for fault in checked.rebuilt.faults] == [True]
    assert checked.comparison.total == 0
    assert torn_tail(archive, f"warc/longbien/{NAME}") is None
    assert path.read_bytes() == content


def test_odd_metadata_in_a_file_that_looks_like_ours_is_one_line_of_rebuild_and_verify(archive: Path) -> None:
    path = archive / "warc" / "longbien" / NAME
    path.write_bytes(own("warcinfo", OURS.encode()) + own("metadata", b"[1]"))
    assert not is_foreign(archive, f"warc/longbien/{NAME}")
    for verb in (("rebuild", "--check"), ("verify", "--full"), ("rebuild",)):
        done = kho(*verb, "--archive", archive)
        assert done.returncode == 5, done.stdout
        assert done.stdout.count("a metadata record that Kho did not write") == 1
        assert "Traceback" not in done.stderr
    done = kho("pack", "--archive", archive)
    assert "Traceback" not in done.stderr


def test_damage_makes_no_file_of_ours_a_strange_one(archive: Path) -> None:
    path = next((archive / "warc" / "longbien").glob("*.warc.gz"))
    whole = path.read_bytes()
    for at in (0, 3, 9, 40):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert not is_foreign(archive, f"warc/longbien/{path.name}")
