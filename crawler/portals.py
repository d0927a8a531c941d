"""Portal file -> `Portal`: one TOML file says all that Kho must know of one portal.

Every fault is reported with file, key and what was expected. Files of the archive (`<archive>/portals/*.toml`) win over
those shipped with the package (`spiders/portals/*.toml`).
"""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, HttpUrl, ValidationError, model_validator

from crawler.address_rules import AddressRule, Path_, Regex, Rewrite, Route, Strict
from crawler.errors import PortalFileError
from crawler.items import DateOrder
from crawler.selectors import compiled

logger = logging.getLogger(__name__)

MIN_DELAY = 1.0
"""Seconds between two requests below which a portal file must give its reason."""


def _check_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError):
        raise ValueError("expected the name of a time zone, such as Asia/Ho_Chi_Minh") from None
    return value


def _check_base(value: str) -> str:
    parts = urlsplit(str(HttpUrl(value)))
    if parts.path not in ("", "/") or parts.query:
        raise ValueError("expected the address of the home page: scheme and host alone")
    return f"{parts.scheme}://{parts.netloc}/"


class Politeness(Strict):
    """How we behave towards the server. Looser than the defaults only with a reason."""

    delay: float = Field(default=2.0, ge=0, le=120)
    """Seconds between two requests; robots.txt may ask for more."""
    concurrency: int = Field(default=1, ge=1, le=8)
    obey_robots: bool = True
    reason: str | None = None

    @model_validator(mode="after")
    def _reason_given(self) -> Politeness:
        loose = self.delay < MIN_DELAY or self.concurrency > 1 or not self.obey_robots
        if loose and not self.reason:
            raise ValueError(
                f"a delay under {MIN_DELAY:g} s, more than one request at a time, or a disobeyed robots.txt "
                "needs a `reason`"
            )
        return self


class Schedule(Strict):
    """When scheduled crawls of this portal run."""

    every_hours: int = Field(default=24, ge=1, le=24 * 31)
    hours: str = Field(default="22:00-06:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")
    """Window of the portal's own clock in which a crawl may start."""


class Section(Strict):
    """One section whose list is crawled from its first page."""

    name: str = Field(min_length=1)
    path: Path_
    topic: str | None = None
    kind: Literal["articles", "documents"] = "articles"


class Select(Strict):
    """CSS selectors, for portals where the general rules need help. All optional."""

    article: str | None = None
    title: str | None = None
    byline: str | None = None
    summary: str | None = None
    body: str | None = None
    section: str | None = None
    drop: tuple[str, ...] = ()

    def by_key(self) -> Iterator[tuple[str, str]]:
        """Yield key and selector of all that are given: `title`, `drop.0`."""
        for key, value in self:
            if isinstance(value, str):
                yield key, value
            elif value is not None:
                yield from ((f"{key}.{number}", one) for number, one in enumerate(value))


Share = Annotated[float, Field(ge=0, le=1)]
Fill = dict[Literal["title", "published_at", "views", "section", "text"], Share]
"""Field -> share of the articles that must have it."""


class Expect(Strict):
    """Floors below which a complete crawl needs a person."""

    min_articles: int = Field(default=1, ge=0)
    fill: Fill = Field(default_factory=dict)


