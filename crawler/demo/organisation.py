"""The invented district that runs the sample portal, and the sections that the portal file of Long Biên names."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from crawler.portals import Portal, Section, parse_portal, with_hosts

PORTAL_ID = "longbien"
MAIN_HOST = "longbien.hanoi.gov.vn"
MIRROR_HOST = "portal.longbien.gov.vn"
"""Hosts of the real portal, which the sample portal's hosts stand in for."""
MIRROR_PREFIX = "/web/guest"

ORGANISATION = "Quận Bến Mẫu - TP Hà Nội"
POSTAL_ADDRESS = "Số 12, phố Hoa Gạo, Quận Bến Mẫu, TP Hà Nội"
TEL = "(024) 39990123"
FAX = "39990124"
EMAIL = "vanthu_benmau@hanoi.example"
GROUP_ID = 10182


@cache
def portal_file() -> str:
    """Return the text of the portal file that the sample portal fits."""
    return (files("spiders") / "portals" / f"{PORTAL_ID}.toml").read_text(encoding="utf-8")


def hosted_text(main: str, mirror: str) -> str:
    """Return the portal file with the sample portal's hosts (`127.0.0.1:8642`, `localhost:8642`)."""
    return with_hosts(portal_file(), {MAIN_HOST: main, MIRROR_HOST: mirror})


@cache
def hosted_portal(main: str, mirror: str) -> Portal:
    """Return the portal as it is crawled on the sample portal's hosts."""
    return parse_portal(hosted_text(main, mirror), origin="sample portal")


@cache
def article_sections() -> tuple[Section, ...]:
    """Return the sections that list articles."""
    portal = parse_portal(portal_file(), origin=PORTAL_ID)
    return tuple(section for section in portal.sections if section.kind == "articles")


@cache
def document_sections() -> tuple[Section, ...]:
    """Return the sections that list official documents."""
    portal = parse_portal(portal_file(), origin=PORTAL_ID)
    return tuple(section for section in portal.sections if section.kind == "documents")
