"""Which block is the title of the page: the heading that the page's own `<title>` or structured data repeats.

Where these say nothing of the page, the place tells: the heading next to the byline, or the last one before the text.
"""

from __future__ import annotations

from typing import cast

from lxml.html import HtmlElement

from crawler.extract.byline import MAX_LINE
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import climb, select, text_of
from crawler.extract.sections import is_known_name, own_hints
from crawler.extract.selected import blocks_of
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.extract.zones.lines import join_lines
from crawler.extract.zones.names import SITE, Names, page_names
from crawler.extract.zones.path_line import title_in_path
from crawler.extract.zones.prune import JUNK_LINE, RELATED
from crawler.extract.zones.title_line import (
    LONGEST,
    NEAR,
    NOT_TITLE_HINT,
    SHORTEST,
    TELLING,
    TITLE_HINT,
    Title,
    is_byline,
    split_clock,
)
from crawler.extract.zones.title_place import above_byline, in_line_with_byline, over_date, over_text, under_date
from crawler.urls import canonical_url, resolve

ENTRIES = frozenset(("td", "th", "li"))
"""Elements whose names say nothing of a title: every row of a list of news is called so."""
LEVELS = {"h1": 3, "h2": 2, "h3": 1}
GOOD = 4
"""Score from which a block counts as the title."""
NAMED = 5
"""Agreement of a block with what the page calls itself, from which it says just that."""
CERTAIN = 11
"""Score that no block without such agreement has: 2 for its words, 3 for its level, 2 for its name, 3 for a byline."""
LONGEST_NAME = 80
"""Characters of the name of a section."""
LONGEST_BADGE = 12
MAX_CANDIDATES = 60


def _byline_near(sheet: Sheet, block: Block) -> int:
    """Return 3 if a byline follows a block, 1 if it follows after a lead, 2 if one stands right before it; else 0."""
    below = [one for one in sheet.blocks[block.order + 1 : block.order + 1 + NEAR] if not sheet.in_chrome(one.element)]
    bonus = 3
    for strip in join_lines(below):
        line = sheet.read_line(strip.text)
        if is_byline(line) and (line.dates or strip.blocks[0].link_share < 0.9):  # no link to recent changes
            return bonus
        if line.is_byline or line.is_empty or JUNK_LINE.match(fold(strip.text[:LONGEST])):
            continue
        if bonus == 1 or not _is_lead(strip.text):
            break
        bonus = 1
    before = sheet.blocks[block.order - 1] if block.order else block
    return 2 if len(before.text) <= MAX_LINE and is_byline(sheet.read_line(before.text)) else 0


def _is_lead(text: str) -> bool:
    """Return True for a text that is a sentence or long, as a lead is and a title is not."""
    return len(text) > 180 or (len(text) >= 60 and text.endswith((".", "!", "?", "…")))


def _score(block: Block, sheet: Sheet, names: Names) -> int:
    """Return how much a block looks like the title, by its words and its element."""
    own = own_hints(block)
    agreement = names.agreement(block.text)
    score = agreement + LEVELS.get(str(block.element.tag), 0)
    score += 2 if TITLE_HINT.says(own) else 0
    score -= 5 if NOT_TITLE_HINT.says(own) or block.folded in names.site or SITE.match(block.folded) else 0
    return score - (3 if block.link_share > 0.5 and not _links_to_itself(block, sheet) else 0)


def _links_to_itself(block: Block, sheet: Sheet) -> bool:
    own = canonical_url(sheet.base, sheet.portal)
    targets = (resolve(sheet.base, anchor.get("href") or "") for anchor in block.element.iter("a"))
    return any(target and canonical_url(target, sheet.portal) == own for target in targets)


def _is_candidate(block: Block, sheet: Sheet, names: Names) -> bool:
    """Return True for a heading, a block named like a title, or one that says just what the page calls itself."""
    if not SHORTEST <= len(block.text) <= LONGEST or block.element.tag == "title":
        return False
    if block.element.tag not in ENTRIES and (block.kind == "heading" or TITLE_HINT.says(own_hints(block))):
        elsewhere = (
            block.link_share > 0.5 and names.agreement(block.text) < NAMED and not _links_to_itself(block, sheet)
        )
        return not elsewhere and not RELATED.match(block.folded)
    telling = len(block.text) >= TELLING and block.link_share < 0.5 and names.may_agree(block.text)
    return telling and names.agreement(block.text) >= NAMED


def _selected(sheet: Sheet) -> Title | None:
    """Return the title that the portal file's selector finds."""
    for element in select(sheet.root, sheet.portal.select.title)[:1]:
        text = text_of(element)
        block = next(iter(blocks_of(sheet, [element])), None)
        return split_clock(block.text, block) if block else _within_line(sheet, element, text)
    return None


