"""Addresses whose path stands in parameters, read as the path that they mean: pure, and each way undoes the other.

`/index.php?language=vi&nv=news&op=Tin/Bai-5` means `/index.php/vi/news/Tin/Bai-5`. Rules of a portal file are written
for the latter; canonical addresses are the former, for only these lead anywhere.

Source: NukeViet without rewriting (`language`, `nv`, `op`), Drupal's `?q=node/5`, home-made `?url=tin/bai-5.html`.
"""

from __future__ import annotations

import re

from crawler.address_rules import Route
from crawler.tidy import tidy_query

SLASH = re.compile("%2f", re.I)


def routed(path: str, query: str, route: Route | None) -> tuple[str, str] | None:
    """Return path and query that a tidy address means; None for one that the route does not speak of."""
    if route is None or path != route.path or not query:
        return None
    pairs = [pair.partition("=") for pair in query.split("&")]
    values = {key: value for key, _, value in pairs if value}
    if route.default is not None and any(name in values for name in route.parameters):
        values.setdefault(route.parameters[0], route.default)
    names = [name for name in route.parameters if name in values]
    first = names[:-1] if len(names) == len(route.parameters) else names
    if not names or tuple(names) != route.parameters[: len(names)] or any(SLASH.search(values[one]) for one in first):
        return None
    steps = SLASH.sub("/", "/".join(values[name] for name in names)).strip("/")
    rest = "&".join("".join(pair) for pair in pairs if pair[0] not in names)
    return f"{route.path.rstrip('/')}/{steps}", rest


def meant_by(local: str, route: Route | None) -> str:
    """Return the path and query that a tidy path and query mean."""
    if route is None:
        return local
    path, _, query = local.partition("?")
    path, query = routed(path, query, route) or (path, query)
    return f"{path}?{query}" if query else path


def unrouted(local: str, route: Route) -> str:
    """Return the address that has such a path and query; the same one if it has no such path."""
    path, _, query = local.partition("?")
    base = f"{route.path.rstrip('/')}/"
    steps = path.removeprefix(base).split("/", len(route.parameters) - 1)
    if not path.startswith(base) or not steps[0]:
        return local
    told = [f"{name}={value.replace('/', '%2F')}" for name, value in zip(route.parameters, steps, strict=False)]
    return f"{route.path}?{tidy_query('&'.join([*told, *filter(None, [query])]))}"
