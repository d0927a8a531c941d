"""Options that several verbs share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec

import click

P = ParamSpec("P")


def archive_option(function: Callable[P, Any]) -> Callable[P, Any]:
    """Add `--archive DIR`."""
    option = click.option(
        "--archive", type=click.Path(path_type=Path, file_okay=False), default="data", envvar="KHO_ARCHIVE",
        show_default=True, help="Archive directory (environment: KHO_ARCHIVE).",
    )  # fmt: skip
    return option(function)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
day_option = click.DateTime(formats=["%Y-%m-%d"])
