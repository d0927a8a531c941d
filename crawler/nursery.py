"""Processes that do one call after the other: forks of a process that has loaded everything and done nothing.

What reads pages takes a second to load. A fork has it at once, but a process that has threads must not be forked: so
one is forked early, before there are threads, and all others are forks of that.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

LOADED = "crawler.workers"
"""What brings all that helpers need."""

STANDARD_ERROR = 2

P = ParamSpec("P")
T = TypeVar("T")


class HelperEndedError(Exception):
    """Raised when a process ended instead of giving an answer."""


class Helper:
    """A process of its own that does what it is asked to. It ends when it is closed, and with this process."""

    def __init__(self) -> None:
        self._connection = _ask_nursery()

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what `function` returns there, and raise what it raises; from one thread at a time.

        Raises: HelperEndedError if the process ended.
        """
        try:
            self._connection.send((function, args, kwargs))
            done, result = self._connection.recv()
        except (EOFError, OSError) as error:
            raise HelperEndedError from error
        if not done:
            raise result
        answer: T = result
        return answer

    def close(self) -> None:
        """End the process, as soon as it has done what it was asked to."""
        self._connection.close()


def may_fork() -> bool:
    """Return True if a fork of this process is whole: one with threads would have their locks, and not them."""
    return sys.platform == "linux" and threading.active_count() == 1


def prepare() -> None:
    """Start what helpers are forks of, if it does not run yet: best while this process has no threads."""
    with _lock:
        _running()


class _Nursery:
    """The process that helpers are forks of."""

    def __init__(self) -> None:
        alone = may_fork()
        context = multiprocessing.get_context("fork") if alone else multiprocessing.get_context("spawn")
        self.owner = os.getpid()
        self._orders, theirs = multiprocessing.Pipe()
        process = context.Process(target=_tend, args=(theirs, self._orders if alone else None), daemon=True)
        with _born_deaf():
            process.start()
        self._pid = process.pid or 0
        theirs.close()

    def start(self) -> Connection:
        """Return the connection to a new helper. Raises: OSError if the nursery ended."""
        ours, theirs = multiprocessing.Pipe()
        with theirs:
            send_handle(self._orders, theirs.fileno(), self._pid)
        return ours


_nursery: _Nursery | None = None
_lock = threading.Lock()


def _running() -> _Nursery:
    """Return the nursery of this process; a fork does not share that of its parent."""
    global _nursery
    if _nursery is None or _nursery.owner != os.getpid():
        _nursery = _Nursery()
    return _nursery


def _ask_nursery() -> Connection:
    """Return the connection to a new helper, even if something ended the nursery."""
    global _nursery
    with _lock:
        try:
            return _running().start()
        except OSError:
            _nursery = None
            return _running().start()


@contextmanager
def _born_deaf() -> Iterator[None]:
    """A process started within does not hear Ctrl-C while it loads: until it ignores it, the signal waits."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _tend(orders: Connection, ours: Connection | None) -> NoReturn:
    """Fork a helper for each connection that comes, until nobody can send more; `ours` is the end of our parent."""
    if ours is not None:
        ours.close()
        _let_go(kept=orders.fileno())
    _be_deaf()
    importlib.import_module(LOADED)
    gc.freeze()  # what all forks share is left alone: to look through it would copy it
    while True:
        try:
            handle = recv_handle(orders)
        except (EOFError, OSError):
            os._exit(0)
        if os.fork() == 0:
            orders.close()
            _help(Connection(handle))
        os.close(handle)


def _let_go(kept: int) -> None:
    """Hold nothing open that our parent has open: its locks are held by whoever has their files open."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in [int(path.name) for path in Path("/proc/self/fd").iterdir()]:
        if number > STANDARD_ERROR and number not in (kept, parent.sentinel, nothing):
            os.dup2(nothing, number, inheritable=False)


def _be_deaf() -> None:
    """Ctrl-C is for our parent, and so is what it does when it is to end; nobody waits for helpers."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _help(asked: Connection) -> NoReturn:
    """Do one call after the other until the connection ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    threading.Thread(target=die_with_parent, daemon=True).start()
    try:
        while True:
            function, args, kwargs = asked.recv()
            _answer(asked, function, args, kwargs)
    except (EOFError, OSError):
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def _answer(asked: Connection, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Send what a call brought; what it raised as well."""
    try:
        answer = function(*args, **kwargs)
        asked.send((True, answer))
    except Exception as error:
        error.add_note(traceback.format_exc())
        asked.send((False, error))


def die_with_parent() -> None:
    """Wait until the process that started all this ends, and end, too."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
