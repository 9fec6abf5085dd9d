"""A browser's blinded key, signed unseen by the registrar, is a ballot the box takes; and nothing in it tells who fetched it."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from services.voting.adapters.wire import decode
from services.voting.domain.ballot import read_ballot
from shared.blind_rsa import CREDENTIAL_DOMAIN, PrivateKey, blind_sign, verify
from tests.unit.blind_rsa.test_blind_signatures import VECTORS, key_of, octets
from web import build

WEB = Path(build.__file__).parent
KEY = PrivateKey.generate()
SPKI = KEY.public.spki().hex()
ELECTION, CONTEST = "e-1", "hay-1"
SALTED = [vector for vector in VECTORS if len(octets(vector, "salt")) == 48]


@pytest.fixture
def browser(built: Path, tmp_path: Path) -> Any:
    """Runs steps with the page's own code."""
    node = shutil.which("node") or build.tools()[0]

    def run(*steps: tuple[str, dict[str, Any]]) -> list[Any]:
        asked = tmp_path / "asked.json"
        asked.write_text(json.dumps(steps))
        done = subprocess.run(
            [node, "check/blinding.mjs", str(asked)], cwd=WEB, check=True, capture_output=True, text=True, timeout=120
        )
        return list(json.loads(done.stdout))

    return run


def sent(browser: Any) -> tuple[dict[str, Any], bytes]:
    """What the registrar saw, and the ballot that was cast with its answer."""
    [made] = browser(("hide", {"spki": SPKI}))
    signed = blind_sign(KEY, bytes.fromhex(made["hidden"]["blinded"])).hex()
    [token] = browser(("uncover", {"spki": SPKI, "hidden": made["hidden"], "signed": signed}))
    cast = {"secret": made["secret"], "token": token, "election": ELECTION, "contest": CONTEST, "choices": ["c-1"]}
    [wire] = browser(("cast", cast))
    return {**made["hidden"], "signed": signed}, wire.encode()


def test_a_key_hidden_in_a_browser_and_signed_unseen_makes_a_ballot_the_box_takes(browser: Any) -> None:
    seen, wire = sent(browser)
    ballot = read_ballot(wire)
    assert decode(wire) == ballot
    assert ballot.token is not None
    assert verify(KEY.public, ballot.token.prefix + CREDENTIAL_DOMAIN + ballot.key, ballot.token.signature)
    assert not [part for name, part in seen.items() if name != "prepared" and part in wire.decode()]


@pytest.mark.parametrize("vector", SALTED, ids=lambda vector: vector["name"])
def test_a_browser_uncovers_the_signature_of_the_standard(browser: Any, vector: dict[str, Any]) -> None:
    length = key_of(vector).public.length
    hidden = {"prepared": octets(vector, "input_msg").hex(), "blinded": "", "inv": octets(vector, "inv").hex()}
    given = {"hidden": hidden | {"inv": hidden["inv"].zfill(2 * length)}, "signed": octets(vector, "blind_sig").hex()}
    [token] = browser(("uncover", {"spki": key_of(vector).public.spki().hex(), **given}))
    assert token["sig"] == octets(vector, "sig").hex()


def test_a_browser_refuses_what_is_no_signature_of_its_key(browser: Any) -> None:
    [made] = browser(("hide", {"spki": SPKI}))
    other = PrivateKey.generate()
    forged = blind_sign(other, b"\0" + bytes.fromhex(made["hidden"]["blinded"])[1:]).hex()
    assert browser(("uncover", {"spki": SPKI, "hidden": made["hidden"], "signed": forged})) == [None]
