"""Where a web archive's CDX server is asked, and where the same archive gives the payloads.

Sources: https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server (Wayback);
https://pywb.readthedocs.io/en/latest/manual/cdxserver_api.html (pywb); https://index.commoncrawl.org/ and
https://commoncrawl.org/get-started (Common Crawl: `collinfo.json` names the indexes, one for each crawl).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from crawler.cdx.captures import CdxRow
from crawler.errors import ConfigurationError

WAYBACK = "https://web.archive.org/cdx/search/cdx"
COMMON_CRAWL = "index.commoncrawl.org"
COLLECTIONS = "/collinfo.json"


class Server(NamedTuple):
    """A CDX server, and where the same archive gives the payloads."""

    cdx: str
    """Where it is asked; of Common Crawl's list of indexes, where that list is."""
    replay: str | None
    """Address before `<time>id_/<url>`; None for Common Crawl, whose WARC files are read."""
    data: str = ""
    """Common Crawl: address before the name of a WARC file."""

    @property
    def has_collections(self) -> bool:
        """True if this is a list of indexes, each of which is asked."""
        return urlsplit(self.cdx).path == COLLECTIONS

    @property
    def has_resume_keys(self) -> bool:
        """True if its answers go on by key. Pages of the Wayback Machine leave the newest captures out.

        Source: https://github.com/internetarchive/wayback/issues/135
        """
        return urlsplit(self.cdx).path.rstrip("/").endswith("/cdx/search/cdx")

    def payload_url(self, row: CdxRow) -> str:
        """Return where the raw payload of a capture is."""
        if self.replay is None:
            return self.data + row.filename
        return f"{self.replay}{row.stamp}id_/{quote(row.url, safe=':/?&=%#+,;@[]!$()*~' + chr(39))}"


def list_url(cdx: str, host: str, since: date | None, until: date | None, **more: str) -> str:
    """Return the address that lists the captures of a host."""
    query = {"url": host, "matchType": "host", "output": "json", **more}
    query |= {"from": since.strftime("%Y%m%d")} if since else {}
    query |= {"to": until.strftime("%Y%m%d")} if until else {}
    return f"{cdx}?{urlencode(query)}"


def server_of(cdx: str) -> Server:
    """Return the server at an address. Raises: ConfigurationError if it does not say where payloads are."""
    try:
        parts = urlsplit(cdx)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise ConfigurationError(f"--cdx {cdx}: expected an address such as {WAYBACK}")
    path = parts.path.rstrip("/")
    root = f"{parts.scheme}://{parts.netloc}"
    if path == COLLECTIONS or (parts.hostname == COMMON_CRAWL and not path):
        return Server(root + COLLECTIONS, None, _data(parts.scheme, parts.netloc))
    if path.endswith("-index") and "/CC-MAIN-" in path:
        return Server(cdx, None, _data(parts.scheme, parts.netloc))
    if path.endswith("/cdx/search/cdx"):
        return Server(cdx, root + path.removesuffix("/cdx/search/cdx") + "/web/")
    if path.endswith("/cdx"):
        return Server(cdx, root + path.removesuffix("cdx"))
    raise ConfigurationError(
        f"--cdx {cdx}: where are the payloads? Its address should end in /cdx, in -index, or in {COLLECTIONS}"
    )


def _data(scheme: str, netloc: str) -> str:
    """Return where WARC files are: `data.commoncrawl.org` for `index.commoncrawl.org`; else on the same host."""
    host = f"data.{netloc.removeprefix('index.')}" if netloc.startswith("index.") else netloc
    return f"{scheme}://{host}/"
