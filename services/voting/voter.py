"""What a phone does: from the code on a slip to the bytes it sends. Pure, so that a test or a demo can be five hundred phones."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.voting.domain.ballot import Ballot, Choice, Token, sign
from services.voting.domain.codes import read_code
from services.voting.domain.credentials import credential, public_bytes, slip_key
from services.voting.domain.sealed import Place, Question, seal


def key_of(code: str, election: str) -> Ed25519PrivateKey:
    """The one-time key of a slip; about 40 ms. Raises CodeMistyped."""
    return slip_key(read_code(code), election)


def cast_body(
    key: Ed25519PrivateKey,
    election: str,
    contest: str,
    choices: tuple[Choice, ...],
    nonce: bytes,
    token: Token | None = None,
) -> bytes:
    """The bytes to post, and to post again unchanged until a receipt comes. `choices` as the method wants them sorted.

    `token` is the registrar's signature on the key, for whoever votes from afar.
    """
    cred = credential(public_bytes(key))
    return sign(Ballot(election, contest, choices, nonce.hex(), cred), key, token).wire


def sealed_body(
    key: Ed25519PrivateKey,
    election: str,
    contest: str,
    question: Question,
    chosen: tuple[str, ...],
    chance: tuple[bytes, bytes],
) -> bytes:
    """The same with sealed choices: what opens them goes beside the ballot, not in it. `chance` is 16 random bytes, and 32."""
    nonce, seed = chance
    cred = credential(public_bytes(key))
    sealed, opening = seal(Place(election, contest, cred), question, chosen, seed)
    return sign(Ballot(election, contest, (), nonce.hex(), cred, sealed), key, opening=opening).sent()


def ballot_bytes(code: str, election: str, contest: str, choices: tuple[Choice, ...], nonce: bytes) -> bytes:
    """Both steps at once, for whoever votes once with a slip. `nonce` is 16 random bytes."""
    return cast_body(key_of(code, election), election, contest, choices, nonce)
