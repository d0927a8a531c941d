"""The addresses of the sample portal: five shapes for one article, two hosts for one page, files under Liferay's paths.

Source: shapes a to e of the Hà Nội Liferay 6.x portals (`_101_assetEntryId`, `_101_viewMode`, `asset_publisher`,
`view_content`), and the pager of Liferay 6's search container with its empty `_keywords`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from html import escape
from typing import Literal
from urllib.parse import quote, urlencode

from crawler.demo.articles import Head
from crawler.demo.organisation import GROUP_ID, MIRROR_PREFIX

Shape = Literal["a", "b", "c", "d", "e", "en", "canonical"]
SHAPES: tuple[Shape, ...] = ("a", "b", "c", "d", "e", "a", "d", "en")
VIEW = "/asset_publisher/view_content"


@dataclass(frozen=True, slots=True)
class Hosts:
    """The two names of one server, each with its port."""

    main: str
    mirror: str

    def root(self, *, mirror: bool) -> str:
        """Return scheme, host and the prefix under which that host keeps its pages."""
        return f"http://{self.mirror}{MIRROR_PREFIX}" if mirror else f"http://{self.main}"


def instance(path: str) -> str:
    """Return the portlet instance id of a section's list: twelve letters and digits."""
    digest = blake2b(path.encode(), digest_size=9).hexdigest()
    return "".join("abcdefghjkLMNPQR"[int(char, 16)] if index % 2 else char for index, char in enumerate(digest))[:12]


def entry_id(id_: int) -> int:
    """Return Liferay's assetEntryId of an article."""
    return 15_000_007 + 13 * id_


def id_from_entry(entry: int) -> int | None:
    """Return the article with this assetEntryId, or None."""
    id_, rest = divmod(entry - 15_000_007, 13)
    return id_ if rest == 0 else None


def _by_parameters(pairs: tuple[tuple[str, str], ...]) -> str:
    return "?" + urlencode(pairs)


def article_address(head: Head, shape: Shape, page: str) -> str:
    """Return path and query of an article under `page` (`/tin-tuc`), in one of the shapes of the family."""
    slug, entry = head.slug, str(entry_id(head.id))
    common = (("p_p_id", "101"), ("p_p_lifecycle", "0"), ("p_p_state", "normal"), ("p_p_mode", "view"))
    content = (("_101_type", "content"), ("_101_urlTitle", slug))
    action = ("_101_struts_action", VIEW)
    column = (("p_p_col_id", "column-1"), ("p_p_col_count", "1"))
    if shape == "a":
        return page + _by_parameters((*common, *column, action, ("_101_assetEntryId", entry), *content))
    if shape == "b":
        return page + _by_parameters((*common, *column, action, ("_101_viewMode", "view"), *content))
    if shape == "c":
        place = (("p_p_col_id", "column-2"), ("p_p_col_pos", "5"), ("p_p_col_count", "9"))
        cut = (("_101_urlTitle", slug + "-" * (head.id % 7 == 0)), ("_101_type", "content"))
        return page + _by_parameters((*cut, action, ("_101_assetEntryId", entry), *place, *common))
    if shape == "d":
        return f"{page}/-/asset_publisher/{instance(page)}/content/{slug}" + (
            f"?_101_INSTANCE_{instance(page)}_viewMode=view" if head.id % 3 == 0 else ""
        )
    if shape == "canonical":
        return "/" + _by_parameters((action, *content, ("p_p_id", "101")))
    return f"{'/en' if shape == 'en' else ''}{page}/-/view_content/{entry}-{slug}.html"


def link_to(head: Head, page: str, hosts: Hosts, *, place: str, mirror: bool) -> str:
    """Return the address under which `place` (a list, a page) links to an article; `mirror`: seen on which host.

    The same article gets another shape, and now and then the other host, in another place.
    """
    roll = int.from_bytes(blake2b(f"{head.id}|{place}".encode(), digest_size=4).digest())
    local = article_address(head, SHAPES[roll % len(SHAPES)], page)
    if roll >> 8 & 7 == 0:
        return hosts.root(mirror=not mirror) + local
    return hosts.root(mirror=mirror) + local if roll >> 12 & 1 else (MIRROR_PREFIX if mirror else "") + local


def print_view(head: Head, page: str) -> str:
    """Return the address of the print view: a trap that the portal file ignores."""
    return article_address(head, "a", page).replace("p_p_state=normal", "p_p_state=pop_up")


def list_page(page: str, number: int, delta: int) -> str:
    """Return path and query of page `number` of a list."""
    name = f"101_INSTANCE_{instance(page)}"
    pairs = (
        ("p_p_id", name),
        ("p_p_lifecycle", "0"),
        ("p_p_state", "normal"),
        ("p_p_mode", "view"),
        ("p_p_col_id", "column-1"),
        ("p_p_col_count", "1"),
        (f"_{name}_delta", str(delta)),
        (f"_{name}_keywords", ""),
        (f"_{name}_advancedSearch", "false"),
        (f"_{name}_andOperator", "true"),
        ("p_r_p_564233524_resetCur", "false"),
        (f"_{name}_cur", str(number)),
    )
    return page + _by_parameters(pairs)


def page_number(query: str) -> int:
    """Return the page of a list that a query string asks for; 1 if it does not say."""
    match = re.search(r"_101_INSTANCE_\w+_cur=(\d{1,6})(?:&|$)", query)
    return max(int(match[1]), 1) if match else 1


def document_address(id_: int, page: str) -> str:
    """Return the path of a document's detail page."""
    return f"{page}/-/van-ban/{id_}"


def picture_address(number: int) -> str:
    """Return path and query of a picture of an article."""
    image = 2_000_003 + number
    if number % 4 == 3:
        return f"/documents/{GROUP_ID}/30/anh-{image}.png"
    return f"/image/journal/article?img_id={image}&t=16{number % 100_000_000:08d}"


def picture_number(image: int) -> int:
    """Return the number that `picture_address` was given."""
    return image - 2_000_003


def file_uuid(owner: Literal["article", "document"], id_: int, ordinal: int) -> str:
    """Return the uuid of an attached file; who owns it can be read back from it."""
    check = blake2b(f"{owner}{id_}/{ordinal}".encode(), digest_size=7).hexdigest()
    return f"{'a' if owner == 'article' else 'd'}{id_:07x}-{ordinal:04x}-4{check[:3]}-8b{check[3:5]}-{check[2:]}"


def file_owner(uuid: str) -> tuple[Literal["article", "document"], int, int] | None:
    """Return kind, id and ordinal from a uuid of `file_uuid`, or None."""
    match = re.fullmatch(r"([ad])([0-9a-f]{7})-([0-9a-f]{4})-4[0-9a-f]{3}-8b[0-9a-f]{2}-[0-9a-f]{12}", uuid)
    if not match:
        return None
    owner: Literal["article", "document"] = "article" if match[1] == "a" else "document"
    id_, ordinal = int(match[2], 16), int(match[3], 16)
    return (owner, id_, ordinal) if file_uuid(owner, id_, ordinal) == uuid else None


def file_address(uuid: str, filename: str, stamp: int) -> str:
    """Return path and query of an attached file, in either of Liferay's two forms."""
    if stamp % 3 == 0:
        return f"/c/document_library/get_file?uuid={uuid}&groupId={GROUP_ID}"
    name = quote(filename.replace(" ", "+"), safe="+")
    return f"/documents/{GROUP_ID}/20/{name}/{uuid}?version=1.0&t={stamp}"


def attribute(address: str) -> str:
    """Return an address as it stands in an attribute of a page."""
    return escape(address, quote=True)
