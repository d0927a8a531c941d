"""`kho replay`: pywb on this archive, on this machine alone.

pywb is under the GPL: it runs as a process of its own, from an environment of its own, and nothing of it is imported.
Its index is made from the database, in `replay/` of the archive; the WARC files are only read.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
from sqlite_utils import Database

import crawler
from crawler.archive.posted import indexed_url, posted_behind
from crawler.archive.surt import stamp
from crawler.errors import ArchiveWriteError, ConfigurationError
from crawler.store.database import open_read_only
from crawler.store.replay_index import captured_urls, cdxj_lines
from crawler.web.replay_keys import pywb_keys

HOST = "127.0.0.1"
COLLECTION = "kho"
PORT = 8080
ENVIRONMENT = ".venv-replay"
STOP_SECONDS = 10


def replay_url(port: int, url: str, fetched_at: str) -> str:
    """Return where a capture is replayed as people see it."""
    return f"http://{HOST}:{port}/{COLLECTION}/{stamp(fetched_at)}/{url}"


def find_pywb() -> Path:
    """Return pywb's program. Raises: ConfigurationError saying how to get it."""
    own = Path(crawler.__file__).resolve().parents[1] / ENVIRONMENT / "bin"
    found = shutil.which("wayback", path=os.pathsep.join([str(own), os.environ.get("PATH", "")]))
    if found is None:
        raise ConfigurationError(
            "pywb is not installed: in the project's folder, make .venv-replay/.installed; elsewhere, pipx install pywb"
        )
    return Path(found)


def prepare(archive: Path, indexer: Path) -> Path:
    """Write pywb's configuration and index into `replay/` of the archive and return that folder.

    Raises: KhoError if there is no database, or the folder cannot be written.
    """
    home = archive / "replay"
    index = home / "indexes" / "archive.cdxj"
    with closing(open_read_only(archive / "archive.db")) as db:
        try:
            index.parent.mkdir(parents=True, exist_ok=True)
            partial = index.with_name(index.name + ".partial")  # an ending that pywb does not read
            with partial.open("w", encoding="utf-8") as file:
                file.writelines(cdxj_lines(db, pywb_keys(indexer, _looked_up(archive, db)), stamp))
            partial.replace(index)
            (home / "config.yaml").write_text(
                _configuration(archive.resolve(), index.parent.resolve()), encoding="utf-8"
            )
        except OSError as error:
            raise ArchiveWriteError(f"{home}: cannot be written: {error.strerror}") from error
    return home


def _looked_up(archive: Path, db: Database) -> Iterator[tuple[int, str]]:
    """Yield id and address of each capture; what was posted is part of the address by which pywb looks it up."""
    for id_, url, request in captured_urls(db):
        yield id_, url if request is None else indexed_url(url, posted_behind(archive, *request))


def _configuration(archive: Path, indexes: Path) -> str:
    """Return pywb's configuration; JSON is YAML, too."""
    kho = {"index_paths": f"{indexes}/", "archive_paths": f"{archive}/"}
    return json.dumps({"collections": {COLLECTION: kho}, "enable_auto_colls": False}, ensure_ascii=False, indent=2)


def replay_archive(archive: Path, *, port: int) -> None:
    """Replay the archive on loopback until interrupted.

    Raises: KhoError if pywb or the database is missing, or the port is taken.
    """
    program = find_pywb()
    _check_port(port)
    home = prepare(archive, program.with_name("cdx-indexer"))
    run = [str(program), "--port", str(port), "--bind", HOST]
    click.echo(f"http://{HOST}:{port}/{COLLECTION}/  (Ctrl-C ends it)")
    with (home / "pywb.log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(run, cwd=home, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            code = _wait(server)
        finally:
            _stop(server)
    if code:
        raise ConfigurationError(f"pywb ended with code {code}; it says why in {home / 'pywb.log'}")


def _wait(server: subprocess.Popen[bytes]) -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return server.wait()
    except KeyboardInterrupt:
        return 0


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise ConfigurationError(f"port {port} cannot be used: {error.strerror}. Try --port {port + 1}") from None
