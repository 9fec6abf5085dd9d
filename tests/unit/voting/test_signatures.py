"""What counts as signed: the box and whoever recounts use different libraries, and must not differ over a ballot."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from services.voting.domain.credentials import signed_by

ORDER = 2**252 + 27742317777372353535851937790883648493
# Points of order 1, 2 and 4 (RFC 7748, 7): with them as key, signatures can be made that nobody made.
SMALL = [(1).to_bytes(32, "little"), (2**255 - 20).to_bytes(32, "little"), bytes(32)]


def by_openssl(public: bytes, signature: bytes, body: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, body)
    except (InvalidSignature, ValueError):
        return False
    return True


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=300))
def test_what_was_signed_is_signed_for_both(seed: bytes, body: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(body)
    assert signed_by(public, signature, body)
    assert by_openssl(public, signature, body)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=1, max_size=300), st.data())
def test_one_flipped_bit_anywhere_is_signed_for_neither(seed: bytes, body: bytes, data: st.DataObject) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    whole = bytearray(key.sign(body) + body)
    place = data.draw(st.integers(0, 8 * len(whole) - 1))
    whole[place // 8] ^= 1 << place % 8
    public, signature, said = key.public_key().public_bytes_raw(), bytes(whole[:64]), bytes(whole[64:])
    assert not signed_by(public, signature, said)
    assert not by_openssl(public, signature, said)


def test_a_second_spelling_of_a_signature_is_refused_by_both() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    public, signature = key.public_key().public_bytes_raw(), key.sign(b"a ballot")
    other = signature[:32] + (int.from_bytes(signature[32:], "little") + ORDER).to_bytes(32, "little")
    assert not signed_by(public, other, b"a ballot")
    assert not by_openssl(public, other, b"a ballot")


@pytest.mark.parametrize("public", SMALL)
def test_a_key_of_small_order_signs_nothing(public: bytes) -> None:
    assert not signed_by(public, SMALL[0] + bytes(32), b"a ballot")


@pytest.mark.parametrize("cut", [0, 1, 63, 65])
def test_a_signature_of_another_length_is_none(cut: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    public, whole = key.public_key().public_bytes_raw(), key.sign(b"a ballot") + b"a ballot"
    assert not signed_by(public, whole[:cut], whole[cut:])
    assert not signed_by(public[:31], whole[:64], whole[64:])
