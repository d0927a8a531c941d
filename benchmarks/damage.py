"""Is each damaged byte found? Flips or cuts one byte at random places of an archive and verifies it each time.

    .venv/bin/python -m benchmarks.damage --places 500 --articles 20

Places are shared out among WARC files, database and WACZ by their size, each kind at least a fifth. Each archive is a
fresh copy. Prints how many were detected, and of those in WARC files how many were located: the finding names the
record (offset and length) in which the byte lies.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from crawler.archive.reader import iter_members
from crawler.demo.client import DemoPortal
from crawler.verify.audit import inspect
from crawler.verify.report import Finding

KINDS = ("warc", "database", "wacz")


class Damage(NamedTuple):
    """One byte changed or gone."""

    kind: str
    file: Path
    offset: int
    change: int
    """What the byte is XORed with; 0: the byte is cut out."""


@contextmanager
def archive_of(articles: int) -> Iterator[Path]:
    """Yield a freshly crawled archive, with a WACZ of it."""
    from crawler.verify.pack import pack_portal
    from tests.command import kho

    with tempfile.TemporaryDirectory() as folder, DemoPortal(articles=articles) as portal:
        archive = Path(folder) / "archive"
        portal.begin_archive(archive)
        for _ in range(2):  # the second crawl brings revisits and a second file
            done = kho("crawl", "longbien", "--archive", archive)
            if done.returncode not in (0, 3):
                raise SystemExit(done.stderr)
        pack_portal(archive, "longbien", archive / "wacz" / "longbien.wacz")
        yield archive


def files_of(archive: Path, kind: str) -> list[Path]:
    """Return the files of one kind, relative to the archive."""
    pattern = {"warc": "warc/*/*.warc.gz", "database": "archive.db", "wacz": "wacz/*.wacz"}[kind]
    return [path.relative_to(archive) for path in sorted(archive.glob(pattern))]


def places(archive: Path, count: int, chance: random.Random) -> Iterator[Damage]:
    """Yield damages, evenly over the bytes of the files of each kind."""
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        files = files_of(archive, kind)
        sizes = [(archive / file).stat().st_size for file in files]
        file = chance.choices(files, sizes)[0]
        offset = chance.randrange((archive / file).stat().st_size)
        yield Damage(kind, file, offset, chance.choice((0, 1 << chance.randrange(8), chance.randrange(1, 256))))


def apply(archive: Path, damage: Damage) -> None:
    """Do it."""
    path = archive / damage.file
    data = bytearray(path.read_bytes())
    if damage.change:
        data[damage.offset] ^= damage.change
    else:
        del data[damage.offset]
    path.write_bytes(data)


def found(archive: Path, damage: Damage) -> list[Finding]:
    """Return what an audit says of the damaged archive."""
    if damage.kind == "wacz":
        from crawler.verify.package import package_findings

        return list(package_findings(archive / damage.file, archive))
    return [finding for finding in inspect(archive, None, full=False).findings if finding.is_damage]


def is_located(whole: Path, damage: Damage, findings: list[Finding]) -> bool:
    """Return True if a finding names the record that the byte lay in, and only it (besides what moved with it)."""
    member = next(
        member for member in iter_members(whole / damage.file)
        if member.offset <= damage.offset < member.offset + member.length
    )  # fmt: skip
    return any(finding.file == str(damage.file) and finding.offset == member.offset for finding in findings)


def run(whole: Path, count: int, seed: int) -> tuple[Counter[str], list[Damage]]:
    """Try so many damages; return the counts and what was missed."""
    chance, counts, missed = random.Random(seed), Counter[str](), []
    for damage in places(whole, count, chance):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "archive"
            shutil.copytree(whole, copy)
            apply(copy, damage)
            findings = found(copy, damage)
            counts[f"{damage.kind} tried"] += 1
            counts[f"{damage.kind} detected"] += bool(findings)
            if damage.kind == "warc":
                counts["warc located"] += is_located(whole, damage, findings)
            if not findings or (damage.kind == "warc" and not is_located(whole, damage, findings)):
                missed.append(damage)
    return counts, missed


def main() -> None:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=500)
    parser.add_argument("--articles", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.monotonic()
    with archive_of(arguments.articles) as whole:
        counts, missed = run(whole, arguments.places, arguments.seed)
    for kind in KINDS:
        print(f"{kind}: {counts[f'{kind} detected']} of {counts[f'{kind} tried']} detected")
    print(f"warc: {counts['warc located']} of {counts['warc tried']} located to the record")
    for damage in missed:
        print(f"missed: {damage}")
    print(f"{time.monotonic() - started:.0f} s")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
