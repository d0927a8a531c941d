"""How much does reading a page cost? Extraction of whole pages against trafilatura on the same pages, in one run.

    .venv/bin/python -m benchmarks.extraction_speed --pages 20 --rounds 5

Pages are the sample portal's articles in all their variants, 60 to 100 KB each, no network, in every round others. Both
sides include the parse, ours the decoding as well; they take turns, a few pages at a time, and CPU time is counted,
not the clock.
Prints the ratio for pages never seen before, that for pages read again and again, and where our time goes by stage
(measured apart, since the timers cost time too). Mark: at most 0.20.
"""

from __future__ import annotations

import argparse
import importlib
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from trafilatura import bare_extraction

from crawler.demo import organisation
from crawler.demo.addresses import SHAPES, Hosts, article_address
from crawler.demo.articles import World
from crawler.demo.routes import answer, asked
from crawler.demo.state import SamplePortal
from crawler.extract import extract
from crawler.extract.encodings.decode import decode
from crawler.extract.printed.dates import VIETNAM
from crawler.items import Capture

MARK = 0.20
AGAIN, WARMING, FEW = 20, 2, 6
SMALLEST, LARGEST = 60_000, 100_000
HOSTS = Hosts("127.0.0.1:8642", "localhost:8642")
PORTAL = organisation.hosted_portal(HOSTS.main, HOSTS.mirror)
STAGES = {
    "decode": ("page.decode", "page.convert_page"),
    "parse": ("page.parse",),
    "blocks": ("sheet.survey",),
    "links": ("html_page.find_links", "html_page.find_sections", "sheet.Sheet.anchors"),
    "title": ("html_page.find_title",),
    "kind": (
        "html_page.failure",
        "html_page.find_values",
        "html_page.read_document_list",
        "html_page.find_organisation",
    ),
    "byline": ("article.read_zone", "article.take_end", "article.find_credits", "article.settle"),
    "section": ("article.printed_section",),
    "body": ("article.read_body",),
    "trafilatura": ("body.verdicts",),
    "markdown": ("content.write_markdown",),
    "citations": ("article.cite",),
}
"""Stage -> the functions that make it, below `crawler.extract`; a stage inside another is counted once, for itself."""


def sample_captures(wanted: int) -> list[Capture]:
    """Return captures of articles of the sample portal, as many variants as there are."""
    sample = SamplePortal(World(7, 2 * wanted, datetime(2024, 3, 1, 9, 0, tzinfo=VIETNAM)), HOSTS)
    found: list[Capture] = []
    for id_ in range(2 * wanted):
        path = article_address(sample.head(id_), SHAPES[id_ % len(SHAPES)], "/tin-tuc")
        reply = answer(sample, asked(path, mirror=False))
        if reply.status == 200 and SMALLEST <= len(reply.body) <= LARGEST:
            found.append(
                Capture(
                    portal_id="longbien",
                    crawl_id="c",
                    requested_url=f"http://{HOSTS.main}{path}",
                    fetched_at="2024-03-01T02:10:00Z",
                    status=200,
                    headers=(("content-type", reply.content_type),),
                    body=reply.body,
                    mime=reply.content_type.split(";")[0],
                )
            )
        if len(found) == wanted:
            break
    return found


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds that some work takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def compare(rounds: list[list[Capture]]) -> tuple[float, float]:
    """Return CPU milliseconds for a page, ours and trafilatura's: medians of the rounds. The first warms both up."""
    ours, theirs = [], []
    for captures in rounds:
        texts = [decode(capture.body, capture.mime).text for capture in captures]
        ours.append(cpu(lambda captures=captures: [extract(capture, PORTAL) for capture in captures]))  # type: ignore[misc]
        theirs.append(cpu(lambda texts=texts: [bare_extraction(text, with_metadata=True) for text in texts]))  # type: ignore[misc]
    size = len(rounds[0])
    return 1_000 * statistics.median(ours[1:]) / size, 1_000 * statistics.median(theirs[1:]) / size


def compare_again(captures: list[Capture]) -> float:
    """Return the ratio where each page is read again and again, as small harnesses do it: no text is new to us."""
    ours = theirs = 0.0
    for capture in captures:
        text = decode(capture.body, capture.mime).text
        for _ in range(WARMING):
            extract(capture, PORTAL), bare_extraction(text, with_metadata=True)
        ours += cpu(lambda capture=capture: [extract(capture, PORTAL) for _ in range(AGAIN)])  # type: ignore[misc]
        theirs += cpu(lambda text=text: [bare_extraction(text, with_metadata=True) for _ in range(AGAIN)])  # type: ignore[misc]
    return ours / theirs


class Stages:
    """Timers around the functions of `STAGES`; time in an inner stage is taken from the outer one."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inner: list[float] = []

    def watch(self) -> None:
        """Put the timers in place, for good."""
        for stage, names in STAGES.items():
            for name in names:
                module, *path = name.split(".")
                owner: Any = importlib.import_module(f"crawler.extract.{module}")
                for step in path[:-1]:
                    owner = getattr(owner, step)
                self._wrap(owner, path[-1], stage)

    def _wrap(self, owner: Any, name: str, stage: str) -> None:
        work = vars(owner).get(name)
        if work is None:
            return
        if hasattr(work, "func"):  # A cached property.
            work.func = self._timed(work.func, stage)
        else:
            setattr(owner, name, self._timed(work, stage))

    def _timed(self, work: Callable[..., Any], stage: str) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            self._inner.append(0.0)
            started = time.process_time()
            try:
                return work(*args, **kwargs)
            finally:
                spent = time.process_time() - started
                self.seconds[stage] += spent - self._inner.pop()
                if self._inner:
                    self._inner[-1] += spent

        return timed


def print_stages(captures: list[Capture]) -> None:
    """Print milliseconds for a page by stage."""
    stages = Stages()
    stages.watch()
    started = time.process_time()
    for capture in captures:
        extract(capture, PORTAL)
    total = time.process_time() - started
    rest = total - sum(stages.seconds.values())
    for stage, seconds in [*stages.seconds.most_common(), ("other", rest)]:
        print(f"  {stage:<12} {1_000 * seconds / len(captures):6.2f} ms  {100 * seconds / total:4.0f} %")


def main() -> None:
    """Measure and print; exit 1 above the mark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    size, rounds = arguments.pages, arguments.rounds + 2
    captures = sample_captures(size * rounds)
    slices = [captures[number::rounds] for number in range(rounds)]
    sizes = [len(capture.body) for capture in captures]
    print(f"{len(captures)} pages of {min(sizes):,} to {max(sizes):,} bytes, {statistics.mean(sizes):,.0f} on average")
    again = compare_again(slices[0][:FEW])
    ours, theirs = compare(slices[:-1])
    print(f"extract {ours:.2f} ms, trafilatura.bare_extraction {theirs:.2f} ms of CPU for a page")
    print_stages(slices[-1])
    print(f"ratio {again:.3f} where each of {FEW} pages is read {AGAIN} times over")
    print(f"ratio {ours / theirs:.3f} where every page is new (mark: at most {MARK:.2f})")
    sys.exit(ours / theirs > MARK)


if __name__ == "__main__":
    main()
