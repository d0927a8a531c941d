"""Which place a portal itself is, so that `UBND Thành phố` on its pages has a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.extract.numbers.places import LEVELS, PROVINCE_SLUGS, Level, slug
from crawler.extract.text import fold
from crawler.portals import Portal

ALIASES = {"hcm": "ho-chi-minh", "tphcm": "ho-chi-minh", "hochiminhcity": "ho-chi-minh", "hue": "hue", "brvt":
           "ba-ria-vung-tau", "daklac": "dak-lak", "tthue": "thua-thien-hue"}  # fmt: skip
BY_HOST = {name.replace("-", ""): name for name in PROVINCE_SLUGS} | ALIASES


@dataclass(frozen=True, slots=True)
class Home:
    """The place that a portal belongs to, as far as it is known; all slugs."""

    province: str | None = None
    is_city: bool = False
    """True if the province is a city under the state, so that `thành phố` on its portals means it."""
    town: bool = False
    """True if the district is a `thành phố` of its own: then `thành phố` may mean either."""
    district: str | None = None
    commune: str | None = None

    def resolve(self, level: Level | None) -> str | None:
        """Return the slug of a place given by its level alone: `UBND Thành phố`; None where it is not certain."""
        if level == "city":
            if self.is_city:
                return None if self.town else self.province
            return self.district if self.town else None
        if level == "province":
            return None if self.is_city else self.province
        if level == "district":
            return None if self.town else self.district
        return self.commune if level == "commune" else None


NOWHERE = Home()
OFFICIAL = re.compile(r"(?:\.gov|\.dcs|\.edu|\.org)?\.vn$")
UNIT = re.compile(r"^(quan|huyen|thi xa|thanh pho|tp|phuong|xa|thi tran|dac khu|tinh)\.? (.+)$")
BEFORE_NAME = r"(quan|huyen|thi xa|thanh pho|phuong|xa|thi tran)(?: uy)?"


def _named(portal: Portal) -> tuple[Level, str] | None:
    """Return level and slug of the place that a portal's name is: `Quận Long Biên`."""
    match = UNIT.match(" ".join(fold(portal.name).split()))
    return (LEVELS[match[1]], slug(match[2])) if match else None


def _chain(portal: Portal) -> list[str]:
    """Return the labels of the portal's host that name places, those of a host that ends with a province first."""
    hosts = [urlsplit(f"//{host}").hostname or "" for host in (portal.host, *sorted(portal.aliases))]
    chains = [_labels(host) for host in hosts]
    return next((found for found in chains if found and found[-1] in BY_HOST), next(iter(chains), []))


def _unread(portal: Portal) -> list[str]:
    """Return the labels of the host that only the words of a page can divide and place."""
    chain, named = _chain(portal), _named(portal)
    labels = chain[:-1] if chain and chain[-1] in BY_HOST else chain
    return [label for label in labels if named is None or label != named[1].replace("-", "")]


@lru_cache(maxsize=64)
def needs_words(portal: Portal) -> bool:
    """Return True if the words of a page can tell more of the portal's place than its file and its hosts."""
    return bool(_unread(portal))


def find_home(portal: Portal, address: str, words: str) -> Home:
    """Return the place of a portal, from its file's name and level, its hosts, and what a page says (`words`).

    A host such as `caugiay.hanoi.gov.vn` does not say how its name is divided; it is looked up in the words of the page
    and its address, together with its level (`quan-uy-cau-giay`).
    """
    chain, named = _chain(portal), _named(portal)
    province = BY_HOST.get(chain[-1]) if chain else None
    known = dict(_units(_unread(portal), f"{fold(address)} {fold(words)}"))
    if named is not None and named[0] == "city" and named[1] in PROVINCE_SLUGS:
        province, known = named[1], {}
    elif named is not None:
        known |= {named[0]: named[1]}
    town = known.pop("city", None)
    province = known.pop("province", None) or province
    return Home(
        province=province,
        is_city=PROVINCE_SLUGS.get(province or "", False),
        town=town is not None,
        district=town or known.get("district"),
        commune=known.get("commune"),
    )


def _labels(host: str) -> list[str]:
    """Return the labels of a host that name places, the widest last: `x.longbien.hanoi.gov.vn`."""
    if not OFFICIAL.search(host):
        return []
    labels = OFFICIAL.sub("", host).replace("-", "").split(".")
    return [label for label in labels if label not in ("www", "portal", "old", "m")]


def _units(labels: list[str], words: str) -> list[tuple[Level, str]]:
    """Return level and slug of the labels that the words name together with their level, each level once."""
    found: dict[Level, str] = {}
    words = re.sub(r"[\W_]+", " ", words)
    for label in labels:
        bare = re.sub(r"^(?:xa|phuong|quan|huyen|tp|tx|thitran)(?=\w{4})", "", label)
        pattern = rf"\b{BEFORE_NAME} ({' ?'.join(map(re.escape, bare))})\b"
        levels = {(LEVELS[match[1]], slug(match[2])) for match in re.finditer(pattern, words)}
        if len(levels) == 1:
            level, name = levels.pop()
            found.setdefault(level, name)
    return list(found.items())
