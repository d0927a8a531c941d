"""What stands under the title and byline of an article: lead, body, signature, files, pictures, links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial, reduce
from itertools import chain, islice
from typing import cast

from lxml.html import HtmlElement

from crawler.extract.attachments import find_attached, is_file
from crawler.extract.body import Choice, choose_body
from crawler.extract.foot import below, read_foot
from crawler.extract.lead import take_lead
from crawler.extract.markup.blocks import PROSE, Block
from crawler.extract.markup.markdown import write_markdown
from crawler.extract.markup.tree import climb, common_ancestor, is_within, select
from crawler.extract.selected import blocks_of
from crawler.extract.sheet import MAX_LINKS, Sheet, absolute
from crawler.extract.signature import take_end
from crawler.extract.text import fold
from crawler.extract.zones.headlines import is_linked_title
from crawler.extract.zones.prune import Pruner
from crawler.extract.zones.region import find_region, region_blocks, without_columns
from crawler.extract.zones.stamps import without_stamp_box
from crawler.extract.zones.title_line import Title
from crawler.extract.zones.zone import Zone
from crawler.items import Attachment, BodyMethod
from crawler.urls import canonical_url

MAX_HEADER = 20
"""Blocks under a title that are looked at for what else its `<header>` holds."""
SENTENCE = re.compile(r"[.!?…:]$")


@dataclass(frozen=True, slots=True)
class Body:
    """The part of an article that is under its title and byline."""

    text: str
    markdown: str
    summary: str | None
    author: str | None
    method: BodyMethod
    share: float
    """Share of the words of sentences in the element that are in lead and text, 0 to 1."""
    attachments: tuple[Attachment, ...]
    links: tuple[str, ...]


def _links(blocks: list[Block], pruner: Pruner, sheet: Sheet) -> tuple[str, ...]:
    """Return the canonical addresses that the body links to, files not among them, each once."""
    linked = dict.fromkeys(block.element for block in blocks if block.link_chars)
    anchors = (anchor for element in linked for anchor in element.iter("a"))
    found: dict[str, None] = {}
    for anchor in islice(anchors, MAX_LINKS):
        url = absolute(sheet.base, anchor.get("href") or "")
        if url and not is_file(url, sheet) and not pruner.is_junk(cast("HtmlElement", anchor)):
            found.setdefault(canonical_url(url, sheet.portal))
    return tuple(found)


def _pictures(
    sheet: Sheet, attached: list[tuple[HtmlElement, Attachment]]
) -> list[tuple[int, HtmlElement, Attachment]]:
    """Return the pictures among the attachments, each with the number of the block that it stands before."""
    known = {element: attachment for element, attachment in attached if attachment.role == "picture"}
    return [(number, one, known[one]) for number, one in sheet.survey.pictures if one in known] if known else []


def _beside_byline(sheet: Sheet, place: Block, zone: Zone) -> set[int]:
    """Return the numbers of the short lines in the `<header>` of title and byline: what the author is, a button."""
    header = next((step for step in climb(place.element) if step.tag == "header"), None)
    if header is None or not any(is_within(block.element, header) for block in zone.blocks):
        return set()
    lines = sheet.blocks[place.order + 1 : place.order + 1 + MAX_HEADER]
    short = (
        one for one in lines if one.kind == "paragraph" and len(one.text) < PROSE and not SENTENCE.search(one.text)
    )
    return {one.order for one in short if is_within(one.element, header)}


def _own_blocks(sheet: Sheet, region: HtmlElement, title: Title, place: Block, zone: Zone) -> list[Block]:
    """Return the blocks under the title and byline; a repeat of the title is none of them."""
    taken, named, size = {block.order for block in zone.blocks}, fold(title.text), len(title.text)
    taken |= _beside_byline(sheet, place, zone)
    under = without_columns(sheet, region, region_blocks(sheet, region, place.order + 1))
    return [one for one in under if one.order not in taken and not (len(one.text) == size and one.folded == named)]


def _selected(sheet: Sheet, title: Title, zone: Zone) -> list[Block]:
    """Return the blocks that the portal file's selector `body` finds, but for title and byline."""
    taken = {block.order for block in (*zone.blocks, title.block) if block is not None}
    chosen = blocks_of(sheet, select(sheet.root, sheet.portal.select.body))
    return [block for block in chosen if block.order not in taken]


def _is_before_link(chosen: list[Block], blocks: list[Block]) -> bool:
    """Return True if a link as long as a title follows the last block of the body."""
    end = chosen[-1].order if chosen else len(blocks)
    behind = next((block for block in blocks if block.order > end), None)
    return behind is not None and is_linked_title(behind)


def _behind_text(own: list[Block], kept: list[Block]) -> list[Block]:
    """Return the blocks of the article's element behind its running text that are no part of the body.

    Lines of the body may stand among them: who signs it is named once more in a box below the counter of views.
    """
    text = next((block for block in reversed(kept) if block.is_prose), kept[-1])
    orders = {block.order for block in kept}
    return [block for block in own if block.order > text.order and block.order not in orders]


def _text(blocks: list[Block], captions: set[int]) -> str:
    """Return the paragraphs; a picture's caption is a line below the one that it follows, at the top the first."""
    first = next((at for at, block in enumerate(blocks) if block.order not in captions), 0)
    placed = (*blocks[first : first + 1], *blocks[:first], *blocks[first + 1 :])
    lines = (("\n" if block.order in captions else "\n\n") + block.text for block in placed)
    return "".join(lines).lstrip("\n")


def read_body(sheet: Sheet, title: Title, place: Block, zone: Zone) -> Body:
    """Return the body of the article whose title stands at `place`; labelled lines at its end go to the byline."""
    region = find_region(sheet, place, zone.last)
    own = _own_blocks(sheet, region, title, place, zone)
    if selected := _selected(sheet, title, zone):
        region, own = reduce(common_ancestor, (block.element for block in selected), region), selected
    pruner = Pruner(region, own, sheet.portal.select.drop)
    kept = pruner.kept()
    signed, blocks = take_end(sheet, place, zone.byline, kept)
    if kept and not (zone.byline.views and (zone.byline.published or zone.byline.bare)):
        inside = _behind_text(own, kept)
        read_foot(zone.byline, chain(inside, below(sheet, region)), sheet)
    summary, blocks = take_lead(sheet, blocks)
    chosen: Choice = choose_body(blocks)
    author, linked, blocks = signed, _is_before_link(chosen.blocks, blocks), chosen.blocks
    if signed is None:
        author, blocks = take_end(sheet, place, zone.byline, blocks, before_links=linked)
    blocks = without_stamp_box(blocks, kept, fold(title.text), sheet.base)
    attached = find_attached(region, pruner.is_junk, sheet)
    labels = {attachment.label for _, attachment in attached if attachment.role == "picture"}
    captions = {block.order for block in blocks if block.kind == "caption" and block.text in labels}
    written = [block for block in blocks if block.order not in captions]  # They are their pictures' descriptions.
    return Body(
        text=_text(blocks, captions),
        markdown=write_markdown(region, written, _pictures(sheet, attached), partial(absolute, sheet.base)),
        summary=summary,
        author=author,
        method=chosen.method,
        share=chosen.share,
        attachments=tuple(attachment for _, attachment in attached),
        links=_links(blocks, pruner, sheet),
    )
