"""A signature and a time stamp on a package: what they prove holds against change, exchange and taking away.

The time stamp server is OpenSSL's, and whoever has no Kho checks both with OpenSSL as the package itself tells.
"""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from crawler.archive.plain_zip import PlainZip
from crawler.archive.signature import PrivateKey, fingerprint, public_pem, sign
from crawler.archive.timestamp import StampError, read_roots, read_stamp, request_stamp
from crawler.archive.wacz import dump
from crawler.errors import ArchiveWriteError
from crawler.verify.pack import pack_portal
from crawler.verify.package import package_findings
from crawler.verify.proof import Trust, Wanted
from tests.command import ROOT, kho
from tests.conftest import make_site
from tests.stamp_server import make_authority, stamp_server
from tests.test_signature import KEYS, private_pem


class Proven(NamedTuple):
    """A signed and stamped package, and all that it takes to check it. Tests must not write to it."""

    archive: Path
    path: Path
    key: Path
    public: Path
    roots: Path
    server: str


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Certificate of who vouches for a time stamp server, and the server's address."""
    folder = tmp_path_factory.mktemp("authority") / "a"
    roots = make_authority(folder, "Gio Thu")
    with stamp_server(folder) as url:
        yield roots, url


@pytest.fixture(scope="module")
def proven(tmp_path_factory: pytest.TempPathFactory, authority: tuple[Path, str]) -> Iterator[Proven]:
    """A small portal, packed by the command with signature and time stamp."""
    folder = tmp_path_factory.mktemp("proof")
    key, public = folder / "key.pem", folder / "public.pem"
    key.write_bytes(private_pem(KEYS["ed25519"]))
    public.write_bytes(public_pem(KEYS["ed25519"].public_key()))
    with ExitStack() as stack:
        site = make_site(stack, folder / "archive", 12)
        site.crawl()
        path = folder / "signed.wacz"
        done = kho("pack", "--archive", site.archive, "-o", path, "--sign", key, "--timestamp", authority[1])
        assert done.returncode == 0, done.stderr
        (folder / "said.txt").write_text(done.stdout, encoding="utf-8")
        yield Proven(site.archive, path, key, public, *authority)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def forged(path: Path, to: Path, **changes: Any) -> Path:
    """Return a copy whose digest file says otherwise, in Kho's own form; None takes a key away."""
    content = parts(path)
    digest = json.loads(content["datapackage-digest.json"]) | changes
    content["datapackage-digest.json"] = dump({name: value for name, value in digest.items() if value is not None})
    with to.open("w+b") as file:
        package = PlainZip(file)
        for name, data in content.items():
            package.add(name, len(data), [data])
        package.close()
    return to


def codes(path: Path, archive: Path, trust: Trust | None = None) -> list[str]:
    return [finding.code for finding in package_findings(path, archive, trust)]


def test_the_command_says_in_both_languages_what_is_proven_and_what_is_not(proven: Proven) -> None:
    said = (proven.path.parent / "said.txt").read_text(encoding="utf-8")
    held = parts(proven.path)["proof/README.txt"].decode()
    for text in ("Chữ ký không chứng minh", "It does not prove: who that is", "Dấu thời gian không chứng minh",
                 "when its pages were captured", fingerprint(KEYS["ed25519"].public_key()), proven.server):  # fmt: skip
        assert text in said
        assert text in held
    assert said.index("Chữ ký chứng minh") < said.index("The signature proves")


def test_verify_shows_who_signed_and_by_when_it_was_there(proven: Proven) -> None:
    done = kho("verify", proven.path, "--archive", proven.archive, "--key", proven.public, "--tsa-roots", proven.roots)
    assert done.returncode == 0, done.stdout
    assert f"is signed by {fingerprint(KEYS['ed25519'].public_key())}, the key that was given" in done.stdout
    assert re.search(r"was there by 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ, says CN=Gio Thu", done.stdout)
    assert done.stdout.endswith("nguyên vẹn · whole\n")


def test_without_anyone_to_trust_verify_says_that_nobody_vouches(proven: Proven) -> None:
    findings = list(package_findings(proven.path, proven.archive))
    assert [finding.code for finding in findings] == ["package_signed", "package_stamped"]
    assert not any(finding.is_damage for finding in findings)
    assert "whose key this is, the package cannot prove" in findings[0].message
    assert "the server's own signature was not checked" in findings[1].message


