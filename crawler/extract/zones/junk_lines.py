"""Lines that stand in or under articles and are no text: headings of lists, buttons, stars, key words; all folded.

A phrase counts only where the line holds nothing else: `Đánh giá bài viết: 4.5/5` is a widget, `Đánh giá kết quả thực
hiện` is a heading of the text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from crawler.extract.text import fold

Says = Literal["related", "attachments", "junk"]
RELATED = re.compile(
    r"^\W*(?:"
    r"(?:cac |nhung |mot so |xem them )?(?:tin|bai|thong tin|noi dung|van ban|chu de)(?: (?:bai|tuc|viet))?"
    r" (?:(?:lien quan|cung (?:chuyen muc|muc|loai|danh muc|chu de)|moi hon|cu hon|da (?:dua|dang)|tuong tu)\b.{0,25}"
    r"|(?:khac|moi nhat|moi(?: (?:cap nhat|dang))?|truoc do|tiep theo|(?:doc|xem) nhieu(?: nhat)?|noi bat)\W*"
    r"(?:\d{1,4}\W*)?)"
    r"|co (?:lien quan|the ban quan tam)\W*|cung chuyen muc\b.{0,25}|(?:xem|doc) nhieu(?: nhat)?\W*"
    r"|(?:xem|doc) them\b.{0,25}|dieu huong bai viet\W*"
    r"|(?:related|recent|latest|popular)(?: (?:news|articles|assets|posts|content|entries|stories))\W*"
    r"|related\W*|other news\W*|more news\W*|you may also like\W*"
    r"|(?:gui |viet )?y kien (?:ban doc|doc gia|nhan xet|cua ban|phan hoi)\b.{0,25}"
    r"|(?:de lai |gui |viet )?(?:mot )?(?:binh luan|tra loi)(?: cua ban| ban doc)?\W*(?:\d{1,4}\W*)?"
    r"|leave a (?:reply|comment)\W*"
    r")$"
)
"""Headings of lists that follow an article, and of its comments."""
_SAID = r"(?:phan hoi|binh luan|y kien|nhan xet|hoi dap|responses?|comments?|thoughts?|repl(?:y|ies))"
_MANY = r"(?:co |da co )?(?:\d{1,4}|mot|hai|ba|one|two|three)"
OF_READERS = r"(?: (?:cua )?(?:ban doc|doc gia))?"
COMMENTS_ON = re.compile(
    rf"^\W*{_MANY} {_SAID}{OF_READERS} (?:cho|ve|doi voi|to|on|for)(?: bai(?: viet)?)?\s*[“”\"'‘’«]"
)
COMMENTS = re.compile(
    rf"^\W*(?:{_MANY} {_SAID}{OF_READERS}|{_SAID}{OF_READERS}\W{{0,3}}\d{{1,4}})\W*$|{COMMENTS_ON.pattern}"
)
"""Headings of what readers wrote under an article: `2 Responses to “…”`, `Một phản hồi cho “…”`, `Bình luận (3)`.

