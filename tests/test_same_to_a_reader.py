"""Pages that look the same to a reader are read the same, however they are typed: saved pages, rewritten."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.extract import extract
from crawler.extract.encodings.decode import decode
from crawler.items import Capture, Page
from crawler.portals import Portal
from tests.saved_pages import load, page_files

APART = re.compile(
    r"(&[#\w]+;|<title.*?</title>|<textarea.*?</textarea>|<script.*?</script>|<style.*?</style>|<!--.*?-->|<[^>]+>)",
    re.S | re.I,
)
"""What is no text of the page, and single letters written as entities."""
BETWEEN = re.compile(r"(?<=\w) (?=\w)")
BODY = re.compile(r"(<body[^>]*>)", re.I)
END = re.compile(r"</body>", re.I)
Rewrite = Callable[[str], str]


def in_texts(rewrite: Rewrite) -> Rewrite:
    """Return what rewrites the texts of a page and leaves its tags alone."""
    return lambda page: "".join(
        part if number % 2 else rewrite(part) for number, part in enumerate(APART.split(page))
    )  # fmt: skip


def around(before: str, after: str) -> Rewrite:
    """Return what puts all of a page's body into something."""
    return lambda page: END.sub(after + "</body>", BODY.sub(r"\1" + before, page))


def as_entities(form: str) -> Rewrite:
    """Return what writes all letters beyond ASCII as entities."""
    return lambda text: "".join(one if ord(one) < 128 else form.format(ord(one)) for one in text)


REWRITES: dict[str, Rewrite] = {
    "tags in capitals": lambda page: re.sub(r"<(/?)([a-z0-9]+)", lambda tag: f"<{tag[1]}{tag[2].upper()}", page),
    "lines that end as on Windows": lambda page: page.replace("\r\n", "\n").replace("\n", "\r\n"),
    "decimal entities": in_texts(as_entities("&#{};")),
    "hexadecimal entities": in_texts(as_entities("&#x{:x};")),
    "marks apart from letters": lambda page: unicodedata.normalize("NFD", page),
    "blanks that do not break": in_texts(lambda text: BETWEEN.sub("&nbsp;", text)),
    "comments between words": in_texts(lambda text: BETWEEN.sub(" <!-- x --> ", text, count=1)),
    "places to break a word": in_texts(lambda text: re.sub(r"(?<=\w\w)(?=\w\w)", "\u00ad", text, count=1)),
    "a mark of the byte order": lambda page: "\ufeff" + page,
    "no html, head and body": lambda page: re.sub(r"</?(?:html|head|body)\b[^>]*>", "", page, flags=re.I),
    "a form around all": around('<form id="a" method="post"><input type="hidden" name="b" value="c">', "</form>"),
    "a table around all": around('<table width="100%"><tbody><tr><td>', "</td></tr></tbody></table>"),
    "no blanks between tags": lambda page: re.sub(r">\s*\n\s*<", "><", page),
    "scripts in the text": lambda page: page.replace("</p>", "<script>var a = '<p>1</p>';</script></p>"),
}  # fmt: skip


def facts(page: Page) -> dict[str, object]:
    """Return what is read in a page, without its addresses."""
    article, document = page.article, page.document
    found: dict[str, object] = {"kind": page.kind, "title": page.title, "removed": page.removed}
    if article is not None:
        names = (
            "title",
            "published_at",
            "published_precision",
            "views",
            "author",
            "source",
            "section",
            "summary",
            "text",
        )
        found |= {name: getattr(article, name) for name in names}
        found["files"] = sorted((one.label or "", one.role) for one in article.attachments)
    if document is not None:
        names = ("number", "type", "issuer", "issued_on", "signer", "abstract")
        found |= {name: getattr(document, name) for name in names}
    return found


def read(capture: Capture, portal: Portal, body: str) -> dict[str, object]:
    told = replace(capture, body=body.encode(), headers=(("content-type", "text/html; charset=utf-8"),))
    return facts(extract(told, portal))


@pytest.mark.parametrize("path", page_files(), ids=lambda path: "/".join(path.with_suffix("").parts[-2:]))
def test_a_page_is_read_the_same_however_it_is_typed(path: Path) -> None:
    case = load(path)
    page = decode(case.body, "text/html").text
    expected = read(case.capture, case.portal, page)
    different = [
        name for name, rewrite in REWRITES.items() if read(case.capture, case.portal, rewrite(page)) != expected
    ]
    assert not different
