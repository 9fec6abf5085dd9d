"""The embedded servers do what the services rely on."""

import smtplib
from email.message import EmailMessage

import httpx
import jwt
import pytest
from confluent_kafka.admin import AdminClient
from redis import Redis

from deploy.local.tokens import AUDIENCE, challenge_of
from tests.support.fixtures import Mongo
from tests.support.issuer import Issuer
from tests.support.mail import MailCatcher

BACK = "http://127.0.0.1:1/back"


def send(mail: MailCatcher, to: str, message_id: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "cell@nefta.example", to, "دعوة"
    message["Message-ID"] = message_id
    message.set_content("نص")
    host, port = mail.smtp_url.removeprefix("smtp://").split(":")
    with smtplib.SMTP(host, int(port)) as smtp:
        smtp.send_message(message)


async def test_mongo_commits_a_transaction(mongo: Mongo, database: str) -> None:
    async with await mongo.start_session() as session, session.start_transaction():
        await mongo[database].things.insert_one({"_id": 1}, session=session)
    assert await mongo[database].things.count_documents({}) == 1


def test_kafka_lists_its_topics(kafka_bootstrap: str) -> None:
    assert AdminClient({"bootstrap.servers": kafka_bootstrap}).list_topics(timeout=5).brokers


def test_each_redis_number_starts_empty(redis_url: str) -> None:
    assert Redis.from_url(redis_url).dbsize() == 0


def test_a_message_sent_twice_is_shown_as_a_duplicate(mail: MailCatcher) -> None:
    send(mail, "association@example.org", "<one@pb>")
    send(mail, "association@example.org", "<one@pb>")
    assert [m.duplicate for m in mail.messages(to="association@example.org")] == [False, True]
    assert b"<one@pb>" in mail.raw(mail.messages()[0].id)


def test_a_refused_mailbox_says_so(mail: MailCatcher) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(mail, "rejects@example.org", "<two@pb>")
    assert mail.messages() == []


def test_a_token_is_signed_by_the_published_key(oidc: Issuer) -> None:
    token = oidc.token("cell")
    key = jwt.PyJWKClient(f"{oidc.issuer}/jwks").get_signing_key_from_jwt(token)
    assert jwt.decode(token, key, algorithms=["RS256"], audience=AUDIENCE, issuer=oidc.issuer)["sub"] == "cell"


def test_a_token_of_a_stranger_is_not(oidc: Issuer) -> None:
    token = oidc.token("cell", other_key=True)
    key = jwt.PyJWKClient(f"{oidc.issuer}/jwks").get_signing_key_from_jwt(token)
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, key, algorithms=["RS256"], audience=AUDIENCE)


def sign_in(oidc: Issuer, verifier: str) -> httpx.Response:
    form = {
        "subject": "facilitator",
        "redirect_uri": BACK,
        "state": "s",
        "client_id": "web",
        "code_challenge": challenge_of("right"),
    }
    back = httpx.post(f"{oidc.issuer}/authorize", data=form)
    code = httpx.URL(back.headers["location"]).params["code"]
    exchange = {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": verifier,
        "redirect_uri": BACK,
        "client_id": "web",
    }
    return httpx.post(f"{oidc.issuer}/token", data=exchange)


def test_signing_in_needs_the_verifier_of_the_challenge(oidc: Issuer) -> None:
    assert sign_in(oidc, "wrong").status_code == 400
    assert "access_token" in sign_in(oidc, "right").json()


def test_a_service_gets_a_token_of_its_own(oidc: Issuer) -> None:
    form = {"grant_type": "client_credentials"}
    answer = httpx.post(f"{oidc.issuer}/token", data=form, auth=("voting", "local-voting"))
    token = answer.json()["access_token"]
    assert jwt.decode(token, options={"verify_signature": False})["sub"] == "service-voting"


def test_the_login_page_sends_nobody_to_another_site(oidc: Issuer) -> None:
    answer = httpx.get(f"{oidc.issuer}/authorize", params={"redirect_uri": "https://elsewhere.example/"})
    assert answer.status_code == 400
