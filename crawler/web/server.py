"""`kho serve`: Datasette on the archive's database, on loopback."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import click
import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm

from crawler.errors import ConfigurationError
from crawler.store.database import open_read_only
from crawler.web.canned import CANNED
from crawler.web.replay_links import ReplayLinks

HOST = "127.0.0.1"

METADATA: dict[str, Any] = {
    "title": "Kho: kho tư liệu cổng thông tin điện tử",
    "description": "Bài viết, văn bản, lượt xem và bản lưu WARC của các cổng thông tin địa phương. "
    "Articles, documents, view counts and WARC captures of local government portals.",
    "databases": {
        "archive": {
            "queries": CANNED,
            "tables": {
                "articles": {
                    "label_column": "title",
                    "sort_desc": "published_at",
                    "facets": ["portal_id", "section_id"],
                    "fts_table": "articles_fts",
                    "fts_pk": "seq",
                },
                "documents": {
                    "label_column": "number",
                    "sort_desc": "issued_on",
                    "facets": ["type", "issuer"],
                    "fts_table": "documents_fts",
                    "fts_pk": "seq",
                },
                "problems": {"facets": ["code", "field"]},
                "captures": {"sort_desc": "fetched_at", "facets": ["status", "mime"]},
            },
        }
    },
}


def serve_archive(path: Path, *, port: int, replay_port: int) -> None:
    """Serve the database at `path` on loopback until interrupted. Captures link to `kho replay` at `replay_port`.

    Raises: KhoError if there is no database, or the port is taken.
    """
    open_read_only(path).close()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise ConfigurationError(f"port {port} cannot be used: {error.strerror}. Try --port {port + 1}") from None
    if not pm.has_plugin("kho_replay_links"):
        pm.register(ReplayLinks(replay_port), name="kho_replay_links")
    app = Datasette([str(path)], metadata=METADATA, settings={"default_page_size": 50, "sql_time_limit_ms": 5000})
    click.echo(f"http://{HOST}:{port}/archive  (Ctrl-C ends it)")
    uvicorn.run(app.app(), host=HOST, port=port, log_level="warning", lifespan="on")
