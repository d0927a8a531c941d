"""Files and pictures that belong to an article or document, with the label the page gives them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast
from urllib.parse import unquote_plus, urldefrag, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.copies import is_copy
from crawler.extract.downloads import ENDINGS, clicks, is_download, is_file_name, is_viewer, named_in_query, viewed_file
from crawler.extract.markup.tree import climb, text_of
from crawler.extract.sheet import Sheet, absolute
from crawler.extract.text import clean, fold
from crawler.items import Attachment, AttachmentRole
from crawler.urls import address, is_on

FILE = re.compile(rf"\.(?:{ENDINGS})$", re.I)
FILE_PATH = re.compile(r"^/documents/\d+/|^/c/document_library/get_file|/FileData/", re.I)
PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|svg)$", re.I)
ICON = re.compile(
    r"/(?:icons?|emoticons?|smileys?)/|/(?:spacer|blank|pixel|loading)\.|addthis|/theme[s]?/|-theme/|\bgravatar\.com/",
    re.I,
)
MAX_TARGETS = 20_000
"""Links and pictures of one article that are looked at."""
MAX_ATTACHMENTS = 5_000
"""Files and pictures of one page, as many as links of one page are followed."""
SMALLEST = 24
"""Pixels; smaller pictures are icons."""
TARGETS = etree.XPath(
    ".//a[@href] | .//*[@onclick] | .//img[@src or @data-src] | .//iframe[@src] | .//embed[@src] | .//object[@data]"
)
TOOL = re.compile(
    r"\W*(?:in(?: (?:an|ra|bai(?: viet)?|trang|tin|noi dung))?(?: nay)?|(?:xem )?ban (?:de )?in|print(?: \w+)?"
    r"|(?:gui )?(?:qua )?e-?mail|gui (?:bai|tin|link|cho ban be)(?: viet)?(?: nay)?"
    r"|luu (?:bai|tin|trang)(?: viet)?(?: nay)?|chia se|share|facebook|zalo|twitter|quay lai|tro ve"
    r"|(?:ve )?dau trang|rss)\W*"
)
"""All that a link, or the picture in it, says of a tool: to print the page, to send it, to share it; folded."""
PRINTS = re.compile(r"\bprint\w*\(", re.I)
LEAD_DASHES = re.compile(r"^\W*(?:tải về|tải|download|xem|file)\s*[:：]\s*|\s*\((?:[\d.,]+\s*[kmg]?b)\)\s*$", re.I)
SIGN_WORDS = re.compile(r"[a-z]+")
SIGNS = frozenset(
    (
        "", "ico", "pdf", "doc", "docx", "msword", "word", "xls", "xlsx", "excel", "ppt", "pptx", "powerpoint", "zip",
        "rar", "rtf", "txt", "gif", "file", "download", "dowload", "down", "taive", "tai", "ve", "dinhkem", "dinh",
        "kem", "attach", "attachment", "attachments", "save", "acrobat", "adobe", "reader", "btn", "button", "small",
        "px", "x", "view", "xem",
    )
)  # fmt: skip
"""All words of the name of a picture that stands for a file of some type or its download: `icon_pdf-16x16`, `xls`."""
SIGN_SIZE = 64
"""Pixels under which a picture in the link to a file stands for the file."""
PLAIN = re.compile(r"^(?:tải về|tải xuống|tải|download|xem|xem chi tiết|tại đây|\W*)$", re.I)


def is_file(url: str, sheet: Sheet) -> bool:
    """Return True if an absolute address leads to a file, by the portal's rules, by its ending or as a download."""
    parts = urlsplit(url)
    if is_on(sheet.portal, url) and address(url, sheet.portal).kind is not None:
        return address(url, sheet.portal).kind == "attachment"
    return bool(FILE.search(parts.path) or FILE_PATH.search(parts.path) or PICTURE.search(parts.path)) or is_download(
        url
    )


def file_name(url: str) -> str | None:
    """Return the name of a file as its address shows it; None where the address is an id."""
    segments = [clean(unquote_plus(segment)) for segment in urlsplit(url).path.split("/")]
    named = [segment for segment in segments if FILE.search(segment) or PICTURE.search(segment)]
    inside = None if named else named_in_query(url)
    return named[-1] if named else clean(re.split(r"[/\\]", inside)[-1]) if inside else None


def _make(url: str, label: str | None, role: AttachmentRole, sheet: Sheet) -> Attachment:
    canonical = address(url, sheet.portal).url
    return Attachment(url=canonical, fetch_url=url, label=label, filename=file_name(url), role=role)


def _size(element: HtmlElement) -> int:
    """Return the smaller side of a picture in pixels as its attributes say; a large number where they do not."""
    sides = [
        int(side)
        for name in ("width", "height")
        if (side := (element.get(name) or "").removesuffix("px")).isdecimal() and len(side) < 8
    ]
    return min(sides, default=10_000)


def _picture(element: HtmlElement, sheet: Sheet) -> Attachment | None:
    url = absolute(sheet.base, element.get("data-src") or element.get("src") or "")
    if url is None or ICON.search(url) or _size(element) < SMALLEST or _is_of_tool(element, sheet):
        return None
    return _make(url, _caption(element) or clean(element.get("alt") or "") or None, "picture", sheet)


