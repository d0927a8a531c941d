"""The hidden fields of ASP.NET WebForms: a signed state that only the server can make, and the check of a postback."""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from hashlib import sha256

KEY = b"machine key of the sample portal"
PAGER = "ctl00$ContentPlaceHolder1$gvTin"


def _sign(data: bytes) -> bytes:
    return hmac.new(KEY, data, sha256).digest()


def make_state(place: str, page: int) -> tuple[str, str]:
    """Return `__VIEWSTATE` and `__EVENTVALIDATION` of page `page` of the list `place`."""
    data = f"{place}|{page}".encode()
    state = b64encode(data + _sign(data)).decode()
    return state, b64encode(_sign(b"events of " + state.encode())).decode()


def read_postback(form: dict[str, str], place: str) -> int | None:
    """Return the page that a postback asks for, or None if its hidden fields are not those of this list."""
    state, events = form.get("__VIEWSTATE", ""), form.get("__EVENTVALIDATION", "")
    try:
        raw = b64decode(state, validate=True)
    except ValueError:
        return None
    known = hmac.compare_digest(_sign(raw[:-32]), raw[-32:]) and raw[:-32].decode().startswith(f"{place}|")
    expected = b64encode(_sign(b"events of " + state.encode())).decode()
    if not known or not hmac.compare_digest(events, expected) or form.get("__EVENTTARGET") != PAGER:
        return None
    name, _, number = form.get("__EVENTARGUMENT", "").partition("$")
    return int(number) if name == "Page" and number.isdecimal() and len(number) < 5 else None
