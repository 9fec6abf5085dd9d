"""The same choice and the same seed give the same sealed bytes in every language: the web's tests read the same file."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.voting import voter
from services.voting.domain.ballot import read_ballot
from services.voting.domain.canonical import canonical
from services.voting.domain.late import batch_root
from services.voting.domain.sealed import Place, Question, check_opening, check_sealed, read_opening, read_sealed, seal
from services.voting.domain.sealed_group import NotAnElement, decode, encode, height

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("sealed_vectors.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS["seals"], ids=lambda one: f"{len(one['chosen'])} chosen")
def test_every_phone_seals_this_choice_to_these_bytes(vector: dict[str, Any]) -> None:
    place, question = (
        Place(**vector["place"]),
        Question(tuple(vector["question"]["options"]), vector["question"]["most"]),
    )
    sealed, opening = seal(place, question, vector["chosen"], bytes.fromhex(vector["seed"]))
    assert canonical({"opening": opening.document(), "sealed": sealed.document()}).decode() == vector["made"]
    made = json.loads(vector["made"])
    check_sealed(place, question, read_sealed(made["sealed"]))
    check_opening(read_sealed(made["sealed"]), read_opening(made["opening"]))


@pytest.mark.parametrize("vector", VECTORS["ballots"], ids=lambda one: f"{len(one['chosen'])} chosen")
def test_every_phone_sends_these_bytes_and_is_given_a_receipt_for_what_is_published(vector: dict[str, Any]) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vector["secret"]))
    question = Question(tuple(vector["question"]["options"]), vector["question"]["most"])
    chance = (bytes.fromhex(vector["nonce"]), bytes.fromhex(vector["seed"]))
    chosen = tuple(vector["chosen"])
    sent = voter.sealed_body(key, vector["election"], vector["contest"], question, chosen, chance)
    assert sent.decode() == vector["wire"]
    assert read_ballot(sent).digest == vector["digest"]


def test_a_tablet_states_what_is_published() -> None:
    assert batch_root([read_ballot(one["wire"].encode()) for one in VECTORS["ballots"]]) == VECTORS["batch_root"]


def test_every_language_knows_the_same_elements() -> None:
    assert [encode(decode(bytes.fromhex(one))).hex() for one in VECTORS["elements"]] == VECTORS["elements"]
    assert encode(height()).hex() == VECTORS["height"]
    for one in VECTORS["not_elements"]:
        with pytest.raises(NotAnElement):
            decode(bytes.fromhex(one))
