"""Whoever registered beforehand votes from afar with a credential nobody can link to them."""

import copy
from typing import Any

import pytest

from services.voting.adapters.wire import decode
from services.voting.domain.ballot import Ballot, MalformedBallot, SignedBallot, Token, read_ballot, sign
from services.voting.domain.board import Additions, Closed, Declared
from services.voting.domain.canonical import canonical
from services.voting.domain.contest import Method
from services.voting.domain.credentials import public_bytes
from services.voting.domain.late import BadToken, Box, UnknownSlip
from services.voting.domain.manifest import Census, Manifest, Registrar
from services.voting.verifier.verify import verify
from shared import blind_rsa, blinding
from tests.unit.voting.elections import BOX, DICE, ELECTION, HEAD, ballot, contest, cred, key

REGISTRAR = blind_rsa.PrivateKey.generate()
ANOTHER = blind_rsa.PrivateKey.generate()
ONE = contest(Method.APPROVAL, 4, seats=2)


def token(number: int, registrar: blind_rsa.PrivateKey = REGISTRAR) -> Token:
    """What a phone does with the registrar, without a network."""
    prefix = blinding.prefix()
    prepared = blinding.prepare(blind_rsa.CREDENTIAL_DOMAIN + public_bytes(key(number)), prefix)
    factor = blinding.factor(registrar.public)
    blinded, inverse = blinding.blind(registrar.public, prepared, blinding.salt(), factor)
    signed = blinding.finalize(registrar.public, prepared, blind_rsa.blind_sign(registrar, blinded), inverse)
    return Token(prefix, signed)


def from_afar(number: int, given: Token, choices: tuple[str, ...] = ("c0",), name: str = "medina") -> SignedBallot:
    return sign(Ballot(ELECTION, name, choices, "0" * 32, cred(number)), key(number), given)


def census(issued: int = 3) -> Census:
    registrar = Registrar(REGISTRAR.public.spki().hex(), issued)
    return Census("medina", frozenset(map(cred, range(1, 4))), registrar=registrar)


def closed(ballots: list[SignedBallot], issued: int = 3) -> Closed:
    keys = (public_bytes(BOX).hex(), public_bytes(HEAD).hex())
    manifest = Manifest(ELECTION, "tn-nefta", "2025", "delegates", (ONE,), (census(issued),), None, *keys)
    return Closed.of(manifest, ballots)


def checked(ballots: list[SignedBallot], issued: int = 3) -> tuple[int, list[str]]:
    whole = Declared.count(closed(ballots, issued), Additions({"medina": DICE}))
    return verify(whole.document(HEAD), whole.closed.manifest.digest, whole.head().value)


def test_a_ballot_from_afar_is_counted_beside_those_of_slips_and_verified() -> None:
    ballots = [from_afar(11, token(11)), from_afar(12, token(12), ("c1",)), ballot(1, ["c0"])]
    assert checked(ballots) == (0, [])


def test_a_ballot_from_afar_has_one_form_of_bytes_read_fast_and_slowly() -> None:
    signed = from_afar(11, token(11))
    assert decode(signed.wire) == read_ballot(signed.wire) == signed
    assert decode(signed.wire).said == signed.said


@pytest.mark.parametrize(
    "change",
    [
        {"token": None},
        {"token": {}},
        {"token": {"prefix": "00", "sig": "00"}},
        {"token": {"prefix": "0" * 64, "sig": "0" * 510}},
        {"token": {"prefix": "0" * 64, "sig": "0" * 512, "more": 1}},
    ],
)
def test_a_token_of_another_form_is_no_ballot(change: dict[str, Any]) -> None:
    wire = canonical(ballot(1, ["c0"]).document() | change)
    for reader in (decode, read_ballot):
        with pytest.raises(MalformedBallot):
            reader(wire)


def test_a_token_of_another_registrar_or_for_another_key_is_refused() -> None:
    box = Box(ELECTION, [ONE], [census()])
    box.check(from_afar(11, token(11)))
    for bad in (token(11, ANOTHER), token(12), Token(bytes(32), token(11).signature)):
        with pytest.raises(BadToken):
            box.check(from_afar(11, bad))


def test_without_a_registrar_no_token_counts_and_without_a_token_no_unknown_key() -> None:
    with pytest.raises(BadToken):
        Box(ELECTION, [ONE], [Census("medina", frozenset())]).check(from_afar(11, token(11)))
    with pytest.raises(UnknownSlip):
        Box(ELECTION, [ONE], [census()]).check(ballot(11, ["c0"]))


def test_the_verifier_finds_a_token_nobody_signed_and_more_ballots_than_credentials() -> None:
    code, reasons = checked([from_afar(11, token(11, ANOTHER))])
    assert (code, "bad-token" in reasons[0]) == (1, True)
    code, reasons = checked([from_afar(n, token(n)) for n in (11, 12)], issued=1)
    assert (code, reasons) == (1, ["medina: 2 ballots from afar, but 1 credentials were issued"])


def test_an_operator_who_swaps_the_registrars_key_is_found_by_the_manifest_that_was_read_out() -> None:
    honest = closed([from_afar(11, token(11))])
    board = copy.deepcopy(Declared.count(honest, Additions({"medina": DICE})).document(HEAD))
    board["manifest"]["contests"][0]["census"]["registrar"]["spki"] = ANOTHER.public.spki().hex()
    assert verify(board, honest.manifest.digest, None)[0] == 1
