"""After kills of all kinds the archive is whole once it was looked after; `benchmarks/soak.py` does it 100 times."""

from __future__ import annotations

import random
from collections.abc import Callable

from benchmarks.soak import VICTIMS, last_crawl, soak
from tests.conftest import Site

KILLS = 12
LONGEST = 3.0
"""Seconds: a crawl of this portal takes about as long."""


def test_killed_at_random_moments_nothing_is_lost_and_each_restart_is_whole(site: Callable[..., Site]) -> None:
    here = site(articles=30)
    counts = soak(here.archive, KILLS, random.Random(3), LONGEST)
    assert counts["restarts after which all was whole"] == KILLS
    assert all(counts[f"kills of a {victim}"] == KILLS / len(VICTIMS) for victim in VICTIMS)
    assert last_crawl(here.archive, here.portal, counts)
    assert counts["articles lost"] == counts["captures twice"] == 0
