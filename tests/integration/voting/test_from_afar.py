"""Voting from afar: the registrar's keys come by event, registration ends before voting opens, ballots join the same board."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.voting import voter
from services.voting.domain.ballot import Token
from services.voting.domain.credentials import public_bytes
from services.voting.verifier.verify import verify
from shared import blind_rsa, blinding
from shared.contracts.scheduling import CredentialCount, CredentialKey, CredentialKeysPublished, RegistrationClosed
from tests.integration.voting.hall import TOWN, Hall, Vote

NOW = datetime(2025, 2, 15, 12, tzinfo=UTC)


@dataclass
class Desk:
    """A registrar as scheduling has one, and the phones of those it registered."""

    hall: Hall
    key: blind_rsa.PrivateKey

    async def publish(self, vote: Vote) -> None:
        spki = self.key.public.spki()
        keys = [
            CredentialKey(
                contest="medina",
                algorithm=blind_rsa.ALGORITHM,
                spki=spki.hex(),
                sha256=sha256(spki).hexdigest(),
            )
        ]
        event = CredentialKeysPublished(
            municipality=TOWN, election_id=vote.id, edition="2025", opens_at=NOW, closes_at=NOW, keys=keys
        )
        await self.hall.tell(event)

    async def close(self, vote: Vote, issued: int) -> None:
        counts = [CredentialCount(contest="medina", registered=issued, issued=issued)]
        await self.hall.tell(
            RegistrationClosed(municipality=TOWN, election_id=vote.id, edition="2025", closed_at=NOW, contests=counts)
        )

    def phone(self) -> tuple[Ed25519PrivateKey, Token]:
        key, prefix = Ed25519PrivateKey.generate(), blinding.prefix()
        prepared = blinding.prepare(blind_rsa.CREDENTIAL_DOMAIN + public_bytes(key), prefix)
        blinded, inverse = blinding.blind(self.key.public, prepared, blinding.salt(), blinding.factor(self.key.public))
        signed = blind_rsa.blind_sign(self.key, blinded)
        return key, Token(prefix, blinding.finalize(self.key.public, prepared, signed, inverse))


def body(vote: Vote, key: Ed25519PrivateKey, token: Token, choice: str = "c0") -> bytes:
    return voter.cast_body(key, vote.id, "medina", (choice,), secrets.token_bytes(16), token)


async def test_voting_opens_only_after_registration_and_then_takes_both_kinds_of_ballots(hall: Hall) -> None:
    desk, vote = Desk(hall, blind_rsa.PrivateKey.generate()), await hall.drafted()
    await vote.print(1)
    await desk.publish(vote)
    early = await hall.post(f"{vote.path}/opening", {})
    assert (early.status_code, early.json()["word"]) == (409, "registration-still-open")
    await desk.close(vote, 2)
    await vote.open()
    key, token = desk.phone()
    wire = body(vote, key, token)
    first, again = await vote.cast(wire), await vote.cast(wire)
    assert (first.status_code, again.status_code, first.content == again.content) == (201, 200, True)
    assert (await vote.cast(body(vote, key, token, "c1"))).json()["word"] == "already-voted"
    assert (await vote.cast(vote.ballot(0, "c1"))).status_code == 201
    await vote.close()
    await vote.roll()
    view, board = await vote.read(), await vote.board()
    assert verify(board, view["manifest"]["digest"], view["heads"][-1]["hash"], first.json()) == (0, [])
    assert view["contests"][0]["turnout"]["given"] == 3


async def test_a_credential_of_another_registrar_or_key_is_refused_and_nothing_is_stored(hall: Hall) -> None:
    desk, vote = Desk(hall, blind_rsa.PrivateKey.generate()), await hall.drafted()
    await desk.publish(vote)
    await desk.close(vote, 1)
    await vote.open()
    foreign, another = Desk(hall, blind_rsa.PrivateKey.generate()).phone(), desk.phone()
    for key, token in (foreign, (foreign[0], another[1])):
        refused = await vote.cast(body(vote, key, token))
        assert (refused.status_code, refused.json()["word"]) == (403, "bad-token")
    assert (vote.id, "medina") not in await hall.service.urn.turnout()


async def test_keys_made_known_after_opening_change_nothing(hall: Hall) -> None:
    vote = await hall.opened()
    desk = Desk(hall, blind_rsa.PrivateKey.generate())
    await desk.publish(vote)
    await desk.close(vote, 5)
    assert (await vote.cast(body(vote, *desk.phone()))).json()["word"] == "bad-token"
    await vote.close()
    await vote.roll()
    assert (await vote.read())["state"] == "declared"
