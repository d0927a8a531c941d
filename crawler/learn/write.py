"""Findings -> the text of a portal file: complete, commented, with the evidence beside each rule."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from crawler.learn.addresses.rules import Learned
from crawler.learn.findings import Findings
from crawler.portals import Portal, Section

LONG = 110


def text_value(text: str) -> str:
    """Return a text as a TOML string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def pattern_value(pattern: str) -> str:
    """Return a regular expression as a TOML string, literal where that is possible."""
    plain = "'" not in pattern and not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", pattern)
    return f"'{pattern}'" if plain else text_value(pattern)


def comment(text: str) -> str:
    """Return a text that can stand behind `#`."""
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text)[:LONG]


def portal_text(found: Findings) -> str:
    """Return the portal file."""
    return (
        "\n".join([*_head(found), "", *_sections(found), *_rewrites(found), *_rules(found.rules), *_tail(found)]) + "\n"
    )


def _head(found: Findings) -> Iterator[str]:
    yield f"# {comment(found.name)}: learned from {found.pages} pages; correct any line (`kho portals try`)."
    yield f"id = {text_value(found.id)}"
    yield f"name = {text_value(found.name)}"
    yield f'level = "{found.level}"'
    yield from _known(found.known)
    if found.platform:
        yield f"platform = {text_value(found.platform)}        # a hint, no more"
    yield f"url = {text_value(found.url)}"
    if found.aliases:
        yield f"aliases = [{', '.join(map(text_value, found.aliases))}]"
    if found.render:
        yield f"render = true  # {comment(found.render)}"
    if found.date_order:
        yield f"date_order = {text_value(found.date_order[0])}  # {comment(found.date_order[1])}"
    if found.zone_doubt:
        yield f"zone_doubtful = true  # {comment(found.zone_doubt)}"
    if found.trailing_slash:
        yield f"trailing_slash = {str(found.trailing_slash[0]).lower()}  # {comment(found.trailing_slash[1])}"
    if found.route is not None:
        names = ", ".join(map(text_value, found.route.parameters))
        default = f", default = {text_value(found.route.default)}" if found.route.default is not None else ""
        program = f"{{ path = {text_value(found.route.path)}, parameters = [{names}]{default} }}"
        yield f"route = {program}  # what they say is the path that the rules below see"
    yield from _listed("sitemaps", found.sitemaps)
    yield from _listed("feeds", found.feeds)
    if found.ignore:
        yield "ignore = ["
        yield from (f"  {pattern_value(pattern)},  # {comment(why)}" for pattern, why in found.ignore)
        yield "]"


def _known(portal: Portal | None) -> Iterator[str]:
    """Yield what a file of the portal said before it was learned."""
    if portal is None:
        return
    for key in ("unit_code", "successor", "notes"):
        if getattr(portal, key):
            yield f"{key} = {text_value(getattr(portal, key))}"
    for key in ("opened_on", "closed_on"):
        if getattr(portal, key):
            yield f"{key} = {getattr(portal, key).isoformat()}"


def _rewrites(found: Findings) -> Iterator[str]:
    for prefix, why in found.rewrites:
        yield "[[rewrites]]"
        yield f"prefix = {text_value(prefix)}  # {comment(why)}"
        yield ""


def _listed(key: str, paths: Iterable[tuple[str, str]]) -> Iterator[str]:
    paths = list(paths)
    if paths:
        says = "; ".join(dict.fromkeys(why for _, why in paths))
        yield f"{key} = [{', '.join(text_value(path) for path, _ in paths)}]  # {comment(says)}"


def _sections(found: Findings) -> Iterator[str]:
    """Yield the sections as one array of inline tables, one a line."""
    rows = {one.asked or one.local: one for one in found.lists}
    if not found.sections:
        return
    yield "sections = ["
    for section in found.sections:
        known = rows.get(section.path)
        pages = f", {known.pages} pages" if known and known.pages else ""
        yield f"  {_section(section)},  # {known.rows if known else 0} rows{pages}"
    yield "]"
    yield ""


def _section(section: Section) -> str:
    topic = f", topic = {text_value(section.topic)}" if section.topic else ""
    kind = ', kind = "documents"' if section.kind == "documents" else ""
    return f"{{ name = {text_value(section.name)}, path = {text_value(section.path)}{topic}{kind} }}"


def _rules(rules: Iterable[Learned]) -> Iterator[str]:
    for learned in rules:
        rule = learned.rule
        yield "[[addresses]]"
        yield f'kind = "{rule.kind}"  # {comment(learned.evidence)}'
        yield f"match = {pattern_value(rule.match)}"
        if rule.canonical:
            yield f"canonical = {text_value(rule.canonical)}"
        if rule.keep:
            yield f"keep = {pattern_value(rule.keep)}"
        if rule.dated:
            yield "dated = true  # pages without a day or a counter are no articles: others have such addresses, too"
        yield ""


def _tail(found: Findings) -> Iterator[str]:
    selects = found.title or found.byline or found.drop
    if selects:
        yield "[select]"
    for name, place in (("title", found.title), ("byline", found.byline)):
        if place:
            yield f"{name} = {text_value(place[0])}  # {comment(place[1])}"
    if found.drop:
        yield "drop = ["
        yield from (f"  {text_value(selector)},  # {comment(why)}" for selector, why in found.drop)
        yield "]"
    if selects:
        yield ""
    yield "[expect]  # floors, from the sample"
    yield f"min_articles = {max(1, found.articles)}"
    if found.fill:
        yield f"fill = {{ {', '.join(f'{name} = {share:.2f}' for name, share in found.fill.items())} }}"
