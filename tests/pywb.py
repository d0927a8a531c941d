"""pywb, a program that knows nothing of Kho, in processes of its own: replaying WARC files, or recording."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.command import ROOT


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


def wait_for(port: int) -> None:
    for _ in range(150):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("pywb did not start")


@contextmanager
def replaying(home: Path, files: Sequence[Path]) -> Iterator[int]:
    """Serve WARC files as the collection `kho`; gives the port."""
    programs = pywb_bin()
    subprocess.run([programs / "wb-manager", "init", "kho"], cwd=home, check=True, capture_output=True)
    subprocess.run([programs / "wb-manager", "add", "kho", *files], cwd=home, check=True, capture_output=True)
    with _wayback(home) as port:
        yield port


@contextmanager
def recording(home: Path) -> Iterator[str]:
    """Record what is asked for through the address given, into a WARC file below `home`."""
    subprocess.run([pywb_bin() / "wb-manager", "init", "rec"], cwd=home, check=True, capture_output=True)
    with _wayback(home, "--record", "--live") as port:
        yield f"http://127.0.0.1:{port}/rec/record/id_/"


@contextmanager
def _wayback(home: Path, *options: str) -> Iterator[int]:
    port = free_port()
    server = subprocess.Popen(
        [pywb_bin() / "wayback", *options, "--port", str(port), "--bind", "127.0.0.1"], cwd=home,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"no_proxy": "*"},
    )  # fmt: skip
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)
