"""A byte flipped or cut anywhere in WARC, database or WACZ is found, and in a WARC the record it lies in is named.

A few places here, chosen by a seed; `python -m benchmarks.damage` tries 500.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.damage import archive_of, places, run
from crawler.archive.member import Member, UnreadableError
from crawler.archive.reader import iter_members
from crawler.archive.warc import pack_record

PLACES = 24


@pytest.fixture(scope="module")
def whole() -> Iterator[Path]:
    """A small archive with a package. Tests work on copies."""
    with archive_of(articles=12) as archive:
        yield archive


def test_each_damaged_byte_is_detected_and_in_a_warc_located(whole: Path) -> None:
    counts, missed = run(whole, PLACES, seed=11)
    assert missed == []
    assert counts["warc detected"] == counts["warc located"] == PLACES // 3
    assert counts["database detected"] == counts["wacz detected"] == PLACES // 3


def test_places_are_spread_over_the_files(whole: Path) -> None:
    found = list(places(whole, 300, random.Random(1)))
    assert len({damage.file for damage in found}) == 4
    assert any(damage.change == 0 for damage in found)


def test_every_single_bit_of_a_record_counts(tmp_path: Path) -> None:
    """All bits of a member: header, content, CRC, length, and those that only fill up a byte."""
    whole = pack_record("metadata", {"WARC-Record-ID": "<urn:uuid:1>"}, "application/json", b'{"reason": "timeout"}')
    path = tmp_path / "one.warc.gz"
    for bit in range(8 * len(whole)):
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        path.write_bytes(damaged)
        with path.open("rb") as file, pytest.raises(UnreadableError):
            list(Member(file, 0).chunks())


def test_every_cut_of_a_record_counts(tmp_path: Path) -> None:
    whole = pack_record("metadata", {"WARC-Record-ID": "<urn:uuid:1>"}, "application/json", b'{"reason": "timeout"}')
    path = tmp_path / "one.warc.gz"
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut] + whole[cut + 1 :])
        with path.open("rb") as file, pytest.raises(UnreadableError):
            list(Member(file, 0).chunks())
    path.write_bytes(whole * 3)
    assert [member.offset for member in iter_members(path)] == [0, len(whole), 2 * len(whole)]
    with path.open("rb") as file:
        member = Member(file, len(whole))
        assert b"".join(member.chunks()).endswith(b'{"reason": "timeout"}\r\n\r\n')
        assert member.length == len(whole)


@pytest.mark.parametrize("size", [16_384 + extra for extra in range(-12, 12)])
def test_a_member_that_ends_near_the_end_of_a_chunk_is_read_like_any_other(tmp_path: Path, size: int) -> None:
    noise = random.Random(5).randbytes(size)
    lengths = set()
    for cut in range(40):
        whole = pack_record(
            "metadata", {"WARC-Record-ID": "<urn:uuid:1>"}, "application/octet-stream", noise[cut * 8 :]
        )
        lengths.add(len(whole))
        path = tmp_path / "one.warc.gz"
        path.write_bytes(whole + whole)
        with path.open("rb") as file:
            member = Member(file, 0)
            assert b"".join(member.chunks()).endswith(noise[cut * 8 :] + b"\r\n\r\n")
            assert member.length == len(whole)
    assert len(lengths) > 20
