"""What is asked of a portal, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """What was asked for: path with its escapes undone, fields of the query and of the form."""

    method: str
    path: str
    query: dict[str, str]
    form: dict[str, str]

    def number(self, name: str, default: int = 1) -> int:
        """Return a field of the query as a number."""
        value = self.query.get(name, "")
        return int(value) if value.isdecimal() and len(value) < 8 else default


@dataclass(frozen=True)
class Reply:
    """What is answered. `kind`: article, listing, document, file, trap, other or missing."""

    kind: str
    body: str | bytes
    mime: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    article: int | None = None
    """Number of the article that the page shows."""


MISSING = Reply("missing", "<html><body><h1>404 - Không tìm thấy trang</h1></body></html>", status=404)
