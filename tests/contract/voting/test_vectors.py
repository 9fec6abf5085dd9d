"""The bytes every implementation must make: the web's tests read the same file."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.voting import voter
from services.voting.domain.ballot import read_ballot
from services.voting.domain.canonical import NotCanonical, canonical, parse
from services.voting.domain.codes import code_of, grouped, read_code
from services.voting.domain.credentials import credential, slip_seed
from services.voting.domain.late import word
from services.voting.domain.manifest import spoken
from services.voting.domain.receipt import Receipt

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("canonical_vectors.json").read_text())


@pytest.mark.parametrize("vector", VECTORS["canonical"])
def test_every_language_writes_these_bytes(vector: dict[str, Any]) -> None:
    assert canonical(vector["value"]).hex() == vector["bytes_hex"]


@pytest.mark.parametrize("text", VECTORS["refused_text"])
def test_every_language_refuses_these_texts(text: str) -> None:
    with pytest.raises(NotCanonical):
        parse(text.encode())


@pytest.mark.parametrize("vector", VECTORS["codes"])
def test_every_language_reads_these_codes(vector: dict[str, str]) -> None:
    assert code_of(int(vector["number"])) == vector["code"] == read_code(vector["eastern"])
    assert grouped(vector["code"]) == vector["printed"]


@pytest.mark.parametrize("vector", VECTORS["ballots"])
def test_every_phone_signs_this_ballot_with_this_slip(vector: dict[str, Any]) -> None:
    election, contest = vector["election"], vector["contest"]
    choices = tuple(one if isinstance(one, str) else tuple(one) for one in vector["choices"])
    assert slip_seed(vector["code"], election).hex() == vector["seed"]
    assert credential(bytes.fromhex(vector["public"])) == vector["cred"]
    sent = voter.ballot_bytes(vector["code"], election, contest, choices, bytes.fromhex(vector["nonce"]))
    assert sent.decode() == vector["wire"]
    assert read_ballot(sent).digest == vector["digest"] == vector["receipt"]["ballot"]


@pytest.mark.parametrize("vector", VECTORS["ballots"])
def test_every_receipt_can_be_checked(vector: dict[str, Any]) -> None:
    said = vector["receipt"]
    signature, box = bytes.fromhex(said["sig"]), bytes.fromhex(VECTORS["box"]["public"])
    assert Receipt(said["election"], said["contest"], said["cred"], said["ballot"], signature).holds(box)


def test_a_digest_is_read_out_in_eight_signs() -> None:
    assert [spoken(one["digest"]) for one in VECTORS["spoken"]] == [one["spoken"] for one in VECTORS["spoken"]]


def test_a_refusal_has_the_word_of_the_broken_rule() -> None:
    assert word(NotCanonical()) == "not-canonical"
