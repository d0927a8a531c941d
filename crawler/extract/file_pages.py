"""A page about one file, under the file's own name: what a wiki or gallery shows of a picture before the picture."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from crawler.extract.attachments import PICTURE
from crawler.extract.downloads import FILE
from crawler.extract.text import fold

SPACES = re.compile(r"[\s_]+")
PARTS = re.compile(r"[/:\\]")


def _name(text: str) -> str:
    """Return what stands behind the folders or the name space of a file, as it can be compared."""
    return SPACES.sub(" ", fold(PARTS.split(text)[-1])).strip()


def is_about_file(url: str, title: str) -> bool:
    """Return True for a page that is called by the name of a file, and has that name in its address too.

    `detail.php?id=tin:bai&media=anh-5.png` shows when the picture was taken, and by whom: marks of an article. News
    that somebody named after its attachment has an address of its own.
    """
    if not (FILE.search(title) or PICTURE.search(title)):
        return False
    parts = urlsplit(url)
    named = [*unquote_plus(parts.path).split("/"), *(value for _, value in parse_qsl(parts.query))]
    return _name(title) in {_name(one) for one in named}
