"""Blocks of an article -> the HTML that an editor's word processor and Liferay's editor leave behind."""

from __future__ import annotations

import random
from html import escape

from crawler.demo.addresses import attribute, picture_address
from crawler.demo.body import Block, Picture

JUSTIFY = ' style="text-align: justify;"'


def paragraph_html(text: str, rng: random.Random) -> str:
    """Return a paragraph's words with some of the editor's habits: bold words, hard wraps, no-break spaces."""
    words = escape(text, quote=False).split(" ")
    roll = rng.random()
    if roll < 0.15 and len(words) > 8:
        begin = rng.randrange(len(words) - 4)
        words[begin] = f"<strong>{words[begin]}"
        words[begin + 2] = f"{words[begin + 2]}</strong>"
    elif roll < 0.30:
        return "".join(word + ("\n" if index % 11 == 10 else " ") for index, word in enumerate(words)).strip()
    elif roll < 0.45:
        return "".join(word + ("&nbsp;" if index % 9 == 8 else " ") for index, word in enumerate(words)).rstrip(" ")
    elif roll < 0.55:
        font = '<span style="font-family: times new roman,times,serif;"><span style="font-size: 14pt;">'
        return f"{font}{' '.join(words)}</span></span>"
    return " ".join(words)


def _picture(picture: Picture, rng: random.Random) -> str:
    source = attribute(picture_address(picture.number))
    image = f'<img alt="{escape(picture.caption or "")}" height="48" src="{source}" style="width: 600px;" width="64" />'
    caption = escape(picture.caption or "", quote=False)
    if not caption:
        return f'<p style="text-align: center;">{image}</p>'
    if rng.random() < 0.2:
        return (
            f'<table align="center" border="0" cellpadding="1"><tbody><tr><td>{image}</td></tr>\n'
            f'<tr><td style="text-align: center;"><em>{caption}</em></td></tr></tbody></table>'
        )
    return f'<p style="text-align: center;">{image}</p>\n<p style="text-align: center;"><em>{caption}</em></p>'


def _table(rows: tuple[tuple[str, ...], ...], rng: random.Random) -> str:
    """Return a table; half of them keep the paragraphs that a word processor puts in each cell."""
    tag = ("<td><p>", "</p></td>") if rng.random() < 0.5 else ('<td style="width: 120px;">', "</td>")
    lines = ["".join(f"{tag[0]}{escape(cell, quote=False)}{tag[1]}" for cell in row) for row in rows]
    body = "".join(f"<tr>\n{line}\n</tr>\n" for line in lines)
    return f'<table border="1" cellpadding="0" cellspacing="0" style="width: 100%;">\n<tbody>\n{body}</tbody>\n</table>'


def _linked(block: Block, href: str, rng: random.Random) -> str:
    text = escape(block.texts[0].removesuffix(block.anchor), quote=False)
    target = ' target="_blank"' if rng.random() < 0.5 else ""
    return f'{text}<a href="{attribute(href)}"{target}>{escape(block.anchor, quote=False)}</a>'


def block_html(block: Block, rng: random.Random, href: str | None) -> str:
    """Return the HTML of one block; `href` is where its link leads."""
    if block.picture is not None:
        return _picture(block.picture, rng)
    if block.kind == "table":
        return _table(block.rows, rng)
    if block.kind == "list":
        items = "\n".join(f"<li{JUSTIFY}>{escape(text, quote=False)}</li>" for text in block.texts)
        return f"<ul>\n{items}\n</ul>"
    if block.kind == "heading":
        return rng.choice(("<h3>{}</h3>", "<h2>{}</h2>", "<p><strong>{}</strong></p>")).format(
            escape(block.texts[0], quote=False)
        )
    inner = _linked(block, href, rng) if href else paragraph_html(block.texts[0], rng)
    return f"<p{JUSTIFY}>\n\t{inner}</p>" if rng.random() < 0.5 else f"<p{JUSTIFY}>{inner}</p>"


def lead_html(text: str, rng: random.Random) -> str:
    """Return the lead ("sapo") as the page marks it."""
    shown = escape(text, quote=False)
    if rng.random() < 0.6:
        return f'<p class="sapo">{shown}</p>'
    return f'<div class="lead"><strong>{shown}</strong></div>'


def signature_html(name: str) -> str:
    """Return the line that names the author, at the right, after the last paragraph."""
    return f'<p style="text-align: right;"><strong>{escape(name, quote=False)}</strong></p>'
