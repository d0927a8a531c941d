"""What every verb has in common: an example in its help; wrong arguments and Ctrl-C are one line and an exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from crawler.cli import main
from tests.command import environment, start_kho


def verbs(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of each verb, those of verbs within verbs too."""
    for name, command in group.commands.items():
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from verbs(command, *path, name)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run the command in this process; return its exit code and what it printed."""
    with pytest.raises(SystemExit) as ended:
        main(arguments, prog_name="kho")
    return (int(ended.value.code or 0), *capsys.readouterr())


@pytest.mark.parametrize("verb", verbs(main), ids=" ".join)
def test_the_help_of_each_verb_ends_with_an_example(capsys: pytest.CaptureFixture[str], verb: tuple[str, ...]) -> None:
    code, said, _ = run(capsys, *verb, "--help")
    assert code == 0
    _, _, example = said.partition("Example")
    assert f"kho {verb[0]}" in example


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ("verify --nope", "kho: No such option '--nope' (see `kho verify --help`)\n"),
        ("crawl", "kho: Missing argument 'PORTAL|URL…' (see `kho crawl --help`)\n"),
        (
            "crawl longbien --limit 0",
            "kho: Invalid value for '--limit': 0 is not in the range x>=1 (see `kho crawl --help`)\n",
        ),
        (
            "crawl longbien --since 1/2/2021",
            "kho: Invalid value for '--since': '1/2/2021' does not match the format '%Y-%m-%d'"
            " (see `kho crawl --help`)\n",
        ),
        ("export", "kho: Missing option '-o' / '--output' (see `kho export --help`)\n"),
        ("nosuch", "kho: No such command 'nosuch' (see `kho --help`)\n"),
        ("import", "kho: Missing argument 'FILE…' (see `kho import --help`)\n"),
        ("rebuild extra", "kho: Got unexpected extra argument (extra) (see `kho rebuild --help`)\n"),
        ("portals check --nope", "kho: No such option '--nope' (see `kho portals check --help`)\n"),
        (
            "backfill longbien --every 0",
            "kho: Invalid value for '--every': 0 is not in the range x>=1 (see `kho backfill --help`)\n",
        ),
    ],
)
def test_wrong_arguments_are_one_line(capsys: pytest.CaptureFixture[str], arguments: str, line: str) -> None:
    assert run(capsys, *arguments.split()) == (2, "", line)


def test_without_a_verb_the_verbs_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    code, said, told = run(capsys)
    assert code == 2
    assert "Start with: kho demo" in said + told


def test_ctrl_c_is_one_line_and_its_own_exit_code(tmp_path: Path) -> None:
    pipe = tmp_path / "x.warc.gz"  # nobody writes into it: who reads it waits
    os.mkfifo(pipe)
    waiting = start_kho("extract", pipe)
    with pipe.open("wb"):  # opens as soon as it is read
        os.kill(waiting.pid, signal.SIGINT)
        assert waiting.wait(30) == 130
    assert waiting.stderr is not None
    assert waiting.stderr.read().strip() == "kho: interrupted; run it again"
    waiting.stderr.close()


@pytest.mark.parametrize("verb", ["portals", "--version"])
def test_a_reader_that_has_seen_enough_is_no_failure(verb: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as nobody:
        done = subprocess.run(
            [sys.executable, "-m", "crawler", verb],
            stdout=nobody,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, b"")
