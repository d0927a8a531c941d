"""`kho pack`: a WACZ file that other programs accept, that is what the database says, and hides no changed byte."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawler.archive.plain_zip import Entry, PlainZip, directory, head
from crawler.archive.surt import surt
from crawler.errors import ArchiveDamagedError, ArchiveWriteError, ConfigurationError
from crawler.verify.pack import pack_portal, period_of
from crawler.verify.package import package_findings
from tests.command import ROOT, kho, rows, value
from tests.conftest import Site
from tests.test_warc import file_size_limit


@pytest.fixture(scope="module")
def packed(twice_crawled: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small portal crawled twice, and a package of it: (archive, WACZ file). Tests must not write to them."""
    archive = shutil.copytree(twice_crawled.archive, tmp_path_factory.mktemp("pack") / "archive")
    done = kho("pack", "--archive", archive)
    assert done.returncode == 0, done.stderr
    return archive, next((archive / "wacz").glob("longbien-*.wacz"))


def messages(path: Path, archive: Path) -> list[str]:
    return [finding.message for finding in package_findings(path, archive)]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_the_package_is_whole_and_the_command_says_so(packed: tuple[Path, Path]) -> None:
    archive, path = packed
    assert messages(path, archive) == []
    done = kho("verify", path, "--archive", archive)
    assert (done.returncode, done.stdout) == (0, f"{path}: nguyên vẹn · whole\n")
    assert list(path.parent.iterdir()) == [path]


def test_the_webrecorder_library_finds_it_valid(packed: tuple[Path, Path]) -> None:
    program = ROOT / ".venv-replay" / "bin" / "wacz"
    assert program.exists(), "wacz is missing: run `make .venv-replay/.installed`"
    done = subprocess.run([program, "validate", "-f", packed[1]], capture_output=True, text=True, check=False)
    assert "the passed WACZ is valid" in done.stdout


def test_its_warc_files_are_those_of_the_archive_byte_for_byte(packed: tuple[Path, Path]) -> None:
    archive, path = packed
    found = {name: data for name, data in parts(path).items() if name.startswith("archive/")}
    own = {f"archive/{file.name}": file.read_bytes() for file in (archive / "warc" / "longbien").glob("*.warc.gz")}
    assert found == own
    assert len(own) == 2


def test_each_line_of_the_index_leads_to_its_record(packed: tuple[Path, Path]) -> None:
    archive, path = packed
    found = parts(path)
    lines = gzip.decompress(found["indexes/index.cdx.gz"]).decode().splitlines()
    assert lines == sorted(lines, key=lambda line: line.split(" ")[:2])
    for line in lines:
        key, stamp, text = line.split(" ", 2)
        values = json.loads(text)
        member = found["archive/" + values["filename"]][int(values["offset"]) :][: int(values["length"])]
        record = next(iter(ArchiveIterator(io.BytesIO(member))))
        assert record.rec_headers["WARC-Target-URI"] == values["url"]
        assert record.rec_headers["WARC-Payload-Digest"] == values["digest"]
        assert key == surt(values["url"])
        assert "".join(filter(str.isdigit, record.rec_headers["WARC-Date"][:19])) == stamp
    assert len(lines) == value(archive, "SELECT count(*) FROM captures")


def test_the_list_of_blocks_says_where_the_blocks_of_the_index_are(packed: tuple[Path, Path]) -> None:
    found = parts(packed[1])
    head_, *blocks = found["indexes/index.idx"].decode().splitlines()
    assert head_ == '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'
    for block in blocks:
        key, stamp, text = block.split(" ", 2)
        place = json.loads(text)
        data = found["indexes/index.cdx.gz"][place["offset"] :][: place["length"]]
        assert place["digest"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert gzip.decompress(data).decode().startswith(f"{key} {stamp} ")


def test_its_pages_are_the_articles_with_title_text_and_time(packed: tuple[Path, Path]) -> None:
    archive, path = packed
    head_, *pages = [json.loads(line) for line in parts(path)["pages/pages.jsonl"].splitlines()]
    assert head_ == {"format": "json-pages-1.0", "id": "pages", "title": "Quận Long Biên", "hasText": True}
    stored = rows(archive, "SELECT a.id, c.requested_url, c.fetched_at, a.title, a.text FROM articles a "
                           "JOIN captures c ON c.id = a.capture_id")  # fmt: skip
    assert {tuple(page.values()) for page in pages} == {tuple(row) for row in stored}
    assert list(pages[0]) == ["id", "url", "ts", "title", "text"]


def test_the_digests_are_those_of_the_parts(packed: tuple[Path, Path]) -> None:
    found = parts(packed[1])
    package = json.loads(found["datapackage.json"])
    assert package["wacz_version"] == "1.1.1"
    digests = {part["path"]: (part["hash"], part["bytes"]) for part in package["resources"]}
    rest = {name: data for name, data in found.items() if not name.startswith("datapackage")}
    assert digests == {name: (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data)) for name, data in rest.items()}
    digest = json.loads(found["datapackage-digest.json"])
    assert digest["hash"] == f"sha256:{hashlib.sha256(found['datapackage.json']).hexdigest()}"


