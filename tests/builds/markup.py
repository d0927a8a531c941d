"""Blocks of a body as HTML, in the manners that editors of such portals leave behind."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from tests.builds.world import Article


@dataclass(frozen=True)
class Manner:
    """Templates of one build: `%s` stands for the text; `picture` takes address and caption."""

    paragraph: str = "<p>%s</p>"
    heading: str = "<h3>%s</h3>"
    table: str = '<table border="1">%s</table>'
    picture: str = '<p style="text-align:center"><img src="%s" alt=""/></p><p style="text-align:center"><em>%s</em></p>'
    pictures_at: str = "/anh/"


def body_html(article: Article, manner: Manner) -> str:
    """Return the blocks of an article, without its lead and its signature."""
    return "\n".join(_block(kind, content, manner) for kind, content in article.blocks)


def _block(kind: str, content: object, manner: Manner) -> str:
    if kind == "p":
        return manner.paragraph % escape(str(content))
    if kind == "h":
        return manner.heading % escape(str(content))
    assert isinstance(content, (list, tuple))
    if kind == "img":
        return manner.picture % (manner.pictures_at + content[0], escape(content[1]))
    if kind == "table":
        return manner.table % "".join(map(_row, content))
    return f"<{kind}>" + "".join(f"<li>{escape(item)}</li>" for item in content) + f"</{kind}>"


def _row(cells: list[str]) -> str:
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def pages(items: int, size: int) -> int:
    """Return how many pages a list of so many items has."""
    return max(1, -(-items // size))
