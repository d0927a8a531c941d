"""Parameters that carry a session's id: one value on all links of a page, another on the next page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from crawler.learn.sample.observe import Observed

RANDOM = re.compile(r"(?=.*\d)[A-Za-z0-9_-]{8,}")
FEWEST_PAGES = 3
FEWEST_LINKS = 3


def session_keys(pages: Iterable[Observed]) -> frozenset[str]:
    """Return the names of parameters that change with every fetch, and with nothing else."""
    values: dict[str, list[str]] = defaultdict(list)
    several: set[str] = set()
    for seen in pages:
        found: dict[str, list[str]] = defaultdict(list)
        for link in seen.links:
            for key, value in parse_qsl(urlsplit(link.url).query):
                found[key].append(value)
        for key, own in found.items():
            if len(set(own)) > 1:
                several.add(key)
            elif len(own) >= FEWEST_LINKS and RANDOM.fullmatch(own[0]):
                values[key].append(own[0])
    return frozenset(
        key
        for key, own in values.items()
        if key not in several and len(own) >= FEWEST_PAGES and len(set(own)) == len(own)
    )