def test_a_period_holds_what_was_captured_in_it_and_what_that_revisits(
    packed: tuple[Path, Path], tmp_path: Path
) -> None:
    archive, _ = packed
    second = value(archive, "SELECT max(started_at) FROM crawls")
    period = period_of(None, None)._replace(since=second)
    made = pack_portal(archive, "longbien", tmp_path / "later.wacz", period)
    assert messages(made.path, archive) == []
    lines = [json.loads(line.split(" ", 2)[2]) for line in
             gzip.decompress(parts(made.path)["indexes/index.cdx.gz"]).decode().splitlines()]  # fmt: skip
    in_it = value(archive, "SELECT count(*) FROM captures WHERE fetched_at >= ?", second)
    originals = value(archive, "SELECT count(DISTINCT revisit_of) FROM captures "
                               "WHERE fetched_at >= ?1 AND revisit_of NOT IN "
                               "(SELECT record_id FROM captures WHERE fetched_at >= ?1)", second)  # fmt: skip
    assert len(lines) == in_it + originals
    assert originals > 20
    pages = parts(made.path)["pages/pages.jsonl"].splitlines()[1:]
    assert pages
    assert all(json.loads(page)["ts"] >= second for page in pages)


def test_a_day_counts_to_its_end() -> None:
    assert period_of(date(2026, 1, 1), date(2026, 1, 31)) == ("2026-01-01", "2026-02-01")


def test_an_empty_period_an_unknown_portal_and_a_file_that_is_there_are_one_line(
    packed: tuple[Path, Path], tmp_path: Path
) -> None:
    archive, path = packed
    with pytest.raises(ConfigurationError, match="nothing was captured in this period"):
        pack_portal(archive, "longbien", tmp_path / "x.wacz", period_of(None, date(1999, 1, 1)))
    with pytest.raises(ConfigurationError, match="holds no WARC file of it"):
        pack_portal(archive, "badinh", tmp_path / "x.wacz")
    before = path.read_bytes()
    with pytest.raises(ConfigurationError, match="is there already"):
        pack_portal(archive, "longbien", path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_half_package(packed: tuple[Path, Path], tmp_path: Path) -> None:
    with file_size_limit(400_000), pytest.raises(ArchiveWriteError):
        pack_portal(packed[0], "longbien", tmp_path / "x.wacz")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_archive_is_not_packed(packed: tuple[Path, Path], tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(packed[0], archive)
    file = next((archive / "warc" / "longbien").glob("*.warc.gz"))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(ArchiveDamagedError, match=r"is damaged and was not packed"):
        pack_portal(archive, "longbien", tmp_path / "x.wacz")
    assert not (tmp_path / "x.wacz").exists()


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE captures SET payload_sha256 = 'ab' WHERE id = 7", "the database has no such capture"),
        ("UPDATE article_revisions SET text = 'ab'", "the database has no such version of the article"),
    ],
)
def test_a_package_that_says_otherwise_than_the_database_is_refused(
    packed: tuple[Path, Path], tmp_path: Path, statement: str, message: str
) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(packed[0], archive)
    with closing(sqlite3.connect(archive / "archive.db")) as db:
        db.execute(statement)
        db.commit()
    assert message in messages(packed[1], archive)


def test_without_an_archive_a_package_is_checked_by_itself(packed: tuple[Path, Path], tmp_path: Path) -> None:
    assert messages(packed[1], tmp_path) == []


@given(st.dictionaries(st.text("abcđ/.-", min_size=1, max_size=9), st.binary(max_size=60), max_size=5))
def test_a_plain_zip_is_a_zip_and_follows_from_its_content(content: dict[str, bytes]) -> None:
    file = io.BytesIO()
    made = PlainZip(file)
    for name, data in content.items():
        made.add(name, len(data), [data[:3], data[3:]])
    made.close()
    with zipfile.ZipFile(file) as read:
        assert {info.filename: read.read(info) for info in read.infolist()} == content
        entries = [Entry(i.filename, i.header_offset, i.file_size, i.CRC) for i in read.infolist()]
    again = b"".join(head(entry) + content[entry.name] for entry in entries)
    assert again + directory(entries, len(again)) == file.getvalue()


def test_files_of_more_than_four_gigabytes_are_told_in_the_larger_form() -> None:
    big = [Entry("a", 0, 5 << 30, 1), Entry("b", 6 << 30, 3, 2)]
    data = directory(big, 7 << 30)
    with _virtual(data, 7 << 30) as read:
        assert [(i.filename, i.header_offset, i.file_size) for i in read.infolist()] == [
            ("a", 0, 5 << 30),
            ("b", 6 << 30, 3),
        ]


def _virtual(directory_: bytes, start: int) -> zipfile.ZipFile:
    """A ZIP whose directory lies at `start`, without the bytes before it."""

    class Far(io.BytesIO):
        def seek(self, offset: int, whence: int = 0) -> int:
            if whence == 2:
                return super().seek(len(directory_) + offset) + start
            return super().seek(max(0, offset - start)) + start

        def tell(self) -> int:
            return super().tell() + start

    return zipfile.ZipFile(Far(directory_))


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://longbien.hanoi.gov.vn/", "vn,gov,hanoi,longbien)/"),
        ("https://www.longbien.gov.vn/tin-tuc?b=2&a=1", "vn,gov,longbien)/tin-tuc?a=1&b=2"),
        ("http://127.0.0.1:8080/A/?_cur=2", "1,0,0,127:8080)/a?_cur=2"),
        ("http://a.vn:80//x//y/", "vn,a)/x/y"),
        ("http://a.vn/tin-t%E1%BB%A9c?", "vn,a)/tin-t%e1%bb%a9c"),
        ("urn:kho:crawl:1", "urn:kho:crawl:1"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_keys_of_the_index_are_those_of_other_programs(url: str, key: str) -> None:
    assert surt(url) == key
