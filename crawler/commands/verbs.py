"""How every verb ends: with its exit code, and with one line if it could not do what was asked."""

from __future__ import annotations

import sqlite3
import sys
from typing import Any, NoReturn

import click

from crawler.errors import ArchiveDamagedError, ConfigurationError, KhoError
from crawler.store.faults import is_locked

INTERRUPTED = 130


class Verbs(click.Group):
    """Turns our errors, wrong arguments and Ctrl-C into one line and an exit code; `--debug` shows the traceback."""

    def main(self, *arguments: Any, **options: Any) -> NoReturn:
        """Run the verb that the arguments name, and end the process."""
        try:
            code = super().main(*arguments, **options | {"standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            code = error.exit_code
        except click.ClickException as error:
            click.echo(f"kho: {_wrong_use(error)}", err=True)
            code = ConfigurationError.exit_code
        except click.Abort:
            click.echo("kho: interrupted; run it again", err=True)
            code = INTERRUPTED
        sys.exit(code if isinstance(code, int) else 0)

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        try:
            return super().make_context(*arguments, **options)
        except BrokenPipeError:
            _read_enough()

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KhoError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"kho: {' '.join(str(error).split())}", err=True)
            ctx.exit(error.exit_code)
        except sqlite3.DatabaseError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"kho: {_told(error)}", err=True)
            ctx.exit(ConfigurationError.exit_code if is_locked(error) else ArchiveDamagedError.exit_code)
        except BrokenPipeError:
            _read_enough()
        except OSError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"kho: {error.filename or 'the archive'}: {error.strerror or error}", err=True)
            ctx.exit(ConfigurationError.exit_code)


def _read_enough() -> NoReturn:
    """End well: the reader has gone, as in `kho search … | head`."""
    sys.stderr.close()
    sys.exit(0)


def _wrong_use(error: click.ClickException) -> str:
    """Return what is wrong with the arguments, and where it stands how they should be."""
    said = " ".join(error.format_message().split()).rstrip(".")
    context = getattr(error, "ctx", None)
    return f"{said} (see `{context.command_path if context else 'kho'} --help`)"


def _told(error: sqlite3.DatabaseError) -> str:
    """Return what to do about a database that gave up in the middle of our reading."""
    if is_locked(error):
        return f"archive.db: {error}: another program writes to it; try again when it is done"
    return f"archive.db cannot be read: {error}. `kho verify` names what is damaged, `kho rebuild` makes it anew"
