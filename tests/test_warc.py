"""The WARC writer: what it writes is what came, and a failed write leaves whole records alone."""

from __future__ import annotations

import gzip
import hashlib
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawler.archive.captures import decoded, live_capture, stored_capture
from crawler.archive.coding import TooLargeError, decode_content
from crawler.archive.exchange import Exchange, Held
from crawler.archive.lock import lock_portal
from crawler.archive.reader import iter_members, iter_records, read_record
from crawler.archive.tail import cut_torn_tail, warc_files
from crawler.archive.warc import WarcWriter
from crawler.errors import ArchiveDamagedError, ArchiveLockedError, ArchiveWriteError

URL = "http://127.0.0.1:8080/tin-tuc?_cur=2&x=%C4%91"


def exchange(body: bytes = b"xin ch\xc3\xa0o", status: int = 200, **changes: object) -> Exchange:
    values: dict[str, object] = {
        "url": URL,
        "fetched_at": "2026-11-23T02:39:18.123Z",
        "method": "GET",
        "request_headers": ((b"User-Agent", b"Kho/test"), (b"Accept", b"*/*")),
        "request_body": b"",
        "protocol": "HTTP/1.1",
        "status": status,
        "headers": (
            (b"Content-Type", b"text/html; charset=utf-8"),
            (b"Set-Cookie", b"a=1"),
            (b"Set-Cookie", b"b=2"),
            (b"X-Unit", "Quận Long Biên".encode()),
        ),
        "body": body,
        "ip_address": "127.0.0.1",
    } | changes
    return Exchange(**values)  # type: ignore[arg-type]


def writer(archive: Path, **kwargs: int) -> WarcWriter:
    return WarcWriter(
        archive, "longbien", {"software": "kho/test", "kho-portal-file": 'id = "longbien"\nname = "Quận"'}, **kwargs
    )


def warcio_check(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)], capture_output=True, text=True, check=False
    )


def test_a_response_is_kept_byte_for_byte_with_every_repeated_header(tmp_path: Path) -> None:
    out = writer(tmp_path)
    written = out.append(exchange())
    out.close()
    plain = gzip.decompress((tmp_path / written.file).read_bytes()[written.offset : written.offset + written.length])
    assert (
        b"HTTP/1.1 200 \r\nContent-Type: text/html; charset=utf-8\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nX-Unit: "
        in plain
    )
    assert "X-Unit: Quận Long Biên\r\n\r\nxin chào".encode() in plain


def test_the_request_line_carries_the_query_and_the_request_points_to_its_response(tmp_path: Path) -> None:
    out = writer(tmp_path)
    written = out.append(exchange())
    out.close()
    info, response, request = list(iter_records(tmp_path, written.file))
    assert (info.kind, response.kind, request.kind) == ("warcinfo", "response", "request")
    assert request.fields["warc-concurrent-to"] == f"<{response.record_id}>"
    raw = gzip.decompress((tmp_path / written.file).read_bytes()[request.offset :])
    assert b"GET /tin-tuc?_cur=2&x=%C4%91 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n" in raw
    assert response.fields["warc-ip-address"] == "127.0.0.1"


def test_the_warcinfo_gives_the_portal_file_back(tmp_path: Path) -> None:
    out = writer(tmp_path)
    written = out.append(exchange())
    out.close()
    assert next(iter_records(tmp_path, written.file)).info()["kho-portal-file"] == 'id = "longbien"\nname = "Quận"'


def test_warcio_check_passes_on_all_kinds_of_records(tmp_path: Path) -> None:
    out = writer(tmp_path)
    first = out.append(exchange())
    held = Held(
        record_id=first.record_id,
        payload_sha256=exchange().payload_sha256,
        fetched_at="2026-11-23T02:39:18.123Z",
        requested_url=URL,
    )
    out.append(exchange(gzip.compress(b"<html>" * 900), headers=((b"Content-Encoding", b"gzip"),)))
    out.append(exchange(b"", 404))
    out.append(exchange(b"half", truncated=True))
    assert out.append(exchange(), held).revisit_of == first.record_id
    assert out.append(exchange(b"", 304), held).revisit_of == first.record_id
    out.append_metadata(URL, {"reason": "timeout"})
    out.close()
    check = warcio_check(tmp_path / first.file)
    assert check.returncode == 0, check.stdout
    assert check.stdout.count("digest pass") >= 10
    assert "failed" not in check.stdout
    data = (tmp_path / first.file).read_bytes()
    for member in iter_members(tmp_path / first.file):
        head, _, rest = gzip.decompress(data[member.offset : member.offset + member.length]).partition(b"\r\n\r\n")
        assert rest.endswith(b"\r\n\r\n")
        assert f"Content-Length: {len(rest) - 4}".encode() in head.split(b"\r\n")


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=400), status=st.sampled_from([200, 301, 404, 500]))
def test_what_is_read_back_is_what_was_fetched(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, status: int
) -> None:
    archive = tmp_path_factory.mktemp("archive")
    out = writer(archive)
    came = exchange(body, status)
    written = out.append(came)
    out.close()
    live = live_capture(came, written, portal_id="longbien", crawl_id="c")
    back = read_record(archive, written.file, written.offset, written.length)
    assert stored_capture(back, portal_id="longbien", crawl_id="c") == live
    assert back.fields["warc-payload-digest"] == "sha256:" + hashlib.sha256(body).hexdigest()
    assert decoded(live).body == body


def test_a_new_file_is_begun_when_the_old_one_is_full(tmp_path: Path) -> None:
    out = writer(tmp_path, roll_over=500)
    files = {out.append(exchange()).file for _ in range(3)}
    out.close()
    assert len(files) == 3
    assert warc_files(tmp_path, "longbien") == sorted(files)
    for file in files:
        with (tmp_path / file).open("rb") as stream:
            assert next(iter(ArchiveIterator(stream))).rec_type == "warcinfo"