Source: comments.php of WordPress' themes, and their translations.
"""
MANY_FIRST = re.compile(r"\W*(?:có |đã có )?(?:\d|một|hai|ba|one|two|three)", re.I)
"""How such a line begins where it is no heading; most lines are passed over by that alone."""
ATTACHED = (
    r"(?:(?:tep|tap)(?: tin)?|file|tai lieu|van ban) (?:(?:dinh|gui) kem(?: theo)?|kem theo)|dinh kem|attachments?"
)
ATTACHMENTS = re.compile(rf"^\W*(?:cac )?(?:{ATTACHED})\W*$")
ATTACHMENT_ROW = re.compile(rf"^\W*(?:cac )?(?:{ATTACHED})\s*[:：]\s*")
"""`Đính kèm: x.pdf`, label and files in one line."""
FILES_AT_END = re.compile(
    rf"^\W*(?:cac )?(?:{ATTACHED}|tai (?:tep|file|tai lieu|van ban|xuong|ve)(?: dinh kem| ve)?|tai lieu|download)"
    r"\b\W{0,3}"
)
"""The same at the end of an article, where it may stand like a paragraph."""
_NEIGHBOUR = (
    r"(?:previous|prev|next|newer|older)(?: (?:posts?|articles?|entry|story|page))?"
    r"|(?:bai|tin)(?: viet)? (?:ke )?(?:truoc|sau|tiep)(?: theo| do)?"
)
NEIGHBOUR = re.compile(rf"^\W*(?:{_NEIGHBOUR})\W*$")
"""What leads to the articles before and after."""
READ_ON = re.compile(r"\W*(?:(?:xem|doc|tham khao) them|see also|read (?:more|also))\s*[:：]\s*")
"""What stands before the one link of a box in the middle of a text, or begins it; it leads to another article."""
LONGEST_NEIGHBOUR = 30
_PAGE = (
    r"leftcenterrightdel|loading|in|in (?:trang|tin|noi dung|bai(?: viet)?)(?: nay)?|(?:xem )?ban (?:de )?in|print"
    r"|(?:gui )?(?:qua )?e-?mail|share|tweet|like"
    r"|gui (?:bai|tin|link|lien ket|phan hoi|y kien|cho ban be)(?: viet)?(?: nay)?(?: (?:qua email"
    r"|cho ban be))?|facebook|zalo|twitter|messenger"
    r"|chia se(?: (?:bai|tin|viet|nay|qua|tren|len|voi|facebook|zalo|mang xa hoi|ban be)){0,6}|quay lai|(?:xem"
    r"|luu) (?:tiep|nhanh|tin|bai viet)"
    r"|tro (?:lai|ve)(?: (?:trang (?:truoc|chu)|dau trang|danh sach))?|ve (?:trang (?:truoc|chu)|dau trang)"
    r"|(?:len )?dau trang"
    r"|(?:vui long )?(?:dang nhap|log ?in)(?: hoac dang ky| or register)? (?:de|to) (?:gui|viet|dang|post|them|add)\b"
    r".{0,40}"
    r"|ban (?:can|phai|hay) .{0,60}\bbinh luan\b.{0,30}|quet ma qr.{0,60}|xem (?:tin |bai )?theo ngay"
    r"|lien ket (?:website|web|trang(?: web)?)|giong doc\s*:.{0,40}"
    r"|(?:he thong )?dang tai.{0,40}|vui long cho.{0,40}|(?:sao chep|copy) (?:link|lien ket).{0,30}|phan hoi"
    r"|phong to|thu nho"
    r"|(?:(?:play\W*)?\d{1,2}:\d\d\W*)?(?:nghe|doc) (?:doc )?(?:bai|tin|noi dung|audio)(?: viet)?.{0,20}"
    r"|theo doi .{0,40}(?:google news"
    r"|facebook|zalo|youtube)"
    r"|(?:xem |doc )?(?:(?:link|lien ket|duong dan|nguon)(?: (?:toi|den|cua))? )?bai(?: viet)? goc"
    r"|trang (?:so )?\d{1,3}\s?(?:/|tren|cua)\s?\d{1,3}(?:\W+(?:trang )?(?:truoc|sau|tiep|ke|dau|cuoi)\b){0,4}"
    r"|(?:trang (?:truoc|sau|tiep|ke|dau|cuoi)(?: theo)?\W*){1,4}"
    r"|trang chu ?(?:[»›>/|\\→]|-+>?|–) ?\w.{0,100}"
    r"|(?:khoang )?\d{1,3}(?:-\d{1,3})? (?:min(?:ute)?s?[ -]read(?:ing)?(?: time)?|phut (?:de )?doc)"
    r"|(?:(?:thoi gian|thoi luong) doc(?: bai)?|(?:estimated )?read(?:ing)? time|doc trong)\W{0,3}(?:khoang )?"
    r"\d{1,3} (?:phut|min(?:ute)?s?)"
    r"|0?0:00(?::00)? ?/ ?(?:\d{1,2}:)?\d{1,2}:\d\d"
    rf"|{_NEIGHBOUR}"
    r"|(?:categori[sz]ed (?:as|in|under)|tagged(?: as| with)?|(?:da|duoc) (?:phan loai|gan the))\b.{0,200}"
    r"|permalink(?:\W+[|•·].{0,200})?"
    r"|(?:dang trong|posted in|filed under)\b.{0,80}|chuyen muc\s*[:：].{0,80}"
)
_SIZE = (
    r"(?:(?:tang|giam|doi|chon|xem)[ ,/-]*){0,2}(?:co|kich (?:thuoc|co)|kieu) chu\W*"
    r"(?:(?:a\s?[-+]?|\d{2,3}\s?%)[\s|]*){0,5}"
    r"|(?:chu|co chu) (?:to|lon|vua|nho|binh thuong)(?: hon)?"
    r"|(?:a\s?[-+]?[\s|]*){2,4}|a ?[-+]|[-+]"
    r"|100\s*%|(?:\d{4}-\d\d-\d\dt\d\d:\d\d[\d:.z+-]{0,12}\s*){1,3}"
)
"""Sizes of letters, and times as machines write them, which themes hide by a class."""
_STARS = (
    r"binh chon|(?:click de )?danh gia(?: (?:bai viet|noi dung|cua ban|trang))?(?: nay)?(?:\s*[:：(\d].{0,60})?"
    r"|[0-5](?:[.,]\d{1,2})?/5"
    r"(?:\s*[-–(|]?\s*\(?\d*\s*(?:sao|stars?|danh gia|phieu|luot|binh chon|votes?).{0,20})?|chua co danh gia.{0,20}"
    r"|tong so (?:diem|phieu).{0,60}|xep hang\s*[:：].{0,50}|(?:trung binh|average) ?\(\d+ .{0,12}\)"
    r"|hay la nguoi dau tien.{0,50}"
    r"|(?:bai viet|noi dung|thong tin)(?: nay)?(?: co)? (?:huu ich|co ich).{0,40}\?|ban co hai long .{0,60}\?"
)
_COMMENTS = (
    r"(?:no|(?:there are )?currently no|chua co|khong co|\d{1,4}) (?:comments?|replies|responses|binh luan|nhan xet)"
    r"(?: nao| yet)?(?:\W+hay la nguoi dau tien.{0,50})?|(?:add|post|write) (?:a |your )?(?:new )?comment"
)
_KEYWORDS = r"(?:tu khoa|tags?|the ?:)\W.{0,200}"
_TOOL = (
    r"(?>(?:(?:chia se|gui)(?: (?:bai viet|bai|tin|link|len|qua|tren|cho|ban be|e-?mail))*|share(?: on)?|like|tweet"
    r"|linkedin|pin(?:terest|it)?|facebook|zalo|twitter|messenger|telegram|whatsapp|viber|e-?mail|print|(?:luot )?thich"
    r"|binh luan|in(?: (?:ra|trang|tin|bai viet|bai|noi dung))?|ban in|(?:len |ve )?dau trang|ve trang (?:truoc|chu)"
    r"|quay lai|tro (?:ve|lai)|luu (?:tin|bai(?: viet)?)(?: nay)?|(?:do )?tuong phan|(?:kich )?co chu|copy(?: link)?"
    r"|sao chep(?: (?:link|lien ket))?)\b)"
)
"""One button of a line of them."""
_APART = r"(?:\W|\d|\ba\b)"
"""What stands between buttons: signs, how often each was used, the letters of the sizes `A- A A+`."""
_TOOLS = rf"{_TOOL}(?:{_APART}++{_TOOL})+{_APART}*|(?:chia se|share|like|(?:luot )?thich)\W+\d{{1,6}}"
ONE_TOOL = re.compile(rf"\W*(?:{_TOOL}\W*)+")
LONGEST_TOOL, FEWEST_TOOLS = 30, 2
"""Characters of a button between bars; buttons known by their words that tell what the others are."""
JUNK_LINE = re.compile(rf"^\W*(?:{_PAGE}|{_SIZE}|{_STARS}|{_COMMENTS}|{_KEYWORDS}|{_TOOLS})\W*$")
MAX_JUNK_LINE = 260
LONGEST_LABEL = 110
"""Characters of a line that is a heading or a button; only a list of key words is longer."""
KEYWORDS = re.compile(r"^\W*(?:tu khoa|tags?|the ?:)")
RIGHTS = re.compile(
    r"^[^\w©(]{0,3}(?:©|\(c\)|chu y: viec dang lai|ban quyen thuoc ve|(?:vui long |de nghi |yeu cau )?ghi ro nguon)"
)
"""What forbids to copy, folded."""
SIZE = re.compile(r"\s*\(\s*[\d.,]+\s*[kmg]?b(?:ytes)?\s*\)")
"""`(1.2 MB)` behind a file."""

SPILLS = ("Normal 0 ", "/* Style ", "<!--[if ")
SPILL = re.compile(
    r"(?:Normal 0(?: (?:\d[\d.]*|true|false|[A-Z]{2}(?:-[A-Z]{2})?|X-NONE)){3,40}(?: MicrosoftInternetExplorer4)?)?"
    r"(?: ?/\* Style Definitions \*/(?:[^{}]{1,80}\{[^{}]{0,3000}\}){1,9} ?)?"
    r"|<!--\[if [^\]]{1,40}\]>.*<!\[endif\]-->"
)
"""What Word's own settings become where an editor takes them for text."""


