"""What a portal is called, which level of government it belongs to, and what it is built with (a hint, no more)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal
from urllib.parse import urlsplit

from crawler.extract.text import fold
from crawler.learn.sample.observe import Observed

Level = Literal["district", "ward", "commune", "province", "other"]
LEVELS: tuple[tuple[str, Level], ...] = (
    (r"\b(?:phuong|thi tran)\b", "ward"),
    (r"\bxa\b(?! hoi)", "commune"),
    (r"\b(?:quan|huyen|thi xa)\b", "district"),
    (r"\b(?:tinh|thanh pho)\b", "province"),
)
PLATFORMS: tuple[tuple[str, bytes], ...] = (
    ("wordpress", rb"/wp-content/|/wp-includes/|content=[\"']WordPress"),
    ("nukeviet", rb"content=[\"']NukeViet|/assets/js/language/vi|nv_base_siteurl"),
    ("joomla", rb"content=[\"']Joomla|/media/jui/|option=com_content"),
    ("liferay7", rb"Liferay\.Language|com_liferay_"),
    ("liferay6", rb"Liferay\.Portlet|portlet-boundary|_101_INSTANCE_|p_p_id="),
    ("sharepoint", rb"Microsoft SharePoint|_spPageContextInfo|/_layouts/|/portal/Pages/"),
    ("dotnetnuke", rb"DotNetNuke|/DesktopModules/|dnn_"),
    ("vnpt", rb"vnptportal|/vnptcms|VNPT Portal"),
    ("aspnet", rb"__VIEWSTATE|__doPostBack|\.aspx"),
)
UNIT = re.compile(
    r"\b(?:quận|huyện|thị xã|thành phố|tp\.?|phường|xã|thị trấn|tỉnh|đặc khu)\s+[^\W\d_][^\d,;:|–-]{1,40}", re.I
)
LONGEST = 100


def portal_id(url: str) -> str:
    """Return an id made of the host and a path, if any: `longbien.hanoi.gov.vn` -> `longbien_hanoi`."""
    parts = urlsplit(url)
    host = re.sub(r"^(?:www|portal)\.|\.(?:gov|org|edu|com|net)?\.?vn$", "", parts.netloc.lower())
    return re.sub(r"[^a-z0-9]+", "_", host + parts.path.lower()).strip("_") or "portal"


def portal_name(home: Observed, host: str) -> str:
    """Return the name of the portal: its own organisation, else the title of its home page, else its host."""
    organisation = home.page.organisation.organisation if home.page.organisation is not None else None
    title = re.sub(
        r"^(?:trang chủ|home)\s*[-|–»:]\s*|\s*[-|–»:]\s*(?:trang chủ|home)$", "", home.page.title or "", flags=re.I
    )
    for text in (title, organisation or ""):
        match = UNIT.search(text)
        if match:
            return " ".join(match[0].split())[:LONGEST]
    return (organisation or title or host).strip()[:LONGEST] or host


def level_of(name: str) -> Level:
    """Return the level of government that a name tells, `other` if it tells none."""
    words = fold(name)
    return next((level for pattern, level in LEVELS if re.search(pattern, words)), "other")


def platform_of(pages: Iterable[Observed]) -> str | None:
    """Return what most pages seem to be built with; None if nothing shows it."""
    votes: Counter[str] = Counter()
    for seen in pages:
        text = f"{seen.generator or ''} ".encode() + seen.head
        known = next((name for name, pattern in PLATFORMS if re.search(pattern, text, re.I)), None)
        if known:
            votes[known] += 1
    return votes.most_common(1)[0][0] if votes else None