def _within_line(sheet: Sheet, element: HtmlElement, text: str) -> Title:
    """Return the title that an element within a line holds; what follows it there may be its byline."""
    above = set(climb(element))
    lines = (block for block in sheet.blocks if block.element in above and block.text.startswith(text))
    block = next(lines, None) if text else None
    rest = block.text[len(text) :].strip(" -–|,()[]") if block is not None else ""
    return Title(text, block, rest if rest and is_byline(sheet.read_line(rest)) else None)


def _split_byline(block: Block, sheet: Sheet, names: Names) -> Title | None:
    """Return the title of a block that holds the page's name and then a byline."""
    length = names.prefix_of(block.text) if block.kind == "heading" and len(block.text) <= LONGEST else 0
    rest = block.text[length:].strip(" -–|,") if length else ""
    if not rest or not is_byline(sheet.read_line(rest)):
        return None
    return Title(block.text[:length].rstrip(" -–|,("), block, rest)


def _candidates(sheet: Sheet, names: Names, *, named: bool) -> list[Block]:
    """Return the blocks that may be the title; with `named`, only those that say what the page calls itself."""
    blocks = sheet.blocks
    if named:
        starts = {name[:SHORTEST] for name in (names.head, *names.structured)}
        blocks = [one for one in blocks if fold(one.text[:SHORTEST]) in starts and names.agreement(one.text) >= NAMED]
    return [one for one in blocks if not sheet.in_chrome(one.element) and _is_candidate(one, sheet, names)]


def _weighed(candidates: list[Block], sheet: Sheet, names: Names) -> list[tuple[int, Block]]:
    """Return candidates with their scores: by their words and elements and, for the best of these, by their place."""
    scored = [(_score(block, sheet, names), block) for block in candidates[:MAX_CANDIDATES]]
    best = max((score for score, _ in scored), default=0)
    return [
        (score + (_byline_near(sheet, block) if score >= max(0, best - 3) else 0), block) for score, block in scored
    ]


def _best(scored: list[tuple[int, Block]]) -> tuple[int, Block | None]:
    """Return the highest score and its block, the first on the page of several."""
    return max(scored, key=lambda entry: (entry[0], -entry[1].order), default=(0, None))


def _without_badge(block: Block, names: Names) -> Title | None:
    """Return the title without a word in an element of its own at its end that the page's name has not: `Mới`."""
    badge = text_of(cast("HtmlElement", block.element[-1])) if len(block.element) else ""
    text = block.text[: -len(badge)].rstrip() if badge and block.text.endswith(badge) else ""
    if not text or len(badge) > LONGEST_BADGE or fold(text) not in {names.head, *names.structured}:
        return None
    return Title(text, block)


def find_title(sheet: Sheet) -> Title | None:
    """Return the title of the page; None if nothing on it looks like one."""
    chosen = _selected(sheet)
    if chosen is not None:
        return chosen
    names = page_names(sheet)
    scored = _weighed(_candidates(sheet, names, named=True), sheet, names)
    if not scored or _best(scored)[0] < CERTAIN:
        scored = _weighed(_candidates(sheet, names, named=False), sheet, names)
    score, best = _best(scored)
    if best is not None and score >= GOOD:
        instead = _instead_of_name(best, sheet, names) or _under_name(best, sheet, names, scored)
        return instead or _without_badge(best, names) or split_clock(best.text, best)
    joined = (_split_byline(block, sheet, names) for _, block in scored)
    found = next((title for title in joined if title), None)
    if found is None and (behind := title_in_path(sheet, names)):
        return Title(*behind)
    found = found or above_byline(sheet, names) or over_text(sheet, names, scored) or over_date(sheet, names)
    return found or in_line_with_byline(sheet, names)


def _instead_of_name(best: Block, sheet: Sheet, names: Names) -> Title | None:
    """Return the line above the byline where the best block is rather the name of a section or of the portal.

    Pages whose `<title>` names the section print that name above the title as well.
    """
    if len(best.text) > LONGEST_NAME or (len(best.text) >= TELLING and not is_known_name(best.folded, sheet)):
        return None
    other = above_byline(sheet, names) or over_date(sheet, names) or under_date(sheet, best, names)
    if other is None or other.block is None or other.block.order <= best.order:
        return None
    between = sheet.blocks[best.order + 1 : other.block.order]
    return None if any(_is_lead(block.text) for block in between) else other


def _under_name(best: Block, sheet: Sheet, names: Names, scored: list[tuple[int, Block]]) -> Title | None:
    """Return the line named like a title under a heading that says what an entry of the menu says, not the page's name.

    SharePoint prints the title of a web part as a heading: that of the section, over every article of it.
    """
    if names.agreement(best.text) >= NAMED or not is_known_name(best.folded, sheet):
        return None
    below = (block for score, block in scored if score >= 2 and best.order < block.order <= best.order + NEAR)
    good = (block for block in below if len(block.text) >= TELLING and not block.link_chars)
    found = next((block for block in good if not is_known_name(block.folded, sheet)), None)
    if found is None or any(_is_lead(block.text) for block in sheet.blocks[best.order + 1 : found.order]):
        return None
    return split_clock(found.text, found)
