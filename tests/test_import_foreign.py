"""What foreign files look like from inside: every form, every liberty that programs take, and damage."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import brotli
import pytest
import zstandard
from warcio.archiveiterator import ArchiveIterator

from crawler.archive.captures import decoded, stored_capture
from crawler.archive.reader import read_record
from tests.command import kho, rows, value
from tests.conftest import Site, make_site
from tests.foreign_samples import Exchange, arc_records, page, record_id, request_record, warc_record, write

FORMS = {
    "plain": "x.warc", "members": "x.warc.gz", "stream": "whole.warc.gz", "stored": "x.wacz", "packed": "packed.wacz",
}  # fmt: skip
OLD_TITLE = "Tên cũ của bài viết này năm 2022"


class Sample(NamedTuple):
    """An archive with one crawl, and the page of one of its articles."""

    archive: Path
    url: str
    """As it was asked for."""
    id: str
    title: str
    html: str

    def old(self, date: str = "2022-05-01T10:00:00Z", *headers: str) -> Exchange:
        """The same page as it was years ago, under another title."""
        return page(self.url, self.html.replace(self.title, OLD_TITLE), date, *headers)


@pytest.fixture(scope="module")
def crawled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with ExitStack() as stack:
        found = make_site(stack, tmp_path_factory.mktemp("foreign") / "archive", 6)
        found.crawl("--no-attachments")
        yield found


@pytest.fixture
def sample(crawled_once: Site, tmp_path: Path) -> Sample:
    """A copy of the crawled archive, to import into."""
    import shutil

    archive = tmp_path / "archive"
    shutil.copytree(crawled_once.archive, archive)
    sql = """
    SELECT a.id, a.title, c.requested_url, c.warc_file, c.warc_offset
    FROM articles a JOIN captures c ON c.id = a.capture_id
    WHERE a.published_at IS NOT NULL ORDER BY a.id
    """
    for row in rows(archive, sql):
        record = read_record(archive, row["warc_file"], row["warc_offset"])
        html = decoded(stored_capture(record, portal_id="", crawl_id="")).body.decode("utf-8", "replace")
        if row["title"] in html:
            return Sample(archive, row["requested_url"], row["id"], row["title"], html)
    raise AssertionError("no page spells its title as it is stored")


def bring(sample: Sample, path: Path, expect: int = 0, *options: str) -> str:
    done = kho("import", path, "--archive", sample.archive, *options)
    assert done.returncode == expect, done.stderr + done.stdout
    return done.stdout + done.stderr


def history(sample: Sample) -> list[tuple[int, str, str]]:
    sql = "SELECT revision, substr(seen_at, 1, 10), title FROM article_revisions WHERE article_id = ? ORDER BY revision"
    return [tuple(row) for row in rows(sample.archive, sql, sample.id)]


def imported(sample: Sample) -> list[Any]:
    return rows(sample.archive, "SELECT * FROM captures WHERE source = 'import' ORDER BY id")


@pytest.mark.parametrize("form", FORMS)
def test_an_old_page_in_any_form_of_file_is_the_first_revision(sample: Sample, tmp_path: Path, form: str) -> None:
    path = write(tmp_path / FORMS[form], [warc_record(sample.old(), record_id(1))], form)
    bring(sample, path)
    assert history(sample)[0][1:] == ("2022-05-01", OLD_TITLE)
    assert len(history(sample)) == 2
    assert value(sample.archive, "SELECT title FROM articles WHERE id = ?", sample.id) == sample.title
    (row,) = imported(sample)
    assert row["fetched_at"] == "2022-05-01T10:00:00.000Z"
    assert row["payload_sha256"] == hashlib.sha256(sample.old().body).hexdigest()
    assert kho("verify", "--full", "--archive", sample.archive).returncode == 0
    # The record is where the row says, for any program.
    with (sample.archive / row["warc_file"]).open("rb") as file:
        file.seek(row["warc_offset"])
        assert next(iter(ArchiveIterator(file))).rec_headers.get_header("WARC-Target-URI") == sample.url
    assert "0 taken in" in bring(sample, path)


@pytest.mark.parametrize("form", ["plain", "members", "stream"])
def test_arc_files_have_no_record_ids_and_get_the_same_ones_each_time(
    sample: Sample, tmp_path: Path, form: str
) -> None:
    records = arc_records([sample.old(), sample.old("2022-06-01T10:00:00Z")])
    bring(sample, write(tmp_path / "a.arc.gz", records, form))
    assert [row["fetched_at"] for row in imported(sample)] == ["2022-05-01T10:00:00.000Z", "2022-06-01T10:00:00.000Z"]
    assert kho("verify", "--full", "--archive", sample.archive).returncode == 0
    other = {"plain": "members"}.get(form, "plain")
    assert "0 taken in" in bring(sample, write(tmp_path / "b.arc", records, other))


def chunked(exchange: Exchange, size: int = 1000) -> Exchange:
    parts = [exchange.body[at : at + size] for at in range(0, len(exchange.body), size)]
    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    return exchange._replace(head=exchange.head + b"\r\nTransfer-Encoding: chunked", body=body)


def coded(exchange: Exchange, name: str, body: bytes) -> Exchange:
    return exchange._replace(head=exchange.head + f"\r\nContent-Encoding: {name}".encode(), body=body)


def liberties(old: Exchange) -> dict[str, bytes]:
    """The same response as many programs would write it."""
    sha1 = base64.b32encode(hashlib.sha1(old.body).digest()).decode()
    block = old.head + b"\r\n\r\n" + old.body
    return {
        "address in <>": warc_record(old._replace(url=f"<{old.url}>"), record_id(1)),
        "no record id": warc_record(old),
        "version 1.1, fraction": warc_record(old._replace(date=old.date.replace("Z", ".123456Z")), version="1.1"),
        "sha1 in base32": warc_record(old, record_id(1), f"WARC-Payload-Digest: sha1:{sha1}"),
        "block digest": warc_record(old, f"WARC-Block-Digest: sha1:{hashlib.sha1(block).hexdigest()}"),
        "chunks kept": warc_record(chunked(old), record_id(1)),
        "chunks undone, header kept": warc_record(old._replace(head=old.head + b"\r\nTransfer-Encoding: chunked")),
        "gzip": warc_record(coded(old, "gzip", gzip.compress(old.body))),
        "gzip in chunks": warc_record(chunked(coded(old, "gzip", gzip.compress(old.body)))),
        "br": warc_record(coded(old, "br", brotli.compress(old.body))),
        "zstd": warc_record(coded(old, "zstd", zstandard.compress(old.body))),
        "says gzip, is none": warc_record(coded(old, "gzip", old.body)),
        "unpacked, length of the packed one": warc_record(coded(old, "br\r\nContent-Length: 99999999", old.body)),
        "HTTP/2": warc_record(old._replace(head=old.head.replace(b"HTTP/1.1 200 OK", b"HTTP/2 200\r\n:status: 200"))),
        "bare line feeds": warc_record(old._replace(head=old.head.replace(b"\r\n", b"\n") + b"\n\n", body=old.body)),
        "lower case, folded": warc_record(old).replace(b"WARC-Type: response", b"warc-type:\r\n response"),
        "more line ends behind it": warc_record(old) + b"\r\n\r\n\n",
    }


@pytest.mark.parametrize("form", ["plain", "members"])
def test_liberties_that_programs_take_change_nothing(sample: Sample, tmp_path: Path, form: str) -> None:
    names = list(liberties(sample.old()))
    dates = {name: f"2022-05-01T10:00:{number:02d}Z" for number, name in enumerate(names)}
    records = [liberties(sample.old(dates[name]))[name] for name in names]
    records = [record.replace(b"000001>", b"%06d>" % number) for number, record in enumerate(records)]
    bring(sample, write(tmp_path / "x.warc", records, form))
    sql = "SELECT substr(seen_at, 1, 19), fingerprint FROM sightings WHERE item_id = ? AND seen_at < '2023'"
    seen = {row[0]: row[1] for row in rows(sample.archive, sql, sample.id)}
    assert [name for name in names if dates[name][:19] not in seen] == []
    assert len(set(seen.values())) == 1
    assert history(sample)[0][1:] == ("2022-05-01", OLD_TITLE)
    assert value(sample.archive, "SELECT count(*) FROM captures WHERE source = 'import' AND truncated") == 0


def test_what_is_no_page_of_ours_is_left_out_and_counted(sample: Sample, tmp_path: Path) -> None:
    old = sample.old()
    records = [
        warc_record(old, record_id(1)),
        warc_record(old._replace(url="http://elsewhere.example/"), record_id(2)),
        warc_record(old._replace(date="not a date"), record_id(3)),
        warc_record(old._replace(date="2999-01-01T00:00:00Z"), record_id(4)),
        warc_record(old._replace(head=b"no head at all"), record_id(5)),
        request_record(old.url, "POST", record_id(7), record_id(6).replace("Record-ID", "Concurrent-To")),
        warc_record(old._replace(date="2022-07-01T00:00:00Z"), record_id(6)),
        request_record(old.url, "HEAD", record_id(8)),
        warc_record(old, record_id(9), record_id(8).replace("Record-ID", "Concurrent-To")),
        warc_record(old._replace(url=old.url + "/" + "a" * 3_000), record_id(11)),
        warc_record(old._replace(url=old.url.replace("//", "//user:word@")), record_id(12)),
        warc_record(old, record_id(13), kind="resource"),
        warc_record(old._replace(body=b""), record_id(10), "WARC-Refers-To: <urn:uuid:unknown>", kind="revisit"),
    ]  # fmt: skip
    told = bring(sample, write(tmp_path / "x.warc.gz", records, "members"))
    assert len(imported(sample)) == 1
    assert re.search(r"responses of longbien.*1 without an HTTP response.*taken in.*1 without an", told, re.DOTALL)
    for words in ("1 of hosts", "2 answers to POST", "1 without a readable date", "1 dated in the future",
                  "2 of addresses that no page has", "1 revisits of a payload"):  # fmt: skip
        assert words in told
    assert "0 taken in" in bring(sample, tmp_path / "x.warc.gz")
    assert value(sample.archive, "SELECT count(*) FROM crawls WHERE kind = 'import'") == 1


@pytest.mark.parametrize("how", ["id", "address and time", "digest"])
def test_a_revisit_finds_the_payload_that_it_stands_for(sample: Sample, tmp_path: Path, how: str) -> None:
    old = sample.old()
    digest = f"WARC-Payload-Digest: sha1:{base64.b32encode(hashlib.sha1(old.body).digest()).decode()}"
    refers = {
        "id": [record_id(1).replace("Record-ID", "Refers-To")],
        "address and time": [f"WARC-Refers-To-Target-URI: {old.url}", "WARC-Refers-To-Date: 2022-05-01T10:00:00Z"],
        "digest": [],
    }[how]
    revisit = old._replace(date="2023-05-01T10:00:00Z", body=b"")
    records = [
        warc_record(old, record_id(1), digest),
        warc_record(revisit, record_id(2), digest, *refers, kind="revisit"),
    ]
    bring(sample, write(tmp_path / "x.warc.gz", records, "members"))
    first, second = imported(sample)
    assert second["revisit_of"] == first["record_id"]
    assert second["payload_sha256"] == first["payload_sha256"]
    sql = "SELECT count(*) FROM sightings WHERE item_id = ? AND capture_id IN (?, ?)"
    assert value(sample.archive, sql, sample.id, first["id"], second["id"]) == 2
    assert len(history(sample)) == 2


def test_a_page_that_came_in_part_is_kept_and_not_read(sample: Sample, tmp_path: Path) -> None:
    old = sample.old("2022-05-01T10:00:00Z", "Content-Length: 9999999")
    records = [warc_record(old), warc_record(sample.old("2022-06-01T10:00:00Z"), "WARC-Truncated: length")]
    bring(sample, write(tmp_path / "x.warc", records, "plain"))
    assert [row["truncated"] for row in imported(sample)] == [1, 1]
    assert len(history(sample)) == 1


def test_a_damaged_record_costs_itself_alone_and_is_named(sample: Sample, tmp_path: Path) -> None:
    dates = [f"2022-0{month}-01T00:00:00Z" for month in range(1, 6)]
    records = [warc_record(sample.old(date), record_id(number)) for number, date in enumerate(dates)]
    for form, name in (("members", "m.warc.gz"), ("plain", "p.warc")):
        path = write(tmp_path / name, records, form)
        data = bytearray(path.read_bytes())
        second = len(gzip.compress(records[0], mtime=0)) if form == "members" else len(records[0])
        if form == "members":
            data[second + 400] ^= 0xFF
        else:
            data[second : second + 5] = b"XXXX/"
        path.write_bytes(data[:-40])
        told = bring(sample, path, 5)
        assert f"byte {second}: " in told
        assert told.count("left out") >= 2
    assert {row["fetched_at"][:7] for row in imported(sample)} == {"2022-01", "2022-03", "2022-04"}


def test_a_record_that_is_another_than_its_digest_states_is_named_in_text_and_json(
    sample: Sample, tmp_path: Path
) -> None:
    digest = "WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    records = [warc_record(sample.old("2022-05-01T10:00:00Z"), record_id(1)),
               warc_record(sample.old("2022-06-01T10:00:00Z"), record_id(2), digest)]  # fmt: skip
    path = write(tmp_path / "x.warc", records, "plain")
    for _ in range(2):  # the second time there is nothing new, and the damage is told all the same
        done = kho("import", path, "--archive", sample.archive, "--json")
        assert done.returncode == 5
        (damage,) = json.loads(done.stdout)["damages"]
        assert (damage["offset"], damage["record_id"]) == (len(records[0]), record_id(2)[17:-1])
        assert all(str(damage[name]) in done.stderr for name in ("file", "offset", "record_id", "url"))
        assert done.stderr.count("\n") == 1
    assert len(imported(sample)) == 1


def test_a_file_beyond_4_gb_is_read_to_its_end(sample: Sample, tmp_path: Path) -> None:
    path = tmp_path / "large.warc"
    hole = (4 << 30) + 5
    with path.open("wb") as file:
        file.write(warc_record(sample.old("2022-05-01T10:00:00Z")))
        head = (
            "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: urn:x\r\nWARC-Date: 2022-05-01T10:00:00Z\r\n"
            f"Content-Type: x/x\r\nContent-Length: {hole}\r\n\r\n"
        )
        file.write(head.encode())
        file.seek(hole, 1)
        file.write(b"\r\n\r\n" + warc_record(sample.old("2022-06-01T10:00:00Z")))
    bring(sample, path, 0, "--dry-run")
    assert "2 responses of longbien, 2022-05-01 to 2022-06-01" in bring(sample, path, 0, "--dry-run")
