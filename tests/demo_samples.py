"""What the sample portal's tests share: a portal without a server, and a plain reading of a page that is not ours."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

import lxml.html

from crawler.demo.addresses import Hosts
from crawler.demo.articles import World
from crawler.demo.replies import Reply
from crawler.demo.routes import answer, asked
from crawler.demo.state import SamplePortal

START = datetime(2021, 10, 1, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
HOSTS = Hosts("127.0.0.1:8642", "localhost:8642")


def sample_portal(articles: int = 300, seed: int = 2021) -> SamplePortal:
    """Return a sample portal that answers in this process."""
    return SamplePortal(World(seed, articles, START), HOSTS)


def get(portal: SamplePortal, address: str) -> Reply:
    """Return the answer to an address, absolute or a path."""
    mirror = HOSTS.mirror in address
    path = address.removeprefix(f"http://{HOSTS.mirror}").removeprefix(f"http://{HOSTS.main}")
    portal.requests += 1
    return answer(portal, asked(path, mirror=mirror))


def decoded(reply: Reply) -> str:
    """Return a page as a reader sees it: decoded as it declares itself, in NFC."""
    charset = "cp1258" if "1258" in reply.content_type else "utf-8"
    return unicodedata.normalize("NFC", reply.body.decode(charset))


def folded(text: str) -> str:
    """Return text with white space folded."""
    return " ".join(text.split())


def tree(reply: Reply) -> lxml.html.HtmlElement:
    """Return a page parsed."""
    return lxml.html.fromstring(decoded(reply))


def printed_paragraphs(page: lxml.html.HtmlElement) -> list[str]:
    """Return what stands in the article's container, element by element, white space folded; tables row by row."""
    (container,) = page.xpath("//div[@class='journal-content-article']")
    found: list[str] = []
    for element in container:
        if element.tag == "table":
            rows = [" | ".join(folded(cell.text_content()) for cell in row) for row in element.iter("tr")]
            found.append("\n".join(filter(None, rows)))
        elif element.tag == "ul":
            found += [folded(item.text_content()) for item in element]
        else:
            found.append(folded(element.text_content()))
    return [text for text in found if text]
