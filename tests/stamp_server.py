"""A time stamp server on this machine: OpenSSL answers, so that nothing of ours is held to itself."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONFIGURATION = """
[tsa]
serial = {folder}/serial
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
"""


def run(*command: str | Path, folder: Path) -> None:
    """Run OpenSSL in a folder."""
    subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True)


def make_authority(folder: Path, name: str) -> Path:
    """Make the keys of a server and of who vouches for it; return the certificate of the latter."""
    folder.mkdir()
    ec = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    run("req", "-x509", *ec, "-keyout", "ca.key", "-out", "ca.pem", "-subj", f"/CN={name} Root", folder=folder)
    run("req", *ec, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", f"/CN={name}", folder=folder)
    (folder / "extensions").write_text("extendedKeyUsage=critical,timeStamping\n")
    run("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.pem",
        "-extfile", "extensions", folder=folder)  # fmt: skip
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(CONFIGURATION.format(folder=folder))
    return folder / "ca.pem"


def stamped(folder: Path, question: bytes) -> bytes:
    """Return the answer of the authority in `folder`."""
    (folder / "question").write_bytes(question)
    run("ts", "-reply", "-config", "tsa.cnf", "-section", "tsa", "-queryfile", "question", "-signer", "tsa.pem",
        "-inkey", "tsa.key", "-out", "answer", folder=folder)  # fmt: skip
    return (folder / "answer").read_bytes()


@contextmanager
def stamp_server(folder: Path) -> Iterator[str]:
    """Yield the address of a server that stamps with the authority in `folder`.

    /replay always gives its first answer, /broken half of one, /other that to another question, /down an error.
    """
    first: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = self.rfile.read(int(self.headers["Content-Length"]))
            answer = stamped(folder, question)
            first.append(answer)
            answer = {"/broken": answer[: len(answer) // 2], "/replay": first[0]}.get(self.path, answer)
            self.send_response(503 if self.path == "/down" else 200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
