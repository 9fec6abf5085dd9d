"""The registrar signs without seeing, exactly as RFC 9474 says."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from shared import blinding
from shared.blind_rsa import (
    ALGORITHM,
    BlindedMessageInvalid,
    KeyNotUsable,
    PrivateKey,
    PublicKey,
    blind_sign,
    verify,
)
from shared.blinding import BlindingImpossible, SignatureInvalid, blind, finalize, prepare, pss_encoded

VECTORS = json.loads((Path(__file__).parent / "rfc9474_vectors.json").read_text())
KEY = PrivateKey.generate()
PUBLIC = KEY.public
SALTS = st.binary(min_size=48, max_size=48)
FACTORS = st.integers(1, PUBLIC.n - 1)


def number(vector: dict[str, Any], name: str) -> int:
    return int(str(vector[name]).removeprefix("0x"), 16)


def octets(vector: dict[str, Any], name: str) -> bytes:
    return bytes.fromhex(str(vector[name]).removeprefix("0x"))


def key_of(vector: dict[str, Any]) -> PrivateKey:
    n, e, d, p, q = (number(vector, name) for name in "nedpq")
    crt = rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q)
    return PrivateKey(rsa.RSAPrivateNumbers(p, q, d, *crt, rsa.RSAPublicNumbers(e, n)))


def factor_of(vector: dict[str, Any]) -> int:
    return pow(number(vector, "inv"), -1, number(vector, "n"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_hiding_and_signing_give_the_bytes_of_the_standard(vector: dict[str, Any]) -> None:
    key, prepared = key_of(vector), octets(vector, "input_msg")
    hidden, inverse = blind(key.public, prepared, octets(vector, "salt"), factor_of(vector))
    assert hidden == octets(vector, "blinded_msg")
    assert inverse == number(vector, "inv")
    assert blind_sign(key, hidden) == octets(vector, "blind_sig")
    if "encoded_msg" in vector:
        bits = key.public.n.bit_length() - 1
        assert pss_encoded(prepared, bits, octets(vector, "salt")) == octets(vector, "encoded_msg")


@pytest.mark.parametrize("vector", [v for v in VECTORS if v["name"] == ALGORITHM], ids=lambda v: v["name"])
def test_the_variant_we_use_uncovers_the_signature_of_the_standard(vector: dict[str, Any]) -> None:
    key, prepared = key_of(vector).public, octets(vector, "input_msg")
    assert prepare(octets(vector, "msg"), octets(vector, "msg_prefix")) == prepared
    signature = finalize(key, prepared, octets(vector, "blind_sig"), number(vector, "inv"))
    assert signature == octets(vector, "sig")
    assert verify(key, prepared, signature)
    assert not verify(key, prepared + b"!", signature)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=200), st.binary(min_size=32, max_size=32), SALTS, FACTORS)
def test_whatever_is_signed_blindly_is_an_ordinary_signature_afterwards(
    message: bytes, drawn: bytes, salted: bytes, by: int
) -> None:
    prepared = prepare(message, drawn)
    hidden, inverse = blind(PUBLIC, prepared, salted, by)
    signature = finalize(PUBLIC, prepared, blind_sign(KEY, hidden), inverse)
    assert verify(PUBLIC, prepared, signature)
    assert int.from_bytes(signature) != int.from_bytes(hidden)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=50), st.binary(max_size=50), SALTS, FACTORS)
def test_what_the_registrar_saw_fits_every_signature_equally_well(
    mine: bytes, other: bytes, salted: bytes, by: int
) -> None:
    """For any blinded message and any message there is a factor that leads from one to the other: nothing links them."""
    hidden, _ = blind(PUBLIC, mine, salted, by)
    encoded = int.from_bytes(pss_encoded(other, PUBLIC.n.bit_length() - 1, salted))
    ratio = int.from_bytes(hidden) * pow(encoded, -1, PUBLIC.n) % PUBLIC.n
    assert blind(PUBLIC, other, salted, KEY.raised(ratio))[0] == hidden


@settings(max_examples=25, deadline=None)
@given(SALTS, FACTORS, st.integers(0, 2047))
def test_an_answer_with_one_bit_changed_is_no_signature(salted: bytes, by: int, bit: int) -> None:
    hidden, inverse = blind(PUBLIC, b"key", salted, by)
    changed = (int.from_bytes(blind_sign(KEY, hidden)) ^ (1 << bit)).to_bytes(PUBLIC.length)
    with pytest.raises(SignatureInvalid):
        finalize(PUBLIC, b"key", changed, inverse)


def test_the_same_bytes_get_the_same_answer() -> None:
    hidden, _ = blind(PUBLIC, b"key", blinding.salt(), blinding.factor(PUBLIC))
    assert blind_sign(KEY, hidden) == blind_sign(KEY, hidden)


@pytest.mark.parametrize(
    "wrong",
    [b"", b"\x01" * 255, bytes(256), b"\x01" * 257, PUBLIC.n.to_bytes(256), (PUBLIC.n + 1).to_bytes(256)],
    ids=["nothing", "short", "zero", "long", "the modulus", "above the modulus"],
)
def test_what_is_no_number_below_the_modulus_is_not_signed(wrong: bytes) -> None:
    with pytest.raises(BlindedMessageInvalid):
        blind_sign(KEY, wrong)


def test_a_factor_that_shares_a_divisor_with_the_modulus_hides_nothing() -> None:
    with pytest.raises(BlindingImpossible):
        blind(PUBLIC, b"key", blinding.salt(), KEY.numbers.p)


def test_keys_travel_in_the_forms_that_browsers_read() -> None:
    assert PublicKey.from_spki(PUBLIC.spki()) == PUBLIC
    assert PrivateKey.from_pkcs8(KEY.pkcs8()).public == PUBLIC


def test_a_signature_of_another_key_is_none() -> None:
    hidden, inverse = blind(PUBLIC, b"key", blinding.salt(), blinding.factor(PUBLIC))
    signature = finalize(PUBLIC, b"key", blind_sign(KEY, hidden), inverse)
    assert not verify(PrivateKey.generate().public, b"key", signature)


def spki(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def test_only_a_strong_rsa_key_is_taken() -> None:
    weak = spki(rsa.generate_private_key(65537, 1024).public_key())
    elliptic = spki(ec.generate_private_key(ec.SECP256R1()).public_key())
    for der in (weak, elliptic, b"noise"):
        with pytest.raises(KeyNotUsable):
            PublicKey.from_spki(der)
