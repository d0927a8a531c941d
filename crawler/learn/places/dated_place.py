"""Where pages print their day, learned from the days alone: a clock shows one day on all pages, news do not.

For portals whose line above the title could be a clock (`Thứ hai, 25/11/2024, 14:14`), so that no page is read alone,
and for those whose foot says when the page was changed, as wikis' do (on one page alone, the portal may be meant).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from statistics import median

from crawler.extract.byline import MAX_LINE, read_line
from crawler.extract.encodings.decode import decode
from crawler.extract.markup.tree import parse
from crawler.extract.sheet import Sheet
from crawler.items import Capture, Page
from crawler.learn.places.selectors import SHARE, paths_of
from crawler.portals import Portal

FEWEST_PAGES, FEWEST_DAYS = 5, 4
NEAR = 6
"""Blocks before and after the title in which the line may stand."""
FOOT = 15
"""Blocks at a page's end among which a line with a label may stand (`Trang này được sửa đổi lần cuối …`)."""
OF_PAGES = frozenset({"published", "updated"})


def dated_place(read: Iterable[tuple[Capture, Page]], portal: Portal) -> tuple[str, str] | None:
    """Return the CSS selector of the place nearest to the titles where (nearly) every article has a day of its own.

    With the evidence; None if there is no such place.
    """
    pages = [(capture, page.article.title) for capture, page in read if page.article is not None and page.article.title]
    days: dict[str, list[date]] = defaultdict(list)
    steps: dict[str, list[int]] = defaultdict(list)
    for capture, title in pages:
        for selector, (day, away) in _dated_lines(capture, title, portal).items():
            days[selector].append(day)
            steps[selector].append(away)
    found = [one for one, own in days.items() if len(own) >= SHARE * len(pages) and len(set(own)) >= FEWEST_DAYS]
    if not found or len(pages) < FEWEST_PAGES:
        return None
    best = min(found, key=lambda one: median(steps[one]))
    count, different = len(days[best]), len(set(days[best]))
    return best, f"{count} of {len(pages)} articles have a day there, {different} different ones: no clock"


def _dated_lines(capture: Capture, title: str, portal: Portal) -> dict[str, tuple[date, int]]:
    """Return the places near the title or in the foot that say one day and little else, with it and how far away."""
    decoded = decode(capture.body, capture.header("content-type") or capture.mime)
    blocks = Sheet(capture, portal, parse(decoded.text)).blocks
    at = next((one.order for one in blocks if one.text == title and one.element.tag != "title"), None)
    found: dict[str, tuple[date, int]] = {}
    if at is None:
        return found
    first, foot = at + 1 + NEAR, len(blocks) - FOOT
    for block in (*blocks[max(0, at - NEAR) : first], *blocks[max(first, foot) :]):
        line = read_line(block.text) if len(block.text) <= MAX_LINE and block.link_share < 0.5 else None
        if line is None or len(line.dates) != 1 or not (line.is_byline or not line.residue):
            continue
        if block.order < first or line.labels & OF_PAGES:
            for path in paths_of(block.element):
                found.setdefault(path, (line.dates[0][1].day, abs(block.order - at)))
    return found
