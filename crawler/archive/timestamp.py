"""Time stamps of a server that the user names: it says that it has seen a digest, and when.

Source: RFC 3161, https://www.rfc-editor.org/rfc/rfc3161
"""

from __future__ import annotations

import hashlib
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from cryptography import x509
from rfc3161_client import TimestampRequestBuilder, VerificationError, VerifierBuilder, decode_timestamp_response
from rfc3161_client.base import HashAlgorithm
from rfc3161_client.tsp import PKIStatus, TimeStampResponse

from crawler.errors import ConfigurationError

MAX_ANSWER = 1 << 20
"""Bytes; stamps with all their certificates have about 6,000."""
TIMEOUT = 30
"""Seconds."""
SHA256 = x509.ObjectIdentifier("2.16.840.1.101.3.4.2.1")


class StampError(ValueError):
    """Raised when a stamp cannot be had or does not hold; the caller should say so and count on no time."""


class Stamp(NamedTuple):
    """What a time stamp says."""

    time: str
    """UTC, `2026-11-23T16:26:57Z`."""
    server: str
    """The name of the server as its certificate has it; empty if it is not told."""


def request_stamp(url: str, data: bytes) -> bytes:
    """Ask the server at `url` to stamp the SHA-256 of `data`; return its answer. Raises: StampError."""
    request = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).build()
    answer = _post(url, request.as_bytes())
    read_stamp(answer, data)
    if decode_timestamp_response(answer).tst_info.nonce != request.nonce:
        raise StampError("the time stamp answers another question (its nonce is not ours)")
    return answer


def read_stamp(answer: bytes, data: bytes, roots: Sequence[x509.Certificate] = ()) -> Stamp:
    """Return what a stamp over `data` says; with `roots`, only if a server that they vouch for has signed it.

    Without `roots` it is not known who made the stamp. Raises: StampError.
    """
    try:
        response = decode_timestamp_response(answer)
        _check(response, data)
        if roots:
            VerifierBuilder(roots=list(roots)).build().verify_message(response, data)
        return Stamp(_utc(response.tst_info.gen_time), _name(response))
    except VerificationError as error:
        raise StampError(f"no certificate given vouches for the time stamp: {error}") from error
    except StampError:
        raise
    except ValueError as error:
        raise StampError(f"the time stamp cannot be read: {error}") from error


def _check(response: TimeStampResponse, data: bytes) -> None:
    if PKIStatus(response.status) is not PKIStatus.GRANTED:
        raise StampError(f"the server gave no time stamp: {'; '.join(response.status_string) or 'refused'}")
    imprint = response.tst_info.message_imprint
    if imprint.hash_algorithm != SHA256 or imprint.message != hashlib.sha256(data).digest():
        raise StampError("the time stamp is one of something else")


def read_roots(path: Path) -> list[x509.Certificate]:
    """Return the certificates of a PEM file. Raises: ConfigurationError."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ConfigurationError(f"{path}: holds no certificate in PEM form") from error


def _post(url: str, body: bytes) -> bytes:
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    try:
        if urlsplit(url).scheme not in ("http", "https"):
            raise StampError(f"{url!r} is no http or https address of a time stamp server")  # noqa: TRY301
        request = urllib.request.Request(url, body, headers)
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return _read(answer, url)
    except StampError:
        raise
    except urllib.error.URLError as error:
        raise StampError(f"{url}: gave no time stamp: {error.reason}") from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise StampError(f"{url}: gave no time stamp: {error}") from error


def _read(answer: http.client.HTTPResponse, url: str) -> bytes:
    data, end = b"", time.monotonic() + TIMEOUT
    while chunk := answer.read1(MAX_ANSWER):
        data += chunk
        if len(data) > MAX_ANSWER or time.monotonic() > end:
            raise StampError(f"{url}: gave no time stamp, but too much or too slowly")
    return data


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _name(response: TimeStampResponse) -> str:
    """Return the name in the certificate that the stamp was signed with."""
    certificates = [x509.load_der_x509_certificate(data) for data in response.signed_data.certificates]
    for signer in response.signed_data.signer_infos:
        for certificate in certificates:
            if (certificate.issuer, certificate.serial_number) == (signer.issuer, signer.serial_number):
                return certificate.subject.rfc4514_string()
    return ""
