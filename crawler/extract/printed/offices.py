"""Names of organs of the press and of offices, as they stand beside a date without a label; and words of buttons."""

from __future__ import annotations

import re

from crawler.extract.printed.people import SITE
from crawler.extract.text import fold

_UY = r"(?:uỷ|ủy|ũy)"
OFFICE = re.compile(
    r"(?:báo(?! cáo)|tạp chí|đài|thông tấn|cổng|trang (?:tin|ttđt|thông tin)|bản tin (?:xã|phường|huyện|quận)"
    r"|các (?:báo|website|trang)|theo các"
    rf"|ubnd|hđnd|ubmttq|mttq|mặt trận|{_UY} ban|hội đồng|(?:đảng|tỉnh|thành|huyện|quận|thị) {_UY}"
    r"|(?:ban|viện)(?! hành)|văn phòng|trung tâm|(?:chi |tổng )?cục|công an|bộ chỉ huy|thanh tra|liên đoàn|kho bạc"
    r"|t(?:òa|oà) án|đội|vp|tt|bch|bbt|sở|phòng(?! (?:chống|ngừa|cháy|bệnh|thủ))|hội(?! (?:nghị|thảo|họp|thi|nhập))"
    r"|đoàn (?:xã|phường|huyện|thanh niên|tn)|tổ (?:công nghệ|dân phố|biên tập|truyền thông)"
    r"|bộ(?! (?:máy|thủ|phận)))\s+\S"
)
"""How they begin, in small letters with their marks: `Bản tin`, `Báo cáo` and `Phòng chống` are none."""
PRESS = re.compile(r"(?:ttx(?:vn)?|vov|vtv\d?|vna|vgp|vnexpress|nhân dân|lao động|tiền phong|tuổi trẻ|hà nội mới)\b")
AGENCY = re.compile(r"(?!HOT|NEW|TOP|PDF|RSS|FONT|ZOOM|LIKE|SHARE|TWEET|PRINT|HOME|VIDEO|AUDIO|LIVE)[A-ZĐ]{3,8}")
"""Letters that stand for an agency; words of buttons are none."""
PAGE_WORDS = re.compile(
    r"(?:trang (?:chu|truoc)|tin (?:moi|tuc|bai|nong|noi bat)|thoi su|hom (?:nay|qua)|tai (?:ve|xuong)|binh luan"
    r"|xem (?:them|tiep)|(?:nghe )?doc (?:bai|tin)|ban tin|gui (?:mail|email)|giong doc|share(?: on)?|chia se|quay lai"
    r"|font size|view more|read more|(?:mui )?gio viet nam|(?:[a-z]+ )?portal)\b"
)
"""What menus and buttons say, folded; with a capital letter for each word they look like names."""
ANOTHERS = re.compile(
    r"^(?:tep|tap|file|tai lieu|van ban)(?: tin)? (?:dinh|gui) kem|^(?:dinh kem|attachments?)\b"
    r"|\bban quyen\b|\bcopyright\b|©|\bgiay phep (?:so|thiet lap|hoat dong)\b|\bco quan chu quan\b"
)
"""Words beside a day, folded, that make it that of a file, or of the site."""


def is_office(words: str) -> bool:
    """Return True for words that name an organ of the press, an office or a site: `Báo Hà Tĩnh`, `UBND xã Yên Sở`."""
    small = words.lower()
    return bool(OFFICE.match(small) or PRESS.match(small) or ("." in words and SITE.fullmatch(fold(words))))
