"""A process that has the `kho` command loaded, and gives each run of it a process of its own: `tests.command.kho`.

Half of the time of a verb on a small archive is the import of what it uses. Here this is paid once for all verbs: a run
is a fork of a process that has loaded everything and done nothing.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Server:
    """The running process, and where it listens. It ends when its standard input does, that is with us."""

    process: subprocess.Popen[bytes]
    address: str

    def run(
        self, arguments: list[str], environment: dict[str, str], timeout: float
    ) -> subprocess.CompletedProcess[str]:
        """Run `kho` with these arguments. Raises: subprocess.TimeoutExpired, the run killed."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            code = self._code(arguments, environment, (out, err), timeout)
            return subprocess.CompletedProcess(arguments, code, _text(out), _text(err))

    def _code(
        self, arguments: list[str], environment: dict[str, str], files: tuple[IO[bytes], IO[bytes]], timeout: float
    ) -> int:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(self.address)
            socket.send_fds(connection, [b"!"], [file.fileno() for file in files])
            connection.sendall(json.dumps([arguments, environment]).encode() + b"\n")
            connection.settimeout(timeout)
            with connection.makefile("rb") as answers:
                run = int(answers.readline())
                try:
                    return int(answers.readline())
                except TimeoutError:
                    os.kill(run, signal.SIGKILL)
                    raise subprocess.TimeoutExpired(arguments, timeout, _text(files[0]), _text(files[1])) from None


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8")


@cache
def server() -> Server:
    """Return the server of this process, started when it is first asked for."""
    address = Path(tempfile.mkdtemp(prefix="kho-")) / "socket"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.kho_server", str(address)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "160"},
    )  # fmt: skip
    assert process.stdout is not None
    if process.stdout.readline() != b"ready\n":
        raise RuntimeError("the kho command cannot be loaded")
    return Server(process, str(address))
