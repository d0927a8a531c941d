"""Signatures over a digest: each kind of key, each changed bit, and input that is none."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.signature import PrivateKey, fingerprint, read_private_key, sign, signer
from crawler.archive.timestamp import StampError, read_stamp
from crawler.errors import ConfigurationError

KEYS: dict[str, PrivateKey] = {
    "ed25519": ed25519.Ed25519PrivateKey.generate(),
    "p256": ec.generate_private_key(ec.SECP256R1()),
    "p384": ec.generate_private_key(ec.SECP384R1()),
    "p521": ec.generate_private_key(ec.SECP521R1()),
}
HASH = "sha256:" + "ab" * 32


def private_pem(key: Any, password: bytes | None = None) -> bytes:
    encryption = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption))


def test_a_key_that_is_none_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    rsa_key = rsa.generate_private_key(65537, 2048)
    for content, said in (
        (b"no key", "is no private key"),
        (private_pem(rsa_key), "is a key of another kind"),
        (private_pem(KEYS["p256"], b"secret"), "password"),
    ):
        path.write_bytes(content)
        with pytest.raises(ConfigurationError, match=said):
            read_private_key(path)
    assert fingerprint(read_private_key(path, "secret").public_key()) == fingerprint(KEYS["p256"].public_key())
    with pytest.raises(ConfigurationError, match="is no private key"):
        read_private_key(path, "wrong")
    with pytest.raises(ConfigurationError, match="No such file"):
        read_private_key(tmp_path / "none.pem")


@pytest.mark.parametrize("kind", KEYS)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_bit_changed_in_a_signature_makes_it_none(kind: str, place: float, bit: int) -> None:
    signed: dict[str, Any] = dict(sign(KEYS[kind], HASH, "2026-01-01T00:00:00Z", "kho/1"))
    assert fingerprint(signer(signed, HASH)) == fingerprint(KEYS[kind].public_key())
    data = bytearray(base64.b64decode(signed["signature"]))
    data[int(place * len(data))] ^= 1 << bit
    with pytest.raises(ValueError, match="does not fit"):
        signer(signed | {"signature": base64.b64encode(data).decode()}, HASH)
    with pytest.raises(ValueError, match="over another package"):
        signer(signed, HASH[:-1] + "0")


@given(st.dictionaries(st.sampled_from(["hash", "publicKey", "signature"]), st.none() | st.text() | st.integers()))
def test_any_nonsense_in_place_of_a_signature_is_a_fault_with_a_message(signed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="signature"):
        signer(signed | {"hash": HASH}, HASH)


@given(st.binary(max_size=200))
def test_any_nonsense_in_place_of_a_time_stamp_is_a_fault_with_a_message(answer: bytes) -> None:
    with pytest.raises(StampError, match="time stamp"):
        read_stamp(answer, b"x")
