"""Who signed a package, and by when it was there: made when it is packed, checked when it is read back.

Both stand in `datapackage-digest.json`: `signedData` as the WACZ signing specification has it, and beside it
`timestamp`, the answer of an RFC 3161 server over the signature (of a package without one: over the digest).
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.x509 import Certificate

from crawler.archive.signature import PrivateKey, PublicKey, fingerprint, sign, signer
from crawler.archive.timestamp import Stamp, read_stamp, request_stamp
from crawler.verify.report import Code, Finding

DISTRUST = "count on no more than on a package without this proof, and ask its maker"


class Wanted(NamedTuple):
    """Which proof a package is to get."""

    key: PrivateKey | None = None
    server: str | None = None
    """Address of a time stamp server."""

    def facts(self) -> dict[str, str]:
        """Return what the package's description says of it, so that nobody can take the proof away unseen."""
        named = {"signedBy": fingerprint(self.key.public_key()) if self.key else "", "timestampServer": self.server}
        return {name: value for name, value in named.items() if value}

    def make(self, hash_: str, created: str, software: str) -> dict[str, Any]:
        """Return what is to stand beside the digest `sha256:…`. Raises: StampError."""
        proof: dict[str, Any] = {}
        if self.key is not None:
            proof["signedData"] = sign(self.key, hash_, created, software)
        if self.server is not None:
            answer = request_stamp(self.server, _stamped(hash_, proof))
            proof["timestamp"] = {"server": self.server, "response": base64.b64encode(answer).decode()}
        return proof


class Trust(NamedTuple):
    """Whom the reader of a package trusts; without it a proof is shown, and nobody vouches for it."""

    key: PublicKey | None = None
    roots: tuple[Certificate, ...] = ()
    """Root certificates of a time stamp server."""


def proof_findings(
    path: Path, described: dict[str, Any], digest: dict[str, Any], trust: Trust, *, ours: bool
) -> Iterator[Finding]:
    """Yield what the proof of a package is worth; `described` is its description, `digest` what stands beside it."""
    yield from _of_signature(str(path), described, digest, trust, ours=ours)
    yield from _of_stamp(str(path), described, digest, trust)


def _stamped(hash_: str, proof: dict[str, Any]) -> bytes:
    signed = proof.get("signedData")
    return str(signed["signature"] if signed else hash_).encode()


def _of_signature(
    path: str, described: dict[str, Any], digest: dict[str, Any], trust: Trust, *, ours: bool
) -> Iterator[Finding]:
    signed, stated = digest.get("signedData"), described.get("signedBy") if ours else None
    if signed is None:
        if stated or trust.key:
            yield _bad(path, f"is not signed{f', but was: by {stated}' if stated else ''}")
        return
    if not ours and isinstance(signed, dict) and "publicKey" not in signed and trust.key is None:
        message = f"is signed for {signed.get('domain')!r} by a certificate; this was not checked"
        yield _note("proof_unchecked", path, message, "check it with the program that made it")
        return
    try:
        key = _signer(described, digest, trust, ours=ours)
    except ValueError as error:
        yield _bad(path, str(error))
    else:
        yield _signed_by(path, key, known=trust.key is not None)


def _signer(described: dict[str, Any], digest: dict[str, Any], trust: Trust, *, ours: bool) -> str:
    """Return the fingerprint of the key that signed. Raises: ValueError if it is none, or not the one it should be."""
    signed = digest["signedData"]
    if not isinstance(signed, dict):
        raise ValueError("the signature cannot be read")  # noqa: TRY004
    key, stated = fingerprint(signer(signed, str(digest.get("hash")))), described.get("signedBy")
    if ours and (key != stated or signed.get("created") != described.get("created")):
        raise ValueError(f"is signed by {key}, and says of itself: {stated or 'not signed'}")
    if trust.key is not None and key != fingerprint(trust.key):
        raise ValueError(f"is signed by {key}, not by the key that was given")
    return key


def _signed_by(path: str, key: str, *, known: bool) -> Finding:
    if known:
        return _note("package_signed", path, f"is signed by {key}, the key that was given", "nothing to do")
    advice = "compare this with what its maker published, or name their key: --key PUBLIC.pem"
    return _note("package_signed", path, f"is signed by {key}; whose key this is, the package cannot prove", advice)


def _of_stamp(path: str, described: dict[str, Any], digest: dict[str, Any], trust: Trust) -> Iterator[Finding]:
    held, stated = digest.get("timestamp"), described.get("timestampServer")
    if held is None:
        if stated or trust.roots:
            yield _bad(path, f"has no time stamp{f', but had one of {stated}' if stated else ''}")
        return
    try:
        stamp = _stamp(held, stated, digest, trust)
    except (ValueError, KeyError, TypeError) as error:
        yield _bad(path, str(error))
        return
    said = f"was there by {stamp.time}, says {stamp.server or 'a server without a name'} ({stated})"
    if trust.roots:
        yield _note("package_stamped", path, said, "nothing to do")
    else:
        advice = "name the root certificate of the server: --tsa-roots ROOTS.pem"
        yield _note("package_stamped", path, f"{said}; the server's own signature was not checked", advice)


def _stamp(held: object, stated: object, digest: dict[str, Any], trust: Trust) -> Stamp:
    """Return what the time stamp says. Raises: ValueError if it is none, or of another server than stated."""
    if not isinstance(held, dict) or held.get("server") != stated:
        raise ValueError("the time stamp is not of the server that the package names")
    answer = base64.b64decode(str(held.get("response")), validate=True)
    return read_stamp(answer, _stamped(str(digest.get("hash")), digest), trust.roots)


def _bad(path: str, message: str) -> Finding:
    return Finding(code="proof_wrong", file=path, message=message, advice=DISTRUST)


def _note(code: Code, path: str, message: str, advice: str) -> Finding:
    return Finding(code=code, file=path, message=message, advice=advice)
