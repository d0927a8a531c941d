"""A page about one file, under the file's own name: what a wiki or gallery shows of a picture before the picture."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from crawler.extract.attachments import PICTURE
from crawler.extract.downloads import FILE
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold

SPACES = re.compile(r"[\s_]+")
PARTS = re.compile(r"[/:\\]")
MOST_PICTURES = 40


def _name(text: str) -> str:
    """Return what stands behind the folders or the name space of a file, as it can be compared."""
    return SPACES.sub(" ", fold(PARTS.split(text)[-1])).strip()


def is_about_file(sheet: Sheet, title: str) -> bool:
    """Return True for a page that is called by the name of a file, and has that name in its address too.

    `detail.php?id=tin:bai&media=anh-5.png` shows when the picture was taken, and by whom: marks of an article. News
    that somebody named after its attachment has an address of its own. WordPress leaves the ending out, and shows
    `img_2031.jpg` under `img_2031`.
    """
    if not (FILE.search(title) or PICTURE.search(title) or _is_stem(sheet, title)):
        return False
    parts = urlsplit(sheet.base)
    named = [*unquote_plus(parts.path).split("/"), *(value for _, value in parse_qsl(parts.query))]
    return _name(title) in {_name(one) for one in named}


def _is_stem(sheet: Sheet, title: str) -> bool:
    """Return True for one word that names a picture on the page; a title in words may name its picture as well."""
    if any(map(str.isspace, title)):
        return False
    shown = (urlsplit(image.get("src") or "").path for image in islice(sheet.root.iter("img"), MOST_PICTURES))
    return any(_name(PICTURE.sub("", unquote_plus(path))) == _name(title) for path in shown if PICTURE.search(path))