def test_the_webrecorder_library_finds_a_signed_package_valid(proven: Proven) -> None:
    program = ROOT / ".venv-replay" / "bin" / "wacz"
    assert program.exists(), "wacz is missing: run `make .venv-replay/.installed`"
    done = subprocess.run([program, "validate", "-f", proven.path], capture_output=True, text=True, check=False)
    assert "the passed WACZ is valid" in done.stdout, done.stdout


def commands(path: Path) -> str:
    """The commands that the package itself names to check it without Kho."""
    text = parts(path)["proof/README.txt"].decode().split("Without Kho:")[1]
    return "\n".join(line[4:] for line in text.splitlines() if line.startswith("    "))


@pytest.mark.parametrize("kind", KEYS)
def test_the_package_says_how_to_check_it_without_kho_and_that_works(proven: Proven, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "GOI.wacz"
    pack_portal(proven.archive, "longbien", path, wanted=Wanted(KEYS[kind], proven.server))
    (tmp_path / "ROOTS.pem").write_bytes(proven.roots.read_bytes())
    script = commands(path).replace("unzip -p", f"'{shutil.which('python3')}' '{tmp_path / 'unzip.py'}'")
    (tmp_path / "unzip.py").write_text(
        "import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))"
    )
    done = subprocess.run(["sh", "-ec", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    hash_ = json.loads(parts(path)["datapackage-digest.json"])["hash"]
    assert done.stdout.startswith(hash_.removeprefix("sha256:"))
    assert "Signature Verified Successfully" in done.stdout or "Verified OK" in done.stdout
    assert "Verification: OK" in done.stdout + done.stderr


def test_a_package_signed_by_another_is_refused_where_the_key_is_known(proven: Proven, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    other.write_bytes(public_pem(KEYS["p256"].public_key()))
    done = kho("verify", proven.path, "--archive", proven.archive, "--key", other)
    assert done.returncode == 5
    assert "not by the key that was given" in done.stdout


def test_a_signature_put_in_the_place_of_another_is_refused(proven: Proven, tmp_path: Path) -> None:
    digest = json.loads(parts(proven.path)["datapackage-digest.json"])
    created = digest["signedData"]["created"]
    mine = sign(KEYS["p384"], digest["hash"], created, "kho/1")
    path = forged(proven.path, tmp_path / "x.wacz", signedData=mine)
    assert "proof_wrong" in codes(path, proven.archive)
    late = sign(KEYS["ed25519"], digest["hash"], "2030-01-01T00:00:00Z", "kho/1")
    assert "proof_wrong" in codes(forged(proven.path, tmp_path / "y.wacz", signedData=late), proven.archive)


def test_a_changed_byte_anywhere_in_a_signed_package_is_found(proven: Proven, tmp_path: Path) -> None:
    """Half of the places lie behind the records: pages, proof, description, signature, stamp, directory."""
    whole, chance = proven.path.read_bytes(), random.Random(7)
    start = whole.index(b"pages/pages.jsonl")
    places = [chance.randrange(len(whole)) for _ in range(12)] + [
        chance.randrange(start, len(whole)) for _ in range(12)
    ]
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        (tmp_path / "x.wacz").write_bytes(changed)
        found = [finding for finding in package_findings(tmp_path / "x.wacz", proven.archive) if finding.is_damage]
        assert found, place


@pytest.mark.parametrize("taken", ["signedData", "timestamp"])
def test_a_proof_that_was_taken_away_is_missed(proven: Proven, tmp_path: Path, taken: str) -> None:
    path = forged(proven.path, tmp_path / "x.wacz", **{taken: None})
    assert "proof_wrong" in codes(path, proven.archive)


def test_a_package_without_proof_is_refused_where_one_is_asked_for(proven: Proven, tmp_path: Path) -> None:
    path = tmp_path / "plain.wacz"
    pack_portal(proven.archive, "longbien", path)
    assert codes(path, proven.archive) == []
    assert codes(path, proven.archive, Trust(key=KEYS["p256"].public_key())) == ["proof_wrong"]
    assert codes(path, proven.archive, Trust(roots=tuple(read_roots(proven.roots)))) == ["proof_wrong"]


def test_a_stamp_of_an_authority_that_is_not_trusted_is_refused(proven: Proven, tmp_path: Path) -> None:
    other = tuple(read_roots(make_authority(tmp_path / "other", "Gio Thu")))
    assert "proof_wrong" in codes(proven.path, proven.archive, Trust(roots=other))


def test_a_stamp_of_another_package_or_of_nothing_is_refused(proven: Proven, tmp_path: Path) -> None:
    held = json.loads(parts(proven.path)["datapackage-digest.json"])["timestamp"]
    answer = base64.b64decode(held["response"])
    foreign = base64.b64encode(request_stamp(proven.server, b"something else")).decode()
    torn = base64.b64encode(answer[:-9]).decode()
    for number, changed in enumerate((foreign, torn, "%%%", "")):
        path = forged(proven.path, tmp_path / f"{number}.wacz", timestamp=held | {"response": changed})
        assert "proof_wrong" in codes(path, proven.archive)
    moved = forged(proven.path, tmp_path / "m.wacz", timestamp=held | {"server": "http://tsa.example/"})
    assert "proof_wrong" in codes(moved, proven.archive)


def test_a_changed_stamp_does_not_pass_where_its_roots_are_known(proven: Proven) -> None:
    """Each byte of the signed part: time, serial number, name. A changed one is no stamp of that server."""
    signature = json.loads(parts(proven.path)["datapackage-digest.json"])["signedData"]["signature"].encode()
    roots, answer = read_roots(proven.roots), request_stamp(proven.server, signature)
    moment = re.search(rb"20\d{12}Z", answer)
    assert moment is not None
    assert read_stamp(answer, signature, roots).server == "CN=Gio Thu"
    for place in range(moment.start(), moment.end() - 1):
        changed = bytearray(answer)
        changed[place] ^= 1
        with pytest.raises(StampError):
            read_stamp(bytes(changed), signature, roots)


@pytest.mark.parametrize(
    ("path", "said"),
    [("broken", "cannot be read"), ("down", "Service Unavailable"), ("replay", "is one of something else")],
)
def test_a_server_that_gives_no_true_stamp_leaves_no_package(
    proven: Proven, tmp_path: Path, path: str, said: str
) -> None:
    with pytest.raises(ArchiveWriteError, match=said):
        pack_portal(proven.archive, "longbien", tmp_path / "x.wacz", wanted=Wanted(None, proven.server + path))
    assert list(tmp_path.iterdir()) == []


def test_an_old_answer_to_the_same_question_is_no_stamp(proven: Proven) -> None:
    """Asked twice about the same bytes, the server gives its first answer again: the nonce is the old one."""
    with stamp_server(proven.roots.parent) as url:
        request_stamp(url + "replay", b"same")
        with pytest.raises(StampError, match="nonce"):
            request_stamp(url + "replay", b"same")


@pytest.mark.parametrize("url", ["ftp://tsa.example/", "file:///etc/passwd", "http://127.0.0.1:9/", "http://[::1", ""])
def test_an_address_without_a_server_is_one_line(proven: Proven, tmp_path: Path, url: str) -> None:
    with pytest.raises(ArchiveWriteError, match=r"x\.wacz: not written: .*"):
        pack_portal(proven.archive, "longbien", tmp_path / "x.wacz", wanted=Wanted(None, url))
    assert list(tmp_path.iterdir()) == []


def foreign(path: Path, content: bytes, key: PrivateKey | None, **signed: str) -> Path:
    """A package of another program: compressed, in another order, signed as the specification says."""
    hash_ = f"sha256:{hashlib.sha256(content).hexdigest()}"
    part = {"name": "x", "path": "archive/x.warc.gz", "hash": hash_, "bytes": len(content)}
    described = json.dumps({"software": "other 1.0", "resources": [part]}).encode()
    hash_ = f"sha256:{hashlib.sha256(described).hexdigest()}"
    data = sign(key, hash_, "2026-01-01T00:00:00Z", "other 1.0") if key else {"hash": hash_, **signed}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("datapackage-digest.json", json.dumps({"hash": hash_, "signedData": data}))
        package.writestr("datapackage.json", described)
        package.writestr("archive/x.warc.gz", content)
    return path


def test_a_signed_package_of_another_program_is_checked_too(tmp_path: Path) -> None:
    path = foreign(tmp_path / "x.wacz", b"WARC", KEYS["p384"])
    assert codes(path, tmp_path) == ["package_signed"]
    assert codes(path, tmp_path, Trust(key=KEYS["p384"].public_key())) == ["package_signed"]
    assert codes(path, tmp_path, Trust(key=KEYS["p256"].public_key())) == ["proof_wrong"]
    by_domain = foreign(tmp_path / "y.wacz", b"WARC", None, domain="a.example", domainCert="…", signature="…")
    assert codes(by_domain, tmp_path) == ["proof_unchecked"]
    assert codes(by_domain, tmp_path, Trust(key=KEYS["p256"].public_key())) == ["proof_wrong"]
