"""Sites that answer byte by byte as a test says: broken, packed, blocked, silent."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

Answer = Callable[[str], bytes]
"""Path and query -> the whole response; empty to break the connection off."""


def response(body: bytes | str, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """Return a response of HTML; `length` is announced instead of the true one."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", "Connection: close", *headers]
    lines.append(f"Content-Length: {len(data) if length is None else length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


NOT_THERE = response("<h1>404</h1>", status="404 Not Found")


@contextmanager
def raw_site(answer: Answer) -> Iterator[tuple[str, Counter[str]]]:
    """Serve `answer`; give the address, and how often each path was asked for. robots.txt is not there by itself."""
    asked: Counter[str] = Counter()

    def serve(connection: socket.socket) -> None:
        with closing(connection), suppress(OSError):
            path = next(iter(connection.recv(65_536).split(b" ")[1:]), b"").decode("latin-1")
            asked[path] += 1
            connection.sendall(answer(path))

    def accept(listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listening.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        threading.Thread(target=accept, args=(listening,), daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/", asked
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
