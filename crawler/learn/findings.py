"""All that was learned of a portal from its sample."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from crawler.address_rules import AddressRule, Route
from crawler.learn.addresses.aliases import Mirror, find_mirrors
from crawler.learn.addresses.archives import archive_patterns
from crawler.learn.addresses.dated_rules import with_dated
from crawler.learn.addresses.groups import Group, find_groups
from crawler.learn.addresses.pagers import Pager, find_pagers
from crawler.learn.addresses.patterns import quoted
from crawler.learn.addresses.rules import Learned, content_rules, ignored_doubles
from crawler.learn.links.log_ins import LOG_INS
from crawler.learn.links.traps import LANGUAGE_NAMES, PORTLET_DAY, SWITCH
from crawler.learn.links.wikis import IS_SPACE, NAME_SPACES, REVISIONS
from crawler.learn.lists.box_addresses import without_boxes
from crawler.learn.lists.economy import needless_lists
from crawler.learn.lists.for_machines import machine_lists
from crawler.learn.lists.found import FoundList, find_lists, plain_pages, sections_of, taken_by
from crawler.learn.lists.months import month_rules
from crawler.learn.lists.more import more_rules
from crawler.learn.lists.one_script import rules_before
from crawler.learn.lists.parts import plain_parts
from crawler.learn.lists.rules import list_rules, needless_pages
from crawler.learn.lists.standing import standing_pages, without_standing
from crawler.learn.lists.views import log_in_patterns, look_patterns, order_pattern, tool_pattern, without_views
from crawler.learn.sample.book import Book
from crawler.learn.sample.naming import Level, level_of, platform_of, portal_id, portal_name
from crawler.learn.sample.observe import Observed
from crawler.learn.sample.own_path import outside_pattern
from crawler.portals import Portal, Section

FILES = (
    r"\.(?i:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|zip|rar|7z|mp3|mp4|jpe?g|png|gif|webp)(?:\?|$)"
    r"|^/documents/\d+/|get_file\b"
)
TRAPS = (
    (
        r"/(?i:savefile|print|in-bai|tags?|tu-khoa|author|search|tim-kiem)(?:[/.?]|$)",
        "copies, searches",
    ),
    (f"(?i:{LOG_INS})", "pages to log in, to register, of one's own account"),
    (
        rf"[?&](?i:print|tmpl|month|year|day|q|s|keywords?|pagedprev|{SWITCH})=",
        "calendars, searches, switches",
    ),
    (rf"[?&](?i:{REVISIONS})", "forms and older versions of wikis"),
    (PORTLET_DAY, "days and months of Liferay's calendars"),
    (r"p_p_lifecycle=1|p_p_state=(?:pop_up|exclusive)", "actions and fragments of Liferay"),
    (r"^/(?:index\.php/)?(?:en|zh|ja|ko|fr|ru|lo|km)(?:[-_][A-Za-z]{2})?(?:/|$)", "copies in other languages"),
    (
        rf"/language/(?!vi[/-])[a-z]{{2}}(?:-[A-Za-z]{{2,4}})?/|[?&](?i:{LANGUAGE_NAMES})=(?!(?i:vi|1066))",
        "copies in other languages, as DotNetNuke and parameters name them",
    ),
    (r"/language/vi(?:-[A-Za-z]{2})?/", "the same pages under the name of their own language"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a portal file is written from."""

    id: str
    name: str
    level: Level
    known: Portal | None = None
    """What was known of the portal before it was asked; it stays in the file."""
    platform: str | None
    url: str
    aliases: tuple[str, ...] = ()
    route: Route | None = None
    """Where the paths stand, for portals that put them in a parameter; None where the address has them."""
    rewrites: tuple[tuple[str, str], ...] = ()
    """Prefix of paths that names the same pages, and the evidence."""
    sitemaps: tuple[tuple[str, str], ...] = ()
    """Path, and what it lists."""
    feeds: tuple[tuple[str, str], ...] = ()
    render: str | None = None
    """Why pages have to be read through a browser; None if they need not."""
    ignore: tuple[tuple[str, str], ...] = ()
    """Regular expression, and what it keeps out."""
    pagers: tuple[Pager, ...] = ()
    lists: tuple[FoundList, ...] = ()
    sections: tuple[Section, ...] = ()
    rules: tuple[Learned, ...] = ()
    groups: tuple[Group, ...] = ()
    pages: int = 0
    """Pages of the sample."""
    articles: int = 0
    """Articles among them."""
    fill: dict[str, float] = field(default_factory=dict)
    trailing_slash: tuple[bool, str] | None = None
    """Whether the server wants a slash at the end of addresses, and the evidence; None if it redirects neither."""
    date_order: tuple[str, str] | None = None
    """What comes first in dates with a clock of twelve hours, and the evidence."""
    zone_doubt: str | None = None
    """What speaks against the zone that times for machines name; None if nothing does."""
    title: tuple[str, str] | None = None
    """CSS selector of the title and the evidence, where the extractor does not find all titles by itself."""
    byline: tuple[str, str] | None = None
    """The same for the line with the time of publication."""
    drop: tuple[tuple[str, str], ...] = ()
    """CSS selectors of what is no part of articles, and the evidence."""


