"""In Datasette: wherever a row names its capture, a link to that page as it was (`kho replay` must run)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl
from markupsafe import Markup

from crawler.web.wayback import PORT, replay_url

CAPTURE = "SELECT requested_url, fetched_at FROM captures WHERE id = ?"


class ReplayLinks:
    """The plugin; `port` is that of `kho replay`."""

    def __init__(self, port: int = PORT) -> None:
        self._port = port
        self.__name__ = "kho_replay_links"  # Datasette takes its plugins for modules

    @hookimpl  # type: ignore[untyped-decorator]
    def render_cell(
        self, value: Any, column: str, database: str | None, datasette: Any
    ) -> Callable[[], Awaitable[Markup | None]] | None:
        """Return the cell of a `capture_id`, with its link; None leaves the cell as it is."""
        capture_id = value.get("value") if isinstance(value, dict) else value
        if column != "capture_id" or not isinstance(capture_id, int) or database is None:
            return None

        async def render() -> Markup | None:
            rows = (await datasette.get_database(database).execute(CAPTURE, [capture_id])).rows
            if not rows:
                return None
            there = replay_url(self._port, rows[0]["requested_url"], rows[0]["fetched_at"])
            own = datasette.urls.row(database, "captures", str(capture_id))
            return Markup('<a href="{}">{}</a> · <a href="{}">bản lưu · replay</a>').format(own, capture_id, there)

        return render
