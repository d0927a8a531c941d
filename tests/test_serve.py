"""`kho serve`: the archive in a browser, on this machine alone."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Callable
from urllib.request import urlopen

from tests.command import kho, start_kho, value
from tests.conftest import Site
from tests.test_replay import free_port


def wait_until_open(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("kho serve did not start")


def test_the_archive_is_served_and_searched_without_marks(site: Callable[..., Site]) -> None:
    here = site(articles=24)
    here.crawl("--no-attachments")
    port = free_port()
    server = start_kho("serve", "--archive", here.archive, "--port", str(port))
    try:
        wait_until_open(port)
        with urlopen(f"http://127.0.0.1:{port}/archive/articles.json?_shape=array&_size=max") as response:
            assert len(json.load(response)) == value(here.archive, "SELECT count(*) FROM articles")
        with urlopen(f"http://127.0.0.1:{port}/archive/articles.json?_shape=array&_search=phuong") as response:
            found = json.load(response)
        assert found
        assert all("phường" in f"{row['title']} {row['summary']} {row['text']}".lower() for row in found)
        taken = kho("serve", "--archive", here.archive, "--port", str(port))
        assert taken.returncode == 2
        assert f"port {port} cannot be used" in taken.stderr
    finally:
        os.kill(server.pid, signal.SIGINT)
        server.wait(20)
        assert server.stderr is not None
        server.stderr.close()