def learn(book: Book, home: Observed) -> Findings:
    """Return what the sample tells of the portal."""
    pagers = find_pagers(book)
    groups = find_groups(book, pagers)
    standing = standing_pages(book, groups)
    groups, boxes = without_boxes(without_standing(groups, standing), book)
    content = with_dated(content_rules(groups), book)
    lists, views = without_views(find_lists(book, pagers, content), book)
    needless = needless_lists(book, lists, content, pagers)
    numbered = needless_pages(needless, pagers, book.entries, content)
    lists = [one for one in lists if one not in needless]
    keyed = [learned for learned in content if learned.needs_key]
    pathed = [learned for learned in content if not learned.needs_key]
    listed = list_rules(lists, pagers)
    before = rules_before(book, keyed, listed)
    months = month_rules(book, home, content)
    rules = [
        _files(),
        *before,
        *keyed,
        *(more_rules(book) if lists else ()),
        *(one for one in listed if one not in before),
        *months,
        *plain_pages(book, lists, [*taken_by(content, needless), *plain_parts(book), *standing]),
        *pathed,
    ]
    name = portal_name(home, book.portal.host)
    mirrors = find_mirrors(book, content)
    sitemaps, feeds = machine_lists(book, rules)
    return Findings(
        id=portal_id(book.portal.url.rstrip("/") + book.own_path), name=name, level=level_of(name),
        platform=platform_of(book.pages), url=book.portal.url, sitemaps=sitemaps, feeds=feeds,
        ignore=(*_ignored(book), *_doubles(groups, boxes), *_own_traps(book, views, months), *numbered),
        pagers=tuple(pagers), lists=tuple(lists),
        sections=tuple(sections_of(lists)), rules=tuple(rules), groups=tuple(groups), pages=len(book.pages),
        aliases=tuple(mirror.host for mirror in mirrors),
        rewrites=_rewrites(book, mirrors), route=book.portal.route,
    )  # fmt: skip


def _rewrites(book: Book, mirrors: Iterable[Mirror]) -> tuple[tuple[str, str], ...]:
    """Return the prefixes that other hosts put before their paths, and those that were fetched with and without."""
    found = {mirror.prefix: f"{mirror.host} puts it before its paths" for mirror in mirrors if mirror.prefix}
    own = {one.prefix: "pages fetched with and without it are the same" for one in book.portal.rewrites}
    return tuple((found | own).items())


def with_known(found: Findings, known: Portal) -> Findings:
    """Return the findings of a portal whose name, unit and hosts were known before."""
    hosts = {*found.aliases, *known.hosts} - {urlsplit(found.url).netloc}
    return replace(found, id=known.id, name=known.name, level=known.level, aliases=tuple(sorted(hosts)), known=known)


def _files() -> Learned:
    return Learned(AddressRule(kind="attachment", match=FILES), "files by their ending")


def _ignored(book: Book) -> tuple[tuple[str, str], ...]:
    """Return the traps to keep out of, those left away that would keep out pages that were read."""
    good = [entry.local for entry in book.content]
    traps = (*TRAPS, (order_pattern(book.carried), "other orders of lists"))
    return tuple((pattern, why) for pattern, why in traps if not any(re.search(pattern, local) for local in good))


def _doubles(groups: list[Group], boxes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the second addresses of articles, by which nothing came that has no other."""
    pattern = ignored_doubles(groups)
    patterns = (*([pattern] if pattern is not None else []), *boxes)
    return tuple((one, "second addresses of articles that have one of their own") for one in patterns)


def _own_traps(book: Book, views: frozenset[str], months: list[Learned]) -> tuple[tuple[str, str], ...]:
    """Return the traps of this portal alone: other orders of its lists, and copies of its articles."""
    orders = "|".join(sorted(quoted(key) for key in views))
    found = [(rf"[?&](?:{orders})=", "other orders of the same lists")] if orders else []
    found += [(NAME_SPACES, "pages of a wiki for its writers")] if any(map(IS_SPACE.search, book.traps)) else []
    found += [(pattern, "other looks of the same pages") for pattern in look_patterns(book.looks)]
    foreign = book.switches.pattern
    dated = [*book.traps, *(() if months else filter(book.is_month, book.entries))]
    found += [(foreign, "copies in other languages, to which pages lead")] if foreign is not None else []
    found += [(pattern, "links to it say that one logs in there") for pattern in log_in_patterns(book)]
    found += [(pattern, "days and months of a calendar") for pattern in archive_patterns(dated)]
    copies = tool_pattern(book)
    found += [(copies, "copies of articles, linked from each one alone")] if copies else []
    if book.own_path:
        found.append((outside_pattern(book.own_path, FILES), "pages of the neighbours on this host"))
    return tuple(found)
