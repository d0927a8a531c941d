"""`kho import`, record by record: whose id it has, and whether its bytes are what its digests state."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.archive.foreign.normal import read_foreign_record
from tests.command import kho, rows, value
from tests.foreign_samples import Exchange, page, record_id, warc_record, write
from tests.test_import_foreign import chunked, coded

HOST = "longbien.hanoi.gov.vn"


def old(number: int = 1, html: str = "<title>Trang cũ</title>", date: str = "2022-05-01T10:00:00Z") -> Exchange:
    return page(f"http://{HOST}/tin-{number}", html, date)


def block_of(one: Exchange) -> bytes:
    return one.head + b"\r\n\r\n" + one.body


def bring(archive: Path, path: Path, expect: int = 0) -> str:
    done = kho("import", path, "--archive", archive)
    assert done.returncode == expect, done.stderr + done.stdout
    return done.stdout + done.stderr


def stored(archive: Path) -> list[tuple[str, str]]:
    sql = "SELECT requested_url, fetched_at FROM captures ORDER BY 1, 2"
    return [(row[0].rpartition("/")[2], row[1][:10]) for row in rows(archive, sql)]


def is_whole(archive: Path) -> bool:
    checks = (("verify", "--full"), ("rebuild", "--check"))
    return [kho(*check, "--archive", archive).returncode for check in checks] == [0, 0]


CLASHES = {
    "another page": old(2),
    "another time": old(date="2022-06-01T10:00:00Z"),
    "another content": old(html="<title>Trang khác</title>"),
}


@pytest.mark.parametrize("name", CLASHES)
def test_records_of_other_content_that_share_an_id_are_both_kept(tmp_path: Path, name: str) -> None:
    archive, other = tmp_path / "archive", CLASHES[name]
    first = write(tmp_path / "a.warc", [warc_record(old(), record_id(1))], "plain")
    second = write(tmp_path / "b.warc", [warc_record(other, record_id(1))], "plain")
    bring(archive, first)
    assert "longbien: 1 taken in (1 under another id than theirs" in bring(archive, second)
    assert value(archive, "SELECT count(DISTINCT record_id) FROM captures") == 2
    assert is_whole(archive)
    # Each is known again, wherever it stands.
    both = [warc_record(one, record_id(1)) for one in (other, old())]
    assert "longbien: 0 taken in; left out: 2 stored before" in bring(
        archive, write(tmp_path / "c.warc", both, "plain")
    )


def test_the_same_record_in_other_files_is_one_and_in_one_file_two_that_differ_are_two(tmp_path: Path) -> None:
    one, other = warc_record(old(), record_id(1)), warc_record(old(2), record_id(1))
    bring(tmp_path / "archive", write(tmp_path / "a.warc", [one, one, other, other, one], "plain"))
    assert stored(tmp_path / "archive") == [("tin-1", "2022-05-01"), ("tin-2", "2022-05-01")]
    assert "0 taken in" in bring(tmp_path / "archive", write(tmp_path / "b.warc.gz", [one, other], "members"))
    assert is_whole(tmp_path / "archive")


def test_a_revisit_of_an_id_that_two_records_have_is_of_the_one_whose_payload_it_states(tmp_path: Path) -> None:
    wanted = old(html="<title>Trang được nhắc tới</title>")
    digest = f"WARC-Payload-Digest: sha256:{hashlib.sha256(wanted.body).hexdigest()}"
    revisit = wanted._replace(date="2023-05-01T10:00:00Z", body=b"")
    refers = record_id(1).replace("Record-ID", "Refers-To")
    records = [
        warc_record(old(date="2022-04-01T10:00:00Z"), record_id(1)), warc_record(wanted, record_id(1)),
        warc_record(revisit, record_id(2), digest, refers, kind="revisit"),
    ]  # fmt: skip
    archive = tmp_path / "archive"
    bring(archive, write(tmp_path / "x.warc", records, "plain"))
    sql = "SELECT payload_sha256, bytes FROM captures ORDER BY fetched_at"
    assert [tuple(row) for row in rows(archive, sql)][1:] == 2 * [
        (hashlib.sha256(wanted.body).hexdigest(), len(wanted.body))
    ]
    assert is_whole(archive)


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha-512"])
@pytest.mark.parametrize("block", [True, False])
def test_a_record_whose_payload_is_not_the_one_stated_is_damage_that_costs_it_alone(
    tmp_path: Path, algorithm: str, *, block: bool
) -> None:
    wrong = f"WARC-Payload-Digest: {algorithm}:{hashlib.new(algorithm.replace('-', ''), b'another').hexdigest()}"
    bad = old(2)
    whole = f"WARC-Block-Digest: sha1:{hashlib.sha1(block_of(bad)).hexdigest()}"
    records = [warc_record(bad, record_id(2), wrong, *([whole] if block else [])), warc_record(old(3), record_id(3))]
    archive = tmp_path / "archive"
    told = bring(archive, write(tmp_path / "x.warc", records, "plain"), 5)
    assert "x.warc: record at offset 0: the payload is not the one that WARC-Payload-Digest states" in told
    assert stored(archive) == [("tin-3", "2022-05-01")]
    sql = "SELECT code, url, capture_id FROM problems WHERE code = 'record_damaged'"
    assert [tuple(row) for row in rows(archive, sql)] == [("record_damaged", f"http://{HOST}/tin-2", None)]
    assert is_whole(archive)


def test_a_revisit_that_states_another_payload_than_the_one_it_refers_to_has_none(tmp_path: Path) -> None:
    wrong = f"WARC-Payload-Digest: sha256:{hashlib.sha256(b'another').hexdigest()}"
    revisit = old(date="2023-05-01T10:00:00Z")._replace(body=b"")
    refers = record_id(1).replace("Record-ID", "Refers-To")
    records = [warc_record(old(), record_id(1)), warc_record(revisit, wrong, refers, kind="revisit")]
    told = bring(tmp_path / "archive", write(tmp_path / "x.warc", records, "plain"))
    assert "1 revisits of a payload that is not in the archive" in told
    assert stored(tmp_path / "archive") == [("tin-1", "2022-05-01")]


def stating(payload: bytes) -> str:
    return f"WARC-Payload-Digest: sha1:{base64.b32encode(hashlib.sha1(payload).digest()).decode()}"


def forms(one: Exchange) -> dict[str, tuple[Exchange, bytes]]:
    """A response as programs keep it, and what they take its payload digest of."""
    packed = gzip.compress(one.body, mtime=0)
    gzipped, split = coded(one, "gzip", packed), chunked(one)
    return {
        "as it is": (one, one.body),
        "packed, of what came": (gzipped, packed),
        "packed, of what it holds": (gzipped, one.body),
        "in chunks, of what came": (split, split.body),
        "in chunks, of what they hold": (split, one.body),
        "packed, in chunks, of what they hold": (chunked(gzipped), one.body),
        "of the whole block": (one, block_of(one)),
    }


@pytest.mark.parametrize("name", forms(old()))
def test_whatever_form_of_the_payload_a_program_takes_the_digest_of_the_record_is_whole(
    tmp_path: Path, name: str
) -> None:
    exchange, payload = forms(old())[name]
    write(tmp_path / "x.warc", [warc_record(exchange, stating(payload))], "plain")
    assert read_foreign_record(tmp_path, "x.warc", 0).fault == ""


DOUBTS: dict[str, Callable[[Exchange], bytes]] = {
    "it came in part": lambda one: warc_record(one, "WARC-Truncated: length", stating(b"?")),
    "an algorithm that nobody knows": lambda one: warc_record(one, "WARC-Payload-Digest: crc99:abc"),
    "no algorithm": lambda one: warc_record(one, "WARC-Payload-Digest: abc"),
    "unpacked by a program whose block is right": lambda one: warc_record(
        coded(one, "gzip", one.body),
        "WARC-Block-Digest: sha1:" + hashlib.sha1(block_of(coded(one, "gzip", one.body))).hexdigest(),
        stating(gzip.compress(one.body)),
    ),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_where_the_digest_says_nothing_of_the_bytes_the_record_is_taken(tmp_path: Path, name: str) -> None:
    write(tmp_path / "x.warc", [DOUBTS[name](old())], "plain")
    assert read_foreign_record(tmp_path, "x.warc", 0).fault == ""
