"""`python -m tests.kho_server SOCKET`: load the command, then fork a run for each connection."""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from pathlib import Path

from crawler.cli import main
from crawler.units.registry import registry

LOADED = (
    "crawler.archive.wacz", "crawler.backfill.run", "crawler.crawl", "crawler.imports.run", "crawler.middlewares",
    "crawler.onboard", "crawler.page_json", "crawler.pipelines", "crawler.probe", "crawler.progress",
    "crawler.rebuild", "crawler.rebuild.text", "crawler.saved.reading", "crawler.verify.audit", "crawler.verify.bar",
    "crawler.verify.package", "crawler.verify.repair", "crawler.verify.text", "scrapy.core.downloader.handlers.ftp",
    "scrapy.core.downloader.handlers.http11", "scrapy.core.downloader.handlers.s3",
    "scrapy.downloadermiddlewares.cookies", "scrapy.downloadermiddlewares.httpproxy",
    "scrapy.downloadermiddlewares.offsite", "scrapy.downloadermiddlewares.redirect",
    "scrapy.downloadermiddlewares.retry", "scrapy.dupefilters", "scrapy.pqueues", "scrapy.robotstxt",
    "scrapy.squeues", "spiders.backfill", "spiders.portal", "spiders.probe",
)  # fmt: skip
"""What the verbs load when they are called; not `crawler.settings`, which reads the environment."""


def serve(address: Path) -> list[str]:
    """Answer until standard input ends; return, in the process of a run, its arguments."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(address))
    listener.listen(16)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    os.write(1, b"ready\n")
    while listener in select.select([listener, 0], [], [])[0]:
        connection, _ = listener.accept()
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            listener.close()
            return _start(connection)
        connection.close()
    address.unlink()
    address.parent.rmdir()
    sys.exit(0)


def _start(connection: socket.socket) -> list[str]:
    """Fork a run and tell what comes of it; return, in the run itself, its arguments."""
    _, files, _, _ = socket.recv_fds(connection, 1, 2)
    with connection.makefile("rb") as asked:
        arguments, environment = json.loads(asked.readline())
    run = os.fork()
    if run == 0:
        connection.close()
        _settle(files, environment)
        return list(arguments)
    os.setpgid(run, run)
    connection.sendall(f"{run}\n".encode())
    code = os.waitstatus_to_exitcode(os.waitpid(run, 0)[1])
    connection.sendall(f"{code}\n".encode())
    os._exit(0)


def _settle(files: list[int], environment: dict[str, str]) -> None:
    """Give the run its own input, output and environment."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, file in enumerate((nothing, *files)):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)


if __name__ == "__main__":
    for name in LOADED:
        importlib.import_module(name)
    registry()
    gc.freeze()  # a run that ends looks through all objects: through those of its own alone, or it copies them all
    main(serve(Path(sys.argv[1])), prog_name="kho")