def _is_of_tool(element: HtmlElement, sheet: Sheet) -> bool:
    """Return True for the picture of a tool: it, or the link that it stands in, prints the page or says so."""
    link = next((step for step in climb(element) if step.tag == "a"), None)
    steps = [element] if link is None else [element, link]
    if any(PRINTS.search(step.get("onclick") or "") or PRINTS.search(step.get("href") or "") for step in steps):
        return True
    if link is None:
        return False
    file = _file_address(link, sheet)
    if file is not None:
        return not PICTURE.search(urlsplit(file).path) and _is_sign(element)
    url = _address_of(link, sheet)
    words = (text_of(link), *(step.get(name) for step in steps for name in ("title", "alt")))
    return is_copy(url) or any(TOOL.fullmatch(fold(text)) for text in words if text)


def _is_sign(element: HtmlElement) -> bool:
    """Return True for a picture in the link to a file that stands for the file: an icon, a button, `alt="Tải về"`."""
    name = PICTURE.sub("", urlsplit(element.get("data-src") or element.get("src") or "").path).rpartition("/")[2]
    alt = clean(element.get("alt") or "")
    words = [word.removeprefix("icon").removesuffix("icon") for word in SIGN_WORDS.findall(name.lower())]
    return (bool(words) and SIGNS.issuperset(words)) or _size(element) < SIGN_SIZE or bool(alt and PLAIN.match(alt))


def _caption(element: HtmlElement) -> str | None:
    """Return the text of the `<figcaption>` beside a picture."""
    for step in climb(element):
        if step.tag == "figure":
            caption = step.find(".//figcaption")
            return text_of(cast("HtmlElement", caption)) or None if caption is not None else None
    return None


def _address_of(element: HtmlElement, sheet: Sheet) -> str:
    """Return the absolute address that an element leads to or shows; empty without one."""
    return absolute(sheet.base, element.get("href") or element.get("src") or element.get("data") or "") or ""


def _file_address(element: HtmlElement, sheet: Sheet) -> str | None:
    """Return the absolute address of the file that an element leads to, by its address, its click or its name."""
    url = viewed_file(_address_of(element, sheet)) if element.tag != "img" else None
    if url and is_file(url, sheet):
        return url
    targets = (absolute(sheet.base, call) for call in clicks(element))
    clicked = next((target for target in targets if target is not None and is_file(target, sheet)), None)
    if clicked is not None or not url or element.tag != "a" or not _says_file(element):
        return clicked
    return url if address(url, sheet.portal).kind is None and urldefrag(url)[0] != urldefrag(sheet.base)[0] else None


def _says_file(element: HtmlElement) -> bool:
    """Return True if a link says that it is a file's: by `download`, or by a text that is the name of a file.

    One that leads to its own page, `href="#"`, is a button for a script.
    """
    named = is_file_name(text_of(element)) or is_file_name(element.get("title"))
    return "download" in element.attrib or named


def _file(element: HtmlElement, sheet: Sheet) -> Attachment | None:
    url = _file_address(element, sheet)
    if url is None:
        return None
    label = LEAD_DASHES.sub("", text_of(element)) or clean(element.get("title") or "")
    role: AttachmentRole = "picture" if PICTURE.search(urlsplit(url).path) else "file"
    picture = None if label else element.find(".//img")
    if picture is not None and role == "picture":
        return _picture(cast("HtmlElement", picture), sheet)
    if picture is not None:
        label = clean(picture.get("alt") or "")
    plain = not label or bool(PLAIN.match(label))
    return _make(url, (file_name(url) or label or None) if plain else label, role, sheet)


def _shown(element: HtmlElement, sheet: Sheet) -> Attachment | None:
    """Return the picture, or the file that a click on it opens."""
    clicked = _file(element, sheet) if element.get("onclick") else None
    return clicked if clicked is not None and clicked.role == "file" else _picture(element, sheet)


def find_attached(
    region: HtmlElement, is_junk: Callable[[HtmlElement], bool], sheet: Sheet
) -> list[tuple[HtmlElement, Attachment]]:
    """Return the files and pictures of a region in page order, each address once, with the element that shows it."""
    found: dict[str, tuple[HtmlElement, Attachment]] = {}
    for element in cast("list[HtmlElement]", TARGETS(region))[:MAX_TARGETS]:
        if is_junk(element):
            continue
        one = _shown(element, sheet) if element.tag == "img" else _file(element, sheet)
        if one is not None:
            shown = element.find(".//img") if one.role == "picture" and element.tag == "a" else None
            found.setdefault(one.url, (element if shown is None else cast("HtmlElement", shown), one))
        if len(found) == MAX_ATTACHMENTS:
            break
    return _once(list(found.values()), sheet)


def _once(found: list[tuple[HtmlElement, Attachment]], sheet: Sheet) -> list[tuple[HtmlElement, Attachment]]:
    """Return the files without those that a viewer shows from elsewhere and the page gives for download as well."""
    viewed = {one.url for element, one in found if is_viewer(_address_of(element, sheet))}
    given = {one.filename for _, one in found if one.url not in viewed}
    return [(element, one) for element, one in found if one.url not in viewed or one.filename not in given]


def find_attachments(
    region: HtmlElement, is_junk: Callable[[HtmlElement], bool], sheet: Sheet
) -> tuple[Attachment, ...]:
    """Return the files and pictures of a region in page order, each address once."""
    return tuple(one for _, one in find_attached(region, is_junk, sheet))
