"""Helpers: what they are asked is done in a process of its own, and what goes wrong there is told here."""

from __future__ import annotations

import os
from contextlib import closing

import pytest

from crawler.nursery import Helper, HelperEndedError


def divided(one: int, other: int) -> tuple[int, float]:
    return os.getpid(), one / other


def test_one_process_does_one_call_after_the_other() -> None:
    with closing(Helper()) as helper:
        (pid, half), (again, third) = helper.call(divided, 1, 2), helper.call(divided, one=1, other=3)
    assert (half, third) == (1 / 2, 1 / 3)
    assert pid == again != os.getpid()


def test_what_is_raised_there_is_raised_here_and_the_helper_goes_on() -> None:
    with closing(Helper()) as helper:
        with pytest.raises(ZeroDivisionError) as raised:
            helper.call(divided, 1, 0)
        assert "in divided" in raised.value.__notes__[0]
        assert helper.call(divided, 4, 2)[1] == 2


def test_a_helper_that_ends_is_told_of_and_another_one_starts() -> None:
    with closing(Helper()) as helper, pytest.raises(HelperEndedError):
        helper.call(os._exit, 3)
    with closing(Helper()) as another:
        assert another.call(divided, 4, 2)[1] == 2
