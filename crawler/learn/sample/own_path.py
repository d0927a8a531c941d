"""A portal that lies under a path of its host (`/dinhhoa/…`), beside those of its neighbours: where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.learn.links.shapes import local_of
from crawler.learn.links.traps import is_file
from crawler.learn.sample.observe import Observed
from crawler.portals import Portal
from crawler.urls import is_on

FEWEST = 10
"""Links of the home page that have to lie under the path."""
SHARE = 0.8
"""Share of them, those to files left out: menus name a neighbour or two, and the portal above."""


def own_path(start_url: str, home: Observed, portal: Portal) -> str:
    """Return the path, such as `/dinhhoa`, under which nearly all links of the home page lie; empty for a whole host.

    Only a path that was asked for counts: who names the host alone means all of it.
    """
    urls = {link.url for link in home.links if is_on(portal, link.url) and not is_file(link.url)}
    paths = [urlsplit(url).path for url in urls]
    for path in _above(urlsplit(start_url).path):
        own = sum(lies_under(one, path) for one in paths)
        if own >= FEWEST and SHARE * len(paths) <= own < len(paths):
            return path
    return ""


def _above(path: str) -> Iterator[str]:
    """Yield a path and those above it, the longest first, the root left out."""
    segments = [segment for segment in path.split("/") if segment]
    for length in range(len(segments), 0, -1):
        yield "/" + "/".join(segments[:length])


def lies_under(path: str, own: str) -> bool:
    """Return True for a path that is, or lies under, the portal's own."""
    return path == own or path.startswith(own + "/")


def is_outside(url: str, own: str) -> bool:
    """Return True for the address of a page, no file, of which the portal's own path is no part."""
    return bool(own) and not lies_under(local_of(url).partition("?")[0], own) and not is_file(url)


def outside_pattern(own: str, files: str) -> str:
    """Return what matches path and query of all pages outside, but no file."""
    return rf"^(?!{re.escape(own)}(?:[/?]|$))(?!.*(?:{files.replace('^', '')}))"
