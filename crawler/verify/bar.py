"""The bar that an audit shows on a terminal; a line a minute elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from crawler.seldom import Seldom
from crawler.verify.audit import Progress

LINE_SECONDS = 60.0


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Yield what to tell how far the audit is."""
    if not sys.stderr.isatty():
        seldom = Seldom(LINE_SECONDS)

        def tell(line: str) -> None:
            if seldom.is_due():
                click.echo(line, err=True)

        yield Progress(
            read=lambda done, total: tell(f"{done / 1e6:.0f} of {total / 1e6:.0f} MB read"),
            extracted=lambda done: tell(f"{done} pages read again"),
        )
        return
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=30), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("WARC", total=None)
        yield Progress(
            read=lambda done, total: bar.update(
                task, completed=done, total=total, description=f"WARC {done / 1e6:.0f} / {total / 1e6:.0f} MB"
            ),
            extracted=lambda done: bar.update(task, description=f"{done} pages read again"),
        )
