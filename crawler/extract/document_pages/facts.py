"""Printed values of an official document -> the columns of a `Document`, for detail pages and rows of lists alike."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.extract.citations import find_citations
from crawler.extract.document_pages.days import DAY_FIELDS, has_day, order_of, read_day
from crawler.extract.document_pages.signers import read_signer
from crawler.extract.fingerprint import document_fingerprint
from crawler.extract.numbers.bodies import certain_code, fits, read_body
from crawler.extract.numbers.doctypes import TYPES, code_of_name
from crawler.extract.numbers.home import NOWHERE, Home
from crawler.extract.numbers.keys import bare_key, make_key, settle_type
from crawler.extract.numbers.symbols import Symbol, read_symbol
from crawler.extract.text import fold
from crawler.items import Attachment, DateOrder, Document

NO_NUMBER = re.compile(r"^\W*(?:khong so|khong co so|khong co|khong|k so|ko so|chua co so)\W*$")
BARE = re.compile(r"^\d{1,6}$")
LONGEST_NUMBER = 80


def read_number(printed: str | None) -> str | None:
    """Return a printed number, None for `Không số` and for what has no digit; words around it are none of it."""
    if printed is None or len(printed) > LONGEST_NUMBER or NO_NUMBER.match(fold(printed)):
        return None
    cited = find_citations(printed) if read_symbol(printed) is None else ()
    if len(cited) == 1 and len(cited[0].raw) == len(printed) and cited[0].number:
        return cited[0].number  # `Kế hoạch số 15/KH-UBND ngày 12/5/2023`
    return printed if re.search(r"\d", printed) else None


def own_number(text: str) -> str | None:
    """Return the number that is all of a text, with the name of its type or without; None for any other text."""
    if len(text) > LONGEST_NUMBER or "/" not in text:
        return None
    number = text if read_symbol(text) is not None else read_number(text)
    return number if number is not None and (number != text or read_symbol(text) is not None) else None


def number_key(
    number: str | None, type_: str | None, issuer: str | None, issued_on: str | None, home: Home = NOWHERE
) -> str | None:
    """Return the key under which citations name the document: `kh|206|2021|ubnd@ha-noi`; None without a number.

    Type, issuer and day are the page's own, `home` is the place of its portal; unknown parts are `?`. None too where
    the number follows no known grammar.
    """
    code = code_of_name(type_)
    year = int(issued_on[:4]) if issued_on else None
    symbol = read_symbol(number, code) if number else None
    if symbol is not None:
        return make_key(symbol, code, year, _place(symbol, issuer, home))
    if number is None or code is None or not BARE.match(number.strip()):
        return None
    body = read_body(issuer, fold(issuer), 0) if issuer else None
    return bare_key(number.strip(), code, year, certain_code(code, body), body.place_slug(home) if body else None)


def _place(symbol: Symbol, issuer: str | None, home: Home) -> str | None:
    """Return the slug of the place that the issuer's printed name gives, where it fits the code in the number."""
    body = read_body(issuer, fold(issuer), 0) if issuer else None
    if body is None or (symbol.issuer and not fits(symbol.issuer.split("-")[0], body)):
        return None
    return body.place_slug(home)


def type_of_number(number: str | None) -> str | None:
    """Return the name of the type whose code a number carries: `206/KH-UBND` -> `Kế hoạch`."""
    symbol = read_symbol(number) if number else None
    code = settle_type(symbol, None) if symbol is not None and symbol.type is not None else None
    return TYPES[code] if code else None


def make_document(
    url: str,
    values: Mapping[str, str],
    attachments: tuple[Attachment, ...],
    home: Home = NOWHERE,
    order: DateOrder | None = None,
) -> Document:
    """Return the document that the labelled values describe. A day that cannot be read is None.

    `order` is what is known to come first in dates that may be either way round.
    """
    number = read_number(values.get("number"))
    order = order_of(values.get(field, "") for field in DAY_FIELDS) or order
    issued = read_day(values.get("issued_on", values.get("signed_on", "")), order)
    type_ = values.get("type") or type_of_number(number)
    status = values.get("status")
    fields = {
        "number": number,
        "type": type_,
        "issuer": values.get("issuer"),
        "issued_on": issued,
        "effective_on": read_day(values.get("effective_on", ""), order),
        "signer": read_signer(values.get("signer")),
        "abstract": values.get("abstract"),
        "status": None if status and has_day(status) else status,
    }
    return Document(
        url=url,
        number_norm=number_key(number, type_, fields["issuer"], issued, home),
        attachments=attachments,
        fingerprint=document_fingerprint(fields.values(), attachments),
        **fields,
    )
