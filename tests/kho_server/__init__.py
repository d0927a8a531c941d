"""A process that has the `kho` command loaded, and gives each run of it a process of its own: `tests.command.kho`.

Half of the time of a verb on a small archive is the import of what it uses. Here this is paid once for all verbs: a run
is a fork of a process that has loaded everything and done nothing.
"""

from __future__ import annotations

import json
import os
import select
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


class Run:
    """A run of `kho` under way: what tests need of `subprocess.Popen`. It leads a process group of its own."""

    def __init__(self, arguments: list[str], connection: socket.socket, out: IO[bytes], err: IO[bytes]) -> None:
        self.arguments = arguments
        self.out = out
        self.stderr = Path(f"/proc/self/fd/{err.fileno()}").open(encoding="utf-8")  # noqa: SIM115
        """Read from the start, wherever the run is writing."""
        self.returncode: int | None = None
        self._err = err
        self._connection = connection
        self._answers = connection.makefile("rb", buffering=0)
        self.pid = int(self._answers.readline())

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs."""
        if self.returncode is None and select.select([self._connection], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code when there is one. Raises: subprocess.TimeoutExpired."""
        if self.returncode is None:
            if not select.select([self._connection], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self.arguments, timeout or 0)
            self.returncode = int(self._answers.readline())
            self.close()
        return self.returncode

    def close(self) -> None:
        """Close the connection; what the run said can still be read."""
        self._answers.close()
        self._connection.close()
        self._err.close()


@dataclass
class Server:
    """The running process, and where it listens. It ends when its standard input does, that is with us."""

    process: subprocess.Popen[bytes]
    address: str

    def start(self, arguments: list[str], environment: dict[str, str], out: IO[bytes]) -> Run:
        """Start `kho` with these arguments."""
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(self.address)
        err = tempfile.TemporaryFile()  # noqa: SIM115
        socket.send_fds(connection, [b"!"], [out.fileno(), err.fileno()])
        connection.sendall(json.dumps([arguments, environment]).encode() + b"\n")
        return Run(arguments, connection, out, err)

    def run(
        self, arguments: list[str], environment: dict[str, str], timeout: float
    ) -> subprocess.CompletedProcess[str]:
        """Run `kho` with these arguments. Raises: subprocess.TimeoutExpired, the run killed."""
        with tempfile.TemporaryFile() as out:
            run = self.start(arguments, environment, out)
            with run.stderr:
                try:
                    code = run.wait(timeout)
                except subprocess.TimeoutExpired:
                    os.kill(run.pid, signal.SIGKILL)
                    raise subprocess.TimeoutExpired(arguments, timeout, _text(out), run.stderr.read()) from None
                return subprocess.CompletedProcess(arguments, code, _text(out), run.stderr.read())


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
