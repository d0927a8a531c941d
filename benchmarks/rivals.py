"""What other extractors read in the same pages. Run by `benchmarks.extraction` in an environment of its own, because
newspaper4k wants an older python-dateutil than Kho; imports nothing of Kho.

Standard input: one JSON object a line, `{"url": …, "html": …}`. Standard output: one a line, in the same order, tool ->
`{"title", "published_at", "author", "body", "seconds"}`; a field that the tool has no notion of is left out.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import htmldate
import newspaper
import readability
import trafilatura
from lxml import html as lxml_html

Answer = dict[str, Any]


def read_trafilatura(html: str, url: str) -> Answer:
    document = trafilatura.bare_extraction(html, url=url, with_metadata=True, include_comments=False)
    if document is None:
        return {"title": None, "published_at": None, "author": None, "body": None}
    return {"title": document.title, "published_at": document.date, "author": document.author, "body": document.text}


def read_newspaper(html: str, url: str) -> Answer:
    article = newspaper.Article(url, language="vi")
    article.download(input_html=html)
    article.parse()
    return {
        "title": article.title or None,
        "published_at": moment(article.publish_date),
        "author": ", ".join(article.authors) or None,
        "body": article.text or None,
    }


def read_htmldate(html: str, url: str) -> Answer:
    return {"published_at": htmldate.find_date(html, url=url, original_date=True)}


def read_readability(html: str, url: str) -> Answer:
    document = readability.Document(html, url=url)
    text = lxml_html.fromstring(document.summary()).text_content()
    return {"title": document.short_title() or None, "body": text}


def moment(value: object) -> str | None:
    """Return a time as ISO 8601 without zone; midnight is a day."""
    if not isinstance(value, datetime):
        return str(value) if value else None
    return value.date().isoformat() if (value.hour, value.minute) == (0, 0) else value.isoformat()[:16]


TOOLS: dict[str, Callable[[str, str], Answer]] = {
    "trafilatura": read_trafilatura,
    "newspaper4k": read_newspaper,
    "htmldate": read_htmldate,
    "readability": read_readability,
}
KNOWN = {
    "trafilatura": ("title", "published_at", "author", "body"),
    "newspaper4k": ("title", "published_at", "author", "body"),
    "htmldate": ("published_at",),
    "readability": ("title", "body"),
}


def timed(tool: str, html: str, url: str) -> Answer:
    """Return a tool's answer and its CPU seconds; a tool that fails has read nothing."""
    started = time.process_time()
    try:
        found = TOOLS[tool](html, url)
    except Exception as error:
        print(f"{tool}: {url}: {type(error).__name__}: {error}"[:200], file=sys.stderr)
        found = dict.fromkeys(KNOWN[tool])
    return found | {"seconds": time.process_time() - started}


def main() -> None:
    """Read pages, write answers."""
    logging.disable(logging.CRITICAL)
    for line in sys.stdin:
        page = json.loads(line)
        answers = {tool: timed(tool, page["html"], page["url"]) for tool in TOOLS}
        print(json.dumps(answers, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