def what_it_says(text: str) -> Says | None:
    """Return what a line is that is no text: a heading of a list, or a button; None for all others."""
    if text.startswith(SPILLS) and SPILL.fullmatch(text):
        return "junk"
    if len(text) <= LONGEST_LABEL:
        return _short_says(text)
    if len(text) > MAX_JUNK_LINE:
        return None
    head = fold(text[:30])
    return "junk" if RIGHTS.match(head) or (KEYWORDS.match(head) and JUNK_LINE.match(fold(text))) else None


@lru_cache(maxsize=8_192)
def _short_says(text: str) -> Says | None:
    folded = fold(text)
    if RELATED.match(folded):
        return "related"
    if ATTACHMENTS.match(folded):
        return "attachments"
    return "junk" if JUNK_LINE.match(folded) or RIGHTS.match(folded) or _are_tools(folded) else None


def _are_tools(folded: str) -> bool:
    """Return True for short words between bars, half of them those of known buttons: `Bản in | English | Chia sẻ`."""
    pieces = folded.split("|") if "|" in folded else ()
    if not pieces or max(map(len, pieces)) > LONGEST_TOOL:
        return False
    known = sum(ONE_TOOL.fullmatch(piece) is not None for piece in pieces)
    return known >= max(FEWEST_TOOLS, len(pieces) / 2)


