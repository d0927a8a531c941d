"""`DemoPortal`: starts the sample portal as a process of its own, steers it, and asks it for the truth."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from types import TracebackType
from typing import IO, Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import crawler
from crawler.demo import organisation as org
from crawler.errors import KhoError

PATIENCE = 30.0
"""Seconds in which the server must be ready."""
STOP_PATIENCE = 5.0
LOCAL = build_opener(ProxyHandler({}))
"""Opens loopback addresses, whatever proxy the environment names."""


class DemoPortalError(KhoError):
    """Raised when the sample portal does not start, or refuses an operation; the message says why."""


class DemoPortal:
    """A running sample portal: `with DemoPortal(articles=300) as portal: ...`."""

    def __init__(self, *, articles: int = 300, seed: int = 2021, start: str | None = None, port: int = 0) -> None:
        self._command = [sys.executable, "-m", "crawler.demo", "--port", str(port)]
        self._command += ["--articles", str(articles), "--seed", str(seed)]
        self._command += ["--start", start] if start else []
        self._process: subprocess.Popen[str] | None = None
        self.url = ""
        """Home page on the main host: `http://127.0.0.1:8642/`."""
        self.alias = ""
        """The second host's root: `http://localhost:8642/`; its pages lie under `/web/guest/`."""

    def __enter__(self) -> DemoPortal:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the server and wait until it is ready. Raises: DemoPortalError."""
        root = str(Path(crawler.__file__).resolve().parents[1])
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
        self._process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True
        )
        assert self._process.stdout is not None
        line = _first_line(self._process.stdout)
        if not line.startswith("Kho sample portal: "):
            self.stop()
            raise DemoPortalError("the sample portal did not start; run `python -m crawler.demo` to see why")
        self.url = line.split()[3]
        self.alias = line.split()[5].rstrip(")")

    def stop(self) -> None:
        """Stop the server; does nothing if it is not running."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(STOP_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    @property
    def pid(self) -> int:
        """Process id of the server."""
        assert self._process is not None
        return self._process.pid

    @property
    def hosts(self) -> dict[str, str]:
        """The real portal's hosts and what stands in for them, for `crawler.portals.with_hosts`."""
        return {org.MAIN_HOST: self.url.split("/")[2], org.MIRROR_HOST: self.alias.split("/")[2]}

    def portal_text(self) -> str:
        """Return the text of the portal file, its hosts overridden."""
        return org.hosted_text(*self.hosts.values())

    def begin_archive(self, archive: Path) -> None:
        """Make an archive that holds nothing but the portal's file."""
        (archive / "portals").mkdir(parents=True)
        (archive / "portals" / f"{org.PORTAL_ID}.toml").write_text(self.portal_text(), encoding="utf-8")

    def control(self, op: str, **arguments: Any) -> dict[str, Any]:
        """Do an operation of the control interface and return its result. Raises: DemoPortalError."""
        body = json.dumps({"op": op, **arguments}).encode()
        request = Request(f"{self.url}__control__", data=body, headers={"Content-Type": "application/json"})
        try:
            with LOCAL.open(request, timeout=PATIENCE) as response:
                result: dict[str, Any] = json.load(response)
        except HTTPError as error:
            raise DemoPortalError(json.load(error)["error"]) from None
        return result

    def truth(self) -> Iterator[dict[str, Any]]:
        """Yield the truth: `kind` is portal, article or document; keys as in `crawler.demo.truth`."""
        with LOCAL.open(f"{self.url}__control__/truth", timeout=PATIENCE) as response:
            for line in response:
                yield json.loads(line)

    def articles(self) -> list[dict[str, Any]]:
        """Return the truth of every article, by id."""
        return [fact for fact in self.truth() if fact["kind"] == "article"]

    def documents(self) -> list[dict[str, Any]]:
        """Return the truth of every official document, by id."""
        return [fact for fact in self.truth() if fact["kind"] == "document"]


def _first_line(stream: IO[str]) -> str:
    """Return the first line of a stream, empty if none comes in time."""
    with DefaultSelector() as selector:
        selector.register(stream, EVENT_READ)
        return stream.readline() if selector.select(PATIENCE) else ""
