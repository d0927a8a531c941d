"""A signature over a package's description, in the anonymous form of the WACZ signing specification.

Signed is the text of the digest (`sha256:…`) of `datapackage.json`, which holds the digest of each file. Keys: Ed25519,
or ECDSA with SHA-256 on any curve; an ECDSA signature is r and s side by side, as browsers want it.
Source: https://specs.webrecorder.net/wacz-auth/0.1.0/
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from crawler.errors import ConfigurationError

PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey
PublicKey = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey
VERSION = "0.1.0"
"""Of the specification."""
KEYS = "an Ed25519 or ECDSA key in PEM form (openssl genpkey -algorithm ed25519 -out key.pem)"
FAULTS = (ValueError, TypeError, UnsupportedAlgorithm)


def read_private_key(path: Path, password: str | None = None) -> PrivateKey:
    """Return the key of a PEM file. Raises: ConfigurationError."""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password.encode() if password else None)
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from error
    except TypeError as error:  # a password where none is needed, or none where one is
        raise ConfigurationError(f"{path}: give the password of the key, and only if it has one: {error}") from error
    except FAULTS as error:
        raise ConfigurationError(f"{path}: is no private key that can be read; wanted is {KEYS}") from error
    if not isinstance(key, PrivateKey):
        raise ConfigurationError(f"{path}: is a key of another kind; wanted is {KEYS}")
    return key


def read_public_key(path: Path) -> PublicKey:
    """Return the key of a PEM file. Raises: ConfigurationError."""
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from error
    except FAULTS as error:
        raise ConfigurationError(f"{path}: is no public key in PEM form") from error
    if not isinstance(key, PublicKey):
        raise ConfigurationError(f"{path}: is a public key of another kind than Ed25519 or ECDSA")
    return key


def public_pem(key: PublicKey) -> bytes:
    """Return a public key as a PEM file has it."""
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def fingerprint(key: PublicKey) -> str:
    """Return `SHA256:…`, the hex digest of the key's DER form, for people to compare."""
    return f"SHA256:{hashlib.sha256(_der(key)).hexdigest()}"


def sign(key: PrivateKey, hash_: str, created: str, software: str) -> dict[str, str]:
    """Return `signedData` over the digest `sha256:…` of a package's description, made at `created`."""
    text = hash_.encode()
    if isinstance(key, ed25519.Ed25519PrivateKey):
        signature = key.sign(text)
    else:
        size = (key.curve.key_size + 7) // 8
        pair = decode_dss_signature(key.sign(text, ec.ECDSA(SHA256())))
        signature = b"".join(number.to_bytes(size, "big") for number in pair)
    public = base64.b64encode(_der(key.public_key())).decode()
    return {
        "hash": hash_, "created": created, "software": software, "version": VERSION,
        "signature": base64.b64encode(signature).decode(), "publicKey": public,
    }  # fmt: skip


def signer(signed: dict[str, Any], hash_: str) -> PublicKey:
    """Return whose signature over this digest `signedData` holds. Raises: ValueError that says why it is none."""
    if signed.get("hash") != hash_:
        raise ValueError("the signature is one over another package")
    key = _public_key(signed)
    try:
        signature = base64.b64decode(str(signed.get("signature")), validate=True)
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, hash_.encode())
        else:
            key.verify(_in_der(key, signature), hash_.encode(), ec.ECDSA(SHA256()))
    except (InvalidSignature, *FAULTS) as error:
        raise ValueError("the signature does not fit the package and the key") from error
    return key


def _public_key(signed: dict[str, Any]) -> PublicKey:
    try:
        key = serialization.load_der_public_key(base64.b64decode(str(signed.get("publicKey")), validate=True))
    except FAULTS as error:
        raise ValueError("the public key of the signature cannot be read") from error
    if not isinstance(key, PublicKey):
        raise ValueError("the public key of the signature is of another kind than Ed25519 or ECDSA")  # noqa: TRY004
    return key


def _in_der(key: ec.EllipticCurvePublicKey, signature: bytes) -> bytes:
    """Return an ECDSA signature in the form that libraries want, whichever of both it has."""
    size = (key.curve.key_size + 7) // 8
    if len(signature) != 2 * size:
        return signature
    return encode_dss_signature(int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big"))


def _der(key: PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