class Portal(Strict):
    """One portal, as its file describes it."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_]*$")
    name: str = Field(min_length=1)
    unit_code: str | None = Field(default=None, pattern=r"^\d{2,5}$")
    level: Literal["district", "ward", "commune", "province", "other"]
    platform: str | None = None
    url: Annotated[str, AfterValidator(_check_base)]
    aliases: tuple[Annotated[str, Field(pattern=r"^[a-z0-9.-]+(:\d+)?$")], ...] = ()
    """Further host names (with port, if any) that show the same pages."""
    timezone: Annotated[str, AfterValidator(_check_zone)] = "Asia/Ho_Chi_Minh"
    opened_on: date | None = None
    closed_on: date | None = None
    successor: str | None = None
    notes: str | None = None
    unverified: bool = False
    """True for a file written from what is publicly known, before anyone asked the portal."""
    politeness: Politeness = Politeness()
    schedule: Schedule = Schedule()
    sitemaps: tuple[Path_, ...] = ()
    """Lists for machines that name all that there is: sitemaps, indexes of them, posts as JSON (WordPress REST)."""
    feeds: tuple[Path_, ...] = ()
    sections: tuple[Section, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    route: Route | None = None
    """Where paths stand in parameters; `addresses` and `ignore` then speak of the paths."""
    addresses: tuple[AddressRule, ...] = ()
    date_order: DateOrder | None = None
    """What comes first in `9/8/2021 2:44 PM`; without it such dates are not read. All others are day first."""
    zone_doubtful: bool = False
    """True where times for machines name another zone than the portal's and may be on its own clock all the same.

    They then tell no minute that no page prints.
    """
    trailing_slash: bool | None = None
    """Whether the addresses of pages end with a slash: where all do, or the server redirects those that do not.

    Canonical addresses then end so, too.
    """
    render: bool = False
    """Read pages as a browser shows them, once their scripts have run."""
    ignore: tuple[Regex, ...] = ()
    """Addresses never fetched; searched like `AddressRule.match`."""
    select: Select = Select()
    expect: Expect = Expect()

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def is_stub(self) -> bool:
        """Return True for a file that names a portal and does not say how it is built: it is learned first."""
        return self.unverified and not (self.sections or self.addresses)

    @property
    def host(self) -> str:
        """Host of the canonical addresses, with port if it has one."""
        return urlsplit(self.url).netloc

    @property
    def hosts(self) -> frozenset[str]:
        """All hosts that are this portal."""
        return frozenset({self.host, *self.aliases})


def _describe(error: ValidationError) -> str:
    """Return the faults of a file, `key: what was expected (got …)`, joined by `; `."""
    faults = []
    for fault in error.errors(include_url=False):
        key = ".".join(str(part) for part in fault["loc"]) or "the file"
        got = fault["input"]
        shown = "" if isinstance(got, dict) or fault["type"] == "missing" else f" (got {got!r})"
        faults.append(f"{key}: {fault['msg'].removeprefix('Value error, ')}{shown}")
    return "; ".join(faults)


def parse_portal(text: str, *, origin: str) -> Portal:
    """Return the portal that the TOML `text` describes; `origin` names it in errors.

    Raises: PortalFileError naming file, key and what was expected.
    """
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PortalFileError(f"{origin}: not valid TOML: {error}") from None
    try:
        return Portal.model_validate(data)
    except ValidationError as error:
        raise PortalFileError(f"{origin}: {_describe(error)}") from None


def portal_files(archive: Path | None) -> dict[str, Path]:
    """Return portal id -> file; files of the archive win over shipped ones."""
    shipped = Path(str(files("spiders") / "portals"))
    found = {path.stem: path for path in sorted(shipped.glob("*.toml"))}
    if archive is not None:
        found |= {path.stem: path for path in sorted((archive / "portals").glob("*.toml"))}
    return found


def read_portal_file(path: Path) -> tuple[Portal, str]:
    """Return the portal in `path` and the file's text (kept in `warcinfo`).

    Raises: PortalFileError, also where the id is not the file's name.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise PortalFileError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise PortalFileError(f"{path}: is not UTF-8: {error.reason} at byte {error.start:,}") from None
    portal = parse_portal(text, origin=str(path))
    if portal.id != path.stem:
        raise PortalFileError(f"{path}: id: expected {path.stem!r}, the file's name (got {portal.id!r})")
    _check_selectors(portal, text, path)
    return portal, text


def _check_selectors(portal: Portal, text: str, path: Path) -> None:
    """Raise PortalFileError for a selector that can find nothing anywhere.

    Not done by `parse_portal`: what an archive holds stays readable, whatever was written into its portal file.
    """
    faults = []
    for key, selector in portal.select.by_key():
        try:
            compiled(selector)
        except ValueError as error:
            faults.append(f"select.{key}: {error} (got {selector!r}{_line_of(selector, text)})")
    if faults:
        raise PortalFileError(f"{path}: {'; '.join(faults)}")


def _line_of(value: str, text: str) -> str:
    """Return the line of a value that stands in a file as it is, once; nothing for others."""
    found = [number for number, line in enumerate(text.splitlines(), 1) if value and f"{value}" in line]
    return f", line {found[0]}" if len(found) == 1 else ""


def find_portal(name: str, archive: Path | None) -> tuple[Portal, str]:
    """Return portal and file text for a portal id, or for an address on one of its hosts.

    Raises: PortalFileError if no file answers to `name`.
    """
    known = portal_files(archive)
    if name in known:
        return read_portal_file(known[name])
    if "://" in name:
        host = urlsplit(name).netloc.lower()
        for portal, text in iter_portals(archive):
            if host in portal.hosts and not _is_neighbour(name, portal):
                return portal, text
    near = get_close_matches(name, known, n=3)
    meant = f"; did you mean {' or '.join(near)}?" if near else ""
    raise PortalFileError(f"{name}: no such portal{meant} (see `kho portals`)")


def _is_neighbour(url: str, portal: Portal) -> bool:
    """Return True for an address that starts another portal on the same host: `portal` keeps out of its path."""
    path = urlsplit(url).path
    return path not in ("", "/") and any(re.search(pattern, path) for pattern in portal.ignore)


def iter_portals(archive: Path | None) -> Iterator[tuple[Portal, str]]:
    """Yield every known portal with its file's text, by id; a file that is wrong is named and left out."""
    for _, path in sorted(portal_files(archive).items()):
        try:
            yield read_portal_file(path)
        except PortalFileError as error:
            logger.warning("kho: left out: %s", error)


def with_hosts(text: str, hosts: dict[str, str]) -> str:
    """Return a portal file's text with host names replaced: the same portal, served elsewhere."""
    pattern = re.compile(r"(?<![\w.-])(" + "|".join(map(re.escape, hosts)) + r")(?![\w.-])")
    return pattern.sub(lambda match: hosts[match.group(1)], text)
