"""The line that signs an article: short, last, at the right, or a person's name alone. It is the author, not text."""

from __future__ import annotations

import re

from crawler.extract.blocks import Block
from crawler.extract.byline import is_name
from crawler.extract.text import fold
from crawler.extract.tree import climb, hints

RIGHT = re.compile(r"text-align:\s*(?:right|end)", re.I)
RIGHT_HINT = re.compile(r"\b(?:author|tac-?gia|signature|text-right|align-right|right|source|nguon)\b")
NOTE = re.compile(r"\s*\([^()]{2,30}\)$")
"""`Đình Bá (Ảnh sưu tầm)`."""
DATE_OR_OFFICE = re.compile(r"\d{1,2}[/.]\d|ngay \d|noi nhan|uy ban nhan dan|^tm\.|chu tich$|giam doc$|hieu truong$")
LONGEST = 80
UP = 2


def is_right_aligned(block: Block) -> bool:
    """Return True if the page sets a block at the right margin."""
    steps = [step for step, _ in zip(climb(block.element), range(UP + 1), strict=False)]
    return any(
        RIGHT.search(step.get("style") or "")
        or (step.get("align") or "").lower() == "right"
        or RIGHT_HINT.search(hints(step))
        for step in steps
    )


def take_signature(body: list[Block]) -> tuple[str | None, list[Block]]:
    """Return the author that signs the body, and the body without that line."""
    if len(body) < 2:
        return None, body
    last = body[-1]
    name = NOTE.sub("", last.text).strip(" .")
    if last.kind != "paragraph" or len(last.text) > LONGEST or DATE_OR_OFFICE.search(fold(name)):
        return None, body
    signs = is_right_aligned(last) and not last.text.endswith((".", "!", "?", ":", ";"))
    if (signs or is_name(name)) and len(name.split()) <= 10 and name:
        return name, body[:-1]
    return None, body