def begins_comments(text: str, *, is_heading: bool) -> bool:
    """Return True for a heading that counts what readers wrote: nothing below it is the article's."""
    if len(text) > MAX_JUNK_LINE or not (is_heading or MANY_FIRST.match(text)):
        return False
    return (COMMENTS if is_heading else COMMENTS_ON).match(fold(text)) is not None


def ends_with_files(text: str, link_chars: int) -> bool:
    """Return True for a line at the end that is a label, and the rest of it links."""
    match = FILES_AT_END.match(fold(text[:60])) if link_chars else None
    return match is not None and link_chars >= 0.8 * (len(SIZE.sub("", text.lower())) - match.end())


def names_files(text: str, link_chars: int) -> bool:
    """Return True for a line that is a label of attachments and their links: `Đính kèm: x.pdf`."""
    match = ATTACHMENT_ROW.match(fold(text[:60])) if link_chars else None
    return match is not None and link_chars >= 0.8 * (len(SIZE.sub("", text.lower())) - match.end())


def leads_on(text: str, link_chars: int) -> bool:
    """Return True for another article, its title linked behind or before what says so."""
    told = READ_ON.match(fold(text[:LONGEST_NEIGHBOUR])) if link_chars else None
    if told is not None:
        return link_chars >= len(text) - told.end()
    said = len(text) - link_chars
    if not (link_chars and 0 < said <= LONGEST_NEIGHBOUR):
        return False
    return any(NEIGHBOUR.match(fold(part)) for part in (text[:said], text[link_chars:]))
