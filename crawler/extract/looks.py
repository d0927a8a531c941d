"""What a page is that no rule of the portal file speaks of, by what it shows: an article, a list, or neither.

- several labelled times of publication, or headings that are links before any text: a list
- a title that the page itself repeats, a labelled time of publication beside it, and any text: an article
- a time of publication beside the title or in structured data, and a paragraph of text: an article
- mostly links as long as titles, in numbers: a list, whatever `og:type` says
- a time of publication, and any text: an article
- a counter of views, an author, or structured data that calls it an article, and text: an article
- a title that the page itself repeats, and paragraphs under it: an article without a date (`Giới thiệu`, or news of a
  portal that prints no bylines); it is kept with the problem `date_missing`, since nobody else would keep its text
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Literal, cast

from lxml.html import HtmlElement

from crawler.extract.article import Reading
from crawler.extract.byline import MAX_LINE
from crawler.extract.lists.teasers import is_list
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.extract.zones.names import page_names
from crawler.items import Article

Look = Literal["article", "listing", "other"]
ARTICLE_OG = re.compile(r"^(?:article|news)", re.I)
TOLD = frozenset(("byline", "json-ld", "meta", "time", "updated"))
"""Methods of dating that only articles have; an address with a day in it may be a list's."""
MIN_DATED = 80
"""Characters of text from which a page with a time of publication beside its title is an article."""
MIN_TEXT = 200
"""Characters of text from which a page that bears the marks of an article is one."""
MIN_UNDATED = 400
"""The same for a page without any mark."""
MIN_PARAGRAPHS = 2
LONG = 60
SHORTEST_TITLE = 20
FEWEST_ROWS, MAX_BLOCKS = 3, 1_000
MOST_PLAYERS = 20


def _is_marked(sheet: Sheet, reading: Reading) -> bool:
    """Return True if the page shows a byline of any kind, or it or its address tells that it is an article."""
    article = reading.article
    if any(problem.code in ("date_unparsed", "date_conflict") for problem in reading.problems):
        return True
    named = article.author or article.source or article.views is not None or article.published_at
    return bool(named or sheet.evidence.published or ARTICLE_OG.match(fold(sheet.evidence.og_type or "")))


def _is_plain_page(sheet: Sheet, article: Article) -> bool:
    """Return True for a title that the page repeats in its name (or that has no name), with paragraphs under it."""
    paragraphs = [text for text in article.text.split("\n\n") if len(text) >= LONG]
    long = len(article.text) >= MIN_UNDATED and len(paragraphs) >= MIN_PARAGRAPHS
    names = page_names(sheet)
    return long and bool(article.title) and (not names.head or names.agreement(article.title or "") >= 5)


def _is_notice(sheet: Sheet, article: Article) -> bool:
    """Return True for a text of any length, a file or a film under the page's own title, and a byline with labels.

    Lists beside such a notice are longer than it is.
    """
    told = article.text or any(one.role == "file" for one in article.attachments) or _has_player(sheet)
    if not told or article.published_method != "byline" or not article.title:
        return False
    line = sheet.read_line(article.published_raw or "")
    labelled = bool({"published", "updated"} & line.labels) or article.views is not None
    return labelled and page_names(sheet).agreement(article.title) >= 5


def _has_player(sheet: Sheet) -> bool:
    """Return True for a page that plays a film or a recording, in no side column of it."""
    players = islice(sheet.root.iter("video", "audio"), MOST_PLAYERS)
    return any(not sheet.in_aside(cast("HtmlElement", one)) for one in players)


def _has_bylines(sheet: Sheet) -> bool:
    """Return True for a page that says several times when something was published: rows with bylines of their own."""
    short = (one.text for one in sheet.blocks[:MAX_BLOCKS] if len(one.text) <= MAX_LINE and one.link_share < 0.5)
    lines = (sheet.read_line(text) for text in short)
    days = {line.dates[0][1].day for line in lines if "published" in line.labels and len(line.dates) == 1}
    return len(days) >= FEWEST_ROWS


def _has_teasers(sheet: Sheet, title: str | None) -> bool:
    """Return True if headings that are links begin right under the title, or under a line about the section.

    A day or a counter in between is that of an article.
    """
    at = next((one.order for one in sheet.blocks if one.text == title and one.element.tag != "title"), None)
    below = sheet.blocks[at + 1 : at + MAX_BLOCKS] if at is not None else []
    headed = [index for index, one in enumerate(below) if one.kind == "heading" and one.link_share > 0.9]
    if len(headed) < FEWEST_ROWS:
        return False
    above = below[: headed[0]]
    texts = sum(one.is_prose for one in above)
    dated = any(sheet.read_line(one.text).is_byline for one in above if len(one.text) <= MAX_LINE)
    return not texts or (texts == 1 and not dated)


def is_nameless(sheet: Sheet, reading: Reading) -> bool:
    """Return True for what no rule makes an article: under a word such as `Tác giả` no date, no paragraph, no file.

    Pages of authors, archives and key words may have addresses like those of articles; so may lists of changes and
    forms, which have no date either and ask search engines to leave them out.
    """
    article, codes = reading.article, {problem.code for problem in reading.problems}
    if "date_missing" in codes and sheet.evidence.is_unlisted and article.views is None:
        return True
    shown = article.views is not None or article.attachments or article.summary
    if shown or "date_missing" not in codes or not article.title:
        return False
    return len(article.title) < SHORTEST_TITLE and not any(len(text) >= LONG for text in article.text.split("\n\n"))


def is_undated(reading: Reading) -> bool:
    """Return True for a page without any day or counter."""
    read = {problem.code for problem in reading.problems} & {"date_unparsed", "date_conflict", "views_unparsed"}
    article = reading.article
    return not (read or article.published_at or article.updated_at) and article.views is None


def looks_like(sheet: Sheet, reading: Reading) -> Look:
    """Return what the page is; `reading` is what an article's reader found in it."""
    article = reading.article
    enough = len(article.text) >= MIN_TEXT
    short = len(article.text) >= MIN_DATED
    if (_has_bylines(sheet) or _has_teasers(sheet, article.title)) and is_list(sheet):
        return "listing"
    if _is_notice(sheet, article):
        return "article"
    if not any(len(text) >= LONG for text in article.text.split("\n\n")) and is_list(sheet):
        return "listing"
    told = short and article.published_at is not None and article.published_method in TOLD
    if told and any(len(text) > LONG for text in article.text.split("\n\n")):
        return "article"
    if is_list(sheet):
        return "listing"
    if told:
        return "article"
    return "article" if (enough and _is_marked(sheet, reading)) or _is_plain_page(sheet, article) else "other"
