"""One capture from a web archive: what to ask its server for, and the exchange in its answer."""

from __future__ import annotations

from scrapy.http import Response

from crawler.archive.exchange import Exchange
from crawler.backfill.memento import exchange_of_memento, exchange_of_record, memento_time
from crawler.cdx.captures import CdxRow
from crawler.cdx.server import Server


def payload_headers(row: CdxRow, server: Server) -> dict[str, str]:
    """Return the request headers: a server without replay gives a range of a WARC file, as it is."""
    if server.replay is None:
        return {"Range": f"bytes={row.offset}-{row.offset + row.length - 1}", "Accept-Encoding": "identity"}
    return {"Accept-Encoding": "gzip, deflate, br, zstd"}


def source_of(row: CdxRow, server: Server) -> str:
    """Return where the payload of a capture is, for people, and as no other one is called."""
    url = server.payload_url(row)
    return f"{url} bytes {row.offset}-{row.offset + row.length - 1}" if server.replay is None else url


def listed_as(row: CdxRow) -> str:
    """Return what the list says of a capture: where that changes, there may be another one now."""
    return f"{row.status} {row.digest}"


def exchange_in(response: Response, row: CdxRow, server: Server) -> Exchange | None:
    """Return the exchange of this very capture, or None if the server gave another one, or none."""
    if "dataloss" in response.flags:
        return None
    if server.replay is None:
        return exchange_of_record(row, _range_of(response, row)) if response.status in (200, 206) else None
    headers = tuple((name, value) for name, values in response.headers.items() for value in values)
    if (memento_time(headers) or "")[:19] != row.at[:19]:
        return None
    return exchange_of_memento(row, response.status, headers, response.body)


def _range_of(response: Response, row: CdxRow) -> bytes:
    """Return the bytes that were asked for; a server that knows no ranges gives the file from its beginning."""
    return response.body[row.offset :][: row.length] if response.status == 200 else response.body[: row.length]
