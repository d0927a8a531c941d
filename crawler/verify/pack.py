"""`kho pack`: one portal's records and articles as a WACZ file that was read back before it got its name."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from crawler.archive.cdxj import cdxj_line, write_index
from crawler.archive.posted import index_key
from crawler.archive.tail import warc_files
from crawler.archive.timestamp import StampError
from crawler.archive.wacz import BLOCKS, INDEX, PAGES, WaczWriter, page_lines
from crawler.clock import utc_now
from crawler.errors import ArchiveDamagedError, ArchiveWriteError, ConfigurationError
from crawler.store import packing
from crawler.store.audit_index import AuditIndex
from crawler.store.packing import Period
from crawler.verify.audit import SOFTWARE, Progress, attach, locked
from crawler.verify.collect import Read, collected
from crawler.verify.package import package_findings
from crawler.verify.proof import Wanted
from crawler.verify.statement import proof_files


class Packed(NamedTuple):
    """What a package holds."""

    path: Path
    records: int
    pages: int
    bytes: int


def period_of(since: date | None, until: date | None) -> Period:
    """Return the period from one day to another, both included, by UTC."""
    after = (until + timedelta(days=1)).isoformat() if until else Period().until
    return Period(since.isoformat() if since else "", after)


def default_name(archive: Path, portal_id: str) -> Path:
    """Return `wacz/<portal>-<yyyymmdd>.wacz` in the archive."""
    return archive / "wacz" / f"{portal_id}-{utc_now()[:10].replace('-', '')}.wacz"


def pack_portal(
    archive: Path, portal_id: str, output: Path, period: Period | None = None, progress: Progress | None = None,
    wanted: Wanted | None = None,
) -> Packed:  # fmt: skip
    """Write all that was captured of a portal in a period to `output`, read it back, and compare it with the database.

    `wanted`: signature and time stamp, if any.

    Raises: ConfigurationError if there is nothing to pack or `output` exists; ArchiveDamagedError if the archive is
    damaged, or the package is not what it should be; ArchiveWriteError; ArchiveLockedError.
    """
    progress, period, wanted = progress or Progress(), period or Period(), wanted or Wanted()
    with locked(archive, portal_id), _named_at_the_end(output) as part:
        files = warc_files(archive, portal_id)
        total = sum((archive / file).stat().st_size for file in files)
        with collected(archive, files, lambda done: progress.read(done, total)) as (index, read):
            _refuse_damaged(read, portal_id)
            attach(index, archive)
            records = packing.choose(index, period)
            if not records:
                raise ConfigurationError(f"{portal_id}: nothing was captured in this period")
            with part.open("w+b") as file:
                pages = _write(index, archive, portal_id, period, file, wanted)
        wrong = next((finding for finding in package_findings(part, archive) if finding.is_damage), None)
        if wrong is not None:
            raise ArchiveDamagedError(f"{output}: not written, read back it was wrong: {wrong.file}: {wrong.message}")
        size = part.stat().st_size
    return Packed(output, records, pages, size)


@contextmanager
def _named_at_the_end(output: Path) -> Iterator[Path]:
    """Yield where to write; the file gets its name when all went well, and goes when not."""
    if output.exists():
        raise ConfigurationError(f"{output}: is there already; name another file with -o, or move it away")
    part = output.with_name(output.name + ".part")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(output)
    except StampError as error:
        raise ArchiveWriteError(f"{output}: not written: {error}") from error
    except OSError as error:
        raise ArchiveWriteError(f"{output}: cannot be written: {error.strerror or error}") from error
    finally:
        if part.exists():
            part.unlink()


def _refuse_damaged(read: list[Read], portal_id: str) -> None:
    wrong = next((file for file in read if file.error or file.faults), None)
    if wrong is not None:
        raise ArchiveDamagedError(f"{portal_id}: {wrong.file} is damaged and was not packed; see `kho verify`")


def _write(
    index: AuditIndex, archive: Path, portal_id: str, period: Period, file: BinaryIO, wanted: Wanted
) -> int:  # fmt: skip
    """Write the package; return the number of pages it lists."""
    package = WaczWriter(file)
    for name, size in packing.files(index):
        package.add_records(archive / name, name, size, packing.ranges(index, name))
    with tempfile.TemporaryFile() as data, tempfile.TemporaryFile() as blocks:
        write_index((cdxj_line(row["key"], row) for row in packing.lines(index, index_key)), data, blocks)
        package.add_file(INDEX, data)
        package.add_file(BLOCKS, blocks)
    title = packing.portal_name(index, portal_id)
    count = _write_pages(package, title, packing.pages(index, period))
    for name, text in proof_files(wanted):
        package.add_file(name, io.BytesIO(text))
    created = _seconds(utc_now())
    facts = _facts(title, portal_id, period, created) | wanted.facts()
    package.close(facts, lambda hash_: wanted.make(hash_, created, SOFTWARE))
    return count


def _write_pages(package: WaczWriter, title: str, pages: Iterable[dict[str, Any]]) -> int:
    """Write the list of pages; return how many there are."""
    count = -1
    with tempfile.TemporaryFile() as file:
        for line in page_lines(title, pages):
            file.write(line)
            count += 1
        package.add_file(PAGES, file)
    return count


def _facts(title: str, portal_id: str, period: Period, created: str) -> dict[str, str]:
    """Return what the package's description says besides the list of its files."""
    until = "" if period.until == Period().until else period.until
    facts = {"title": title, "portal": portal_id, "since": period.since, "until": until, "created": created}
    return {key: value for key, value in facts.items() if value} | {"software": SOFTWARE}


def _seconds(moment: str) -> str:
    return moment[:19] + "Z"
