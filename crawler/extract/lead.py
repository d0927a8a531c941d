"""The lead ("sapo") of an article, where the page marks one: by class, or as a bold first paragraph."""

from __future__ import annotations

import re

from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import Named, climb, select, text_of
from crawler.extract.selected import blocks_of
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold

LEAD_HINT = Named(
    r"\b(?:sapo|lead|summary|description|tom-?tat|hometext|abstract|intro(?:text)?|news-?lead|chapeau|mo-?ta)\b|sapo|asset-summary"
)
DATELINE = re.compile(r"^[(\[]?[^\W\d_][\w., ]{1,38}[)\]]?\s*[-–—:]\s*")
LONGEST_DATELINE = 50
NOT_WORD = re.compile(r"\W+")
LONGEST = 1_500
SHORTEST = 30
UP = 2
"""Levels above a block's element in which its class may stand."""


def is_marked(block: Block) -> bool:
    """Return True if the page calls a block its lead."""
    steps = [step for step, _ in zip(climb(block.element), range(UP + 1), strict=False)]
    return any(LEAD_HINT(step) for step in steps)


def _is_bold_lead(body: list[Block]) -> bool:
    """Return True if the first block alone is bold, and running text follows.

    In one element with that text, parted from it by `<br>` alone, it must be a sentence.
    """
    first = body[0]
    siblings = [block for block in body[1:4] if block.kind == "paragraph"]
    bold = first.kind == "paragraph" and first.is_bold and len(first.text) >= 2 * SHORTEST
    if not bold or not siblings or any(block.is_bold for block in siblings):
        return False
    return all(block.element is not first.element for block in siblings) or first.text.endswith((".", "!", "…"))


def take_lead(sheet: Sheet, body: list[Block]) -> tuple[str | None, list[Block]]:
    """Return the lead and the body without it; a first paragraph that repeats it word for word goes too."""
    chosen = select(sheet.root, sheet.portal.select.summary)
    own = {block.order for block in blocks_of(sheet, chosen)}
    marked = [block for block in body if block.order in own] if chosen else _leading_marked(body)
    if chosen and not marked:
        return text_of(chosen[0]) or None, body
    if not marked or len(marked) == len(body):
        return None, body
    lead = " ".join(block.text for block in marked)
    rest = [block for block in body if block not in marked]
    return lead, rest[1:] if rest and _repeats(rest[0], lead) else rest


def _repeats(first: Block, lead: str) -> bool:
    """Return True if a paragraph says what the lead says, but for a dateline: `HNP - …`, `(Chinhphu.vn) - …`."""
    if abs(len(first.text) - len(lead)) > LONGEST_DATELINE:
        return False
    own, said = _words(first.text), _words(lead)
    if own == said or _words(DATELINE.sub("", first.text)) == said:
        return True
    return _words(DATELINE.sub("", lead)) == own


def _words(text: str) -> str:
    """Return the words of a text: quotation marks and blanks do not count."""
    return NOT_WORD.sub(" ", fold(text)).strip()


def _leading_marked(body: list[Block]) -> list[Block]:
    """Return the blocks at the head of the body that the page marks as its lead."""
    marked: list[Block] = []
    for block in body[:4]:
        if not is_marked(block) or block.kind not in ("paragraph", "heading") or len(block.text) > LONGEST:
            break
        marked.append(block)
    if not marked and body and len(body[0].text) <= LONGEST and _is_bold_lead(body):
        return body[:1]
    return marked if sum(len(block.text) for block in marked) >= SHORTEST else []
