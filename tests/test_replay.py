"""The archive is replayed by a program that knows nothing of Kho: pywb, in a process of its own."""

from __future__ import annotations

import hashlib
import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.command import ROOT, rows
from tests.conftest import Site

pytestmark = pytest.mark.xdist_group("crawled")


def pywb_bin() -> Path:
    """Return the folder of pywb's programs; `make test` installs them in an environment of their own."""
    own = ROOT / ".venv-replay" / "bin"
    found = shutil.which("wayback", path=os.pathsep.join([str(own), os.environ.get("PATH", "")]))
    assert found, "pywb is missing: run `make .venv-replay/.installed`"
    return Path(found).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def wayback(crawled: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """pywb serving the crawled archive; gives its port."""
    home = tmp_path_factory.mktemp("pywb")
    port = free_port()
    files = sorted((crawled.archive / "warc" / "longbien").glob("*.warc.gz"))
    programs = pywb_bin()
    subprocess.run([programs / "wb-manager", "init", "kho"], cwd=home, check=True, capture_output=True)
    subprocess.run([programs / "wb-manager", "add", "kho", *files], cwd=home, check=True, capture_output=True)
    server = subprocess.Popen(
        [programs / "wayback", "--port", str(port), "--bind", "127.0.0.1"], cwd=home,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port: int) -> None:
    for _ in range(150):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("pywb did not start")


def replayed(port: int, url: str, fetched_at: str) -> tuple[int, str]:
    """Return status and payload digest of a capture, as pywb gives it back unchanged (`id_`)."""
    stamp = "".join(char for char in fetched_at[:19] if char.isdigit())
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(
            "GET", f"/kho/{stamp}id_/{quote(url, safe=':/?&=%#+,;@[]!$()*~')}", headers={"Accept-Encoding": "gzip"}
        )
        response = connection.getresponse()
        return response.status, hashlib.sha256(response.read()).hexdigest()


def test_pywb_replays_every_captured_page(crawled: Site, wayback: int) -> None:
    captures = rows(
        crawled.archive, "SELECT requested_url, fetched_at, status, payload_sha256 FROM captures ORDER BY id"
    )
    assert len(captures) > 1000
    wrong = []
    for capture in captures:
        got = replayed(wayback, capture["requested_url"], capture["fetched_at"])
        if got != (capture["status"], capture["payload_sha256"]):
            wrong.append((capture["requested_url"], capture["status"], got))
    assert wrong == []