@contextmanager
def file_size_limit(limit: int) -> Iterator[None]:
    """A disk that is full after `limit` bytes of any one file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_is_an_error_and_leaves_no_torn_record(tmp_path: Path) -> None:
    out = writer(tmp_path)
    written = out.append(exchange())
    size = (tmp_path / written.file).stat().st_size
    noise = bytes(hashlib.sha256(str(i).encode()).digest()[0] for i in range(4000))
    with file_size_limit(size + 100), pytest.raises(ArchiveWriteError, match="cannot be written"):
        out.append(exchange(noise))
    out.append(exchange(b"and on it goes"))
    out.close()
    assert all(member.whole for member in iter_members(tmp_path / written.file))
    assert warcio_check(tmp_path / written.file).returncode == 0


@settings(max_examples=40, deadline=None)
@given(cut=st.integers(min_value=1, max_value=400))
def test_a_torn_tail_is_cut_off_kept_and_whole_records_stay(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    archive = tmp_path_factory.mktemp("archive")
    out = writer(archive)
    first = out.append(exchange(b"first"))
    last = out.append(exchange(b"second"))
    out.close()
    path = archive / first.file
    (path.parent / "SHA256SUMS").unlink()  # a killed writer does not come to seal its file
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    torn = cut_torn_tail(archive, first.file)
    kept = path.read_bytes()
    if torn is None:
        assert kept == whole[:-cut]
    else:
        saved = (archive / "logs" / f"torn-{path.name}-{torn.offset}.bin").read_bytes()
        kept, note = kept[: torn.offset], kept[torn.offset :]
        assert kept + saved == whole[:-cut]
        assert bool(note) == bool(kept), "in the place of the torn record stands one that says so"
    assert all(member.whole for member in iter_members(path))
    bodies = [record.block for record in iter_records(archive, first.file) if record.kind == "response"]
    assert bodies[0] == b"first"
    assert (bodies[1:] == [b"second"]) == (last.offset + last.length <= len(kept))


def test_a_place_without_a_record_is_reported_with_file_and_offset(tmp_path: Path) -> None:
    out = writer(tmp_path)
    written = out.append(exchange())
    out.close()
    with pytest.raises(
        ArchiveDamagedError, match=rf"{written.file}: no readable record at offset {written.offset + 1}"
    ):
        read_record(tmp_path, written.file, written.offset + 1)


def test_a_second_crawl_of_the_same_portal_is_turned_away(tmp_path: Path) -> None:
    with lock_portal(tmp_path, "longbien"):
        with pytest.raises(ArchiveLockedError, match="another crawl is writing"):
            lock_portal(tmp_path, "longbien")
        lock_portal(tmp_path, "badinh").close()
    lock_portal(tmp_path, "longbien").close()


def test_a_truncated_gzip_body_is_decoded_as_far_as_it_goes_and_a_mislabelled_one_left_alone() -> None:
    packed = gzip.compress(b"abc" * 1000)
    assert decode_content(packed, "gzip") == b"abc" * 1000
    assert (b"abc" * 1000).startswith(decode_content(packed[:-12], "gzip"))
    assert decode_content(b"plain text", "gzip") == b"plain text"
    assert decode_content(b"plain text", "br") == b"plain text"
    assert decode_content(b"plain text", None) == b"plain text"
    with pytest.raises(TooLargeError):
        decode_content(gzip.compress(bytes(100_000)), "gzip", limit=1000)


@settings(max_examples=60, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255))
def test_a_damaged_byte_costs_its_record_alone(
    tmp_path_factory: pytest.TempPathFactory, share: float, change: int
) -> None:
    archive = tmp_path_factory.mktemp("archive")
    out = writer(archive)
    places = [out.append(exchange(b"body %d " % number * 40)) for number in range(4)]
    out.close()
    path = archive / places[0].file
    whole = bytearray(path.read_bytes())
    whole[places[1].offset + int(share * places[1].length)] ^= change
    path.write_bytes(whole)
    bodies = [record.block for record in iter_records(archive, places[0].file) if record.kind == "response"]
    others = [b"body %d " % number * 40 for number in (0, 2, 3)]
    assert [body for body in bodies if body in others] == others
    assert cut_torn_tail(archive, places[0].file) is None
    assert path.read_bytes() == bytes(whole)


def test_a_disk_that_is_full_at_the_first_byte_leaves_no_file_without_a_head(tmp_path: Path) -> None:
    out = writer(tmp_path)
    with file_size_limit(10), pytest.raises(ArchiveWriteError):
        out.append(exchange())
    assert warc_files(tmp_path, "longbien") == []
    written = out.append(exchange())
    out.close()
    assert next(iter_records(tmp_path, written.file)).kind == "warcinfo"


@pytest.mark.parametrize("again", [exchange(), exchange(b"", 304)])
def test_a_revisit_is_the_same_capture_live_and_read_back(tmp_path: Path, again: Exchange) -> None:
    out = writer(tmp_path)
    first = out.append(exchange())
    held = Held(
        record_id=first.record_id,
        payload_sha256=exchange().payload_sha256,
        fetched_at=exchange().fetched_at,
        requested_url=URL,
    )
    written = out.append(again, held)
    out.close()
    live = live_capture(again, written, portal_id="longbien", crawl_id="c")
    original = read_record(tmp_path, first.file, first.offset, first.length)
    record = read_record(tmp_path, written.file, written.offset, written.length)
    assert record.kind == "revisit"
    assert stored_capture(record, portal_id="longbien", crawl_id="c", original=original) == live
