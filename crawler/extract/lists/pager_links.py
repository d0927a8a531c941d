"""Links of a list's pager, and those among them that a page shows as leading nowhere."""

from __future__ import annotations

from lxml.html import HtmlElement

from crawler.extract.markup.tree import Named, climb

PAGER_HINT = Named(r"paginat|\bpager\b|page-numbers|phan-?trang|taglib-page-iterator|wp-pagenavi")
LEVELS = 4
"""Steps from a link up to the pager that it may be a part of."""
SHUT = Named(r"(?:^|\s)(?:is-)?(?:disabled|invisible)(?=\s|$)")
"""Source: Bootstrap `.disabled` and `.invisible`, Bulma `.is-disabled` and `.is-invisible`."""
SHUT_SIGNS = (b"disabled", b"invisible")
OWN = 2
"""The link and the element right around it, which such a name may stand on."""


def in_pager(element: HtmlElement) -> bool:
    """Return True for a link of a pager, which may be a `<nav>` as menus are."""
    return any(PAGER_HINT(step) for step, _ in zip(climb(element), range(LEVELS), strict=False))


def may_have_shut(body: bytes) -> bool:
    """Return True for a page that may have steps which lead nowhere, after a look at its source alone."""
    return any(sign in body for sign in SHUT_SIGNS)


def is_shut(element: HtmlElement) -> bool:
    """Return True for a step of a pager that cannot be taken: "previous" on the first page, "next" on the last.

    Its address may be made all the same, of a page 0 or of one behind the last.
    Source: the theme Icarus of Hexo, `<div class="pagination-next is-invisible"><a href="…/page/3/">`.
    """
    steps = [step for step, _ in zip(climb(element), range(OWN), strict=False)]
    return any(step.get("aria-disabled") == "true" or SHUT(step) for step in steps) and in_pager(element)
