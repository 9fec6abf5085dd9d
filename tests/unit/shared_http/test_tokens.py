"""A token is believed only when the issuer signed it, for us, and its time is not over."""

import base64
import json
import time
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from shared.http.tokens import OidcVerifier, SignInUnavailable, TokenExpired, TokenInvalid

ISSUER = "https://issuer.example"
RSA_KEY = rsa.generate_private_key(65537, 2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())
OTHER_KEY = rsa.generate_private_key(65537, 2048)


class FakeIssuer:
    """Discovery and keys; counts how often it is asked."""

    def __init__(self) -> None:
        self.asked, self.away, self.name = 0, False, ISSUER
        self.keys = [
            {**json.loads(RSAAlgorithm.to_jwk(RSA_KEY.public_key())), "kid": "r", "use": "sig"},
            {**json.loads(ECAlgorithm.to_jwk(EC_KEY.public_key())), "kid": "e", "use": "sig"},
        ]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.away:
            raise httpx.ConnectError("away")
        if request.url.path == "/.well-known/openid-configuration":
            return httpx.Response(200, json={"issuer": self.name, "jwks_uri": f"{ISSUER}/jwks"})
        self.asked += 1
        return httpx.Response(200, json={"keys": self.keys})


@pytest.fixture
def issuer() -> FakeIssuer:
    return FakeIssuer()


@pytest.fixture
def verifier(issuer: FakeIssuer) -> OidcVerifier:
    return OidcVerifier(ISSUER, "pb", httpx.AsyncClient(transport=httpx.MockTransport(issuer)))


def token(key: Any = RSA_KEY, alg: str = "RS256", kid: str = "r", **changes: Any) -> str:
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": "pb", "sub": "cell", "iat": now, "exp": now + 60, **changes}
    return jwt.encode({k: v for k, v in claims.items() if v is not None}, key, alg, headers={"kid": kid})


async def test_a_good_token_says_who_somebody_is(verifier: OidcVerifier) -> None:
    assert (await verifier.verify(token())).subject == "cell"
    assert (await verifier.verify(token(EC_KEY, "ES256", "e", aud=["x", "pb"]))).issuer == ISSUER


async def test_an_ended_token_is_told_apart(verifier: OidcVerifier) -> None:
    with pytest.raises(TokenExpired):
        await verifier.verify(token(exp=int(time.time()) - 10))
    assert await verifier.verify(token(exp=int(time.time()) - 2))


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "other"},
        {"iss": "https://evil.example"},
        {"sub": None},
        {"exp": None},
        {"aud": None},
        {"iat": None},
        {"nbf": 9_999_999_999},
    ],
)
async def test_a_token_for_others_or_with_missing_claims_is_refused(
    verifier: OidcVerifier, changes: dict[str, Any]
) -> None:
    with pytest.raises(TokenInvalid):
        await verifier.verify(token(**changes))


def _unsigned() -> str:
    def part(content: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()

    now = int(time.time())
    claims = {"iss": ISSUER, "aud": "pb", "sub": "cell", "iat": now, "exp": now + 60}
    return f"{part({'alg': 'none', 'kid': 'r', 'typ': 'JWT'})}.{part(claims)}."


def _signed_with_the_public_key() -> str:
    pem = RSA_KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    head, body, _ = _unsigned().split(".")
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"r","typ":"JWT"}').rstrip(b"=").decode()
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(f"{head}.{body}".encode(), pem)
    return f"{head}.{body}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


@pytest.mark.parametrize(
    "forged",
    [
        _unsigned(),
        _signed_with_the_public_key(),
        token(OTHER_KEY),
        token(EC_KEY, "ES256", "r"),
        "x.y.z",
        "",
        "a" * 20_000,
    ],
)
async def test_a_forged_token_is_refused(verifier: OidcVerifier, forged: str) -> None:
    with pytest.raises(TokenInvalid):
        await verifier.verify(forged)


async def test_keys_are_asked_for_once_and_an_invented_key_id_does_not_ask_again(
    verifier: OidcVerifier, issuer: FakeIssuer
) -> None:
    for _ in range(5):
        await verifier.verify(token())
        with pytest.raises(TokenInvalid):
            await verifier.verify(token(kid="invented"))
    assert issuer.asked == 1


async def test_a_new_key_of_the_issuer_is_found(
    verifier: OidcVerifier, issuer: FakeIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await verifier.verify(token())
    issuer.keys = [{**json.loads(RSAAlgorithm.to_jwk(OTHER_KEY.public_key())), "kid": "n", "use": "sig"}]
    monkeypatch.setattr("shared.http.tokens.KEYS_REST", 0.0)
    assert (await verifier.verify(token(OTHER_KEY, kid="n"))).subject == "cell"


async def test_an_issuer_that_is_away_is_no_fault_of_the_token(verifier: OidcVerifier, issuer: FakeIssuer) -> None:
    issuer.away = True
    with pytest.raises(SignInUnavailable):
        await verifier.verify(token())


async def test_another_issuers_discovery_document_is_not_believed(verifier: OidcVerifier, issuer: FakeIssuer) -> None:
    issuer.name = "https://evil.example"
    with pytest.raises(SignInUnavailable):
        await verifier.verify(token())
