"""A development OpenID Connect issuer: one user a role, no passwords, never for production."""

import argparse
import html
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

import jwt
import uvicorn
from fastapi import Depends, FastAPI, Form, Header, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from pydantic import BaseModel, Field

from deploy.local.tokens import AUDIENCE, HOUR, Signer, challenge_of, key_in

Basic = Annotated[HTTPBasicCredentials | None, Depends(HTTPBasic(auto_error=False))]
CODE_AUDIENCE, REFRESH_AUDIENCE = "urn:pb:code", "urn:pb:refresh"
USERS = {
    "network-administrator": "مدير الشبكة · Network administrator",
    "regional-operator": "المشغل الجهوي · Regional operator",
    "cell": "الخلية البلدية · Municipal cell",
    "secretary-general": "الكاتب العام · Secretary general",
    "council-secretary": "كاتب المجلس · Council secretary",
    "communication-officer": "مسؤول الاتصال · Communication officer",
    "registration-clerk": "عون التسجيل · Registration clerk",
    "facilitator": "منشط الورشة · Facilitator",
    "bureau": "مكتب الاقتراع · Election bureau",
    "technical-service": "المصلحة الفنية · Technical service",
    "financial-service": "المصلحة المالية · Financial service",
    "advisory-body": "الهيئة الاستشارية · Advisory body",
    "observer": "ملاحظ · Observer",
}
SERVICES = ("proposals", "scheduling", "voting", "notifications", "web")


class Wish(BaseModel):
    """What the player and the tests ask of `/dev/token`."""

    subject: str
    expires_in: int = HOUR
    audience: str = AUDIENCE
    issuer: str | None = None
    other_key: bool = False
    claims: dict[str, Any] = Field(default_factory=dict)


class Exchange(BaseModel):
    """The form of RFC 6749's token endpoint, the parts used here."""

    grant_type: str
    code: str = ""
    code_verifier: str = ""
    redirect_uri: str = ""
    refresh_token: str = ""
    client_id: str = ""
    client_secret: str = ""


def local_only(address: str) -> str:
    """A redirect target on this machine; anything else would make the issuer an open redirect."""
    if urlsplit(address).hostname not in ("127.0.0.1", "localhost", "testserver"):
        raise HTTPException(400, "redirect_uri must be on this machine")
    return address


STYLE = (
    "body{font:18px/1.7 system-ui,sans-serif;margin:0;background:#fbf7ef;color:#21302e}main{max-width:28em;margin:auto;padding:1.5em 1em}"
    "h1{font-size:1.5em;line-height:1.4;margin:0}bdi{display:block;text-align:right;font-size:.85em;line-height:1.4;color:#566461}p{margin:.5em 0}button{font:inherit;padding:.5em 1em;width:100%;min-height:48px;text-align:start;"
    "background:#fff;color:inherit;border:2px solid #0e5a55;border-radius:.6em;cursor:pointer}button:hover{background:#e4f0ec}"
)


def login_page(query: dict[str, str]) -> str:
    hidden = "".join(f'<input type=hidden name="{html.escape(k)}" value="{html.escape(v)}">' for k, v in query.items())
    buttons = "".join(f'<p><button name=subject value="{s}">{_both(n)}</button></p>' for s, n in USERS.items())
    return (
        f"<!doctype html><html lang=ar dir=rtl><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>تسجيل الدخول</title><style>{STYLE}</style><main><h1>من أنت؟ <bdi>Qui êtes-vous ?</bdi></h1>"
        f"<p>دخول تجريبي دون كلمة سر <bdi>Demonstration, no password</bdi></p>"
        f"<form method=post action=/authorize>{hidden}{buttons}</form></main>"
    )


def _both(name: str) -> str:
    """The Arabic and the other name, each in its own direction."""
    arabic, other = name.split(" · ")
    return f"{html.escape(arabic)} <bdi>{html.escape(other)}</bdi>"


class Tokens:
    """The token endpoint; codes and refresh tokens are signed, so the issuer remembers nothing."""

    def __init__(self, signer: Signer) -> None:
        self.signer = signer

    def code(self, subject: str, query: dict[str, str]) -> str:
        return self.signer.token(
            subject,
            expires_in=60,
            audience=CODE_AUDIENCE,
            challenge=query.get("code_challenge", ""),
            redirect_uri=query.get("redirect_uri", ""),
            nonce=query.get("nonce", ""),
            client=query.get("client_id", ""),
        )

    def answer(self, subject: str, client: str, **identity: Any) -> dict[str, Any]:
        return {
            "access_token": self.signer.token(subject, azp=client, name=USERS.get(subject, subject)),
            "id_token": self.signer.token(
                subject, audience=client or AUDIENCE, name=USERS.get(subject, subject), **identity
            ),
            "refresh_token": self.signer.token(subject, expires_in=8 * HOUR, audience=REFRESH_AUDIENCE, client=client),
            "token_type": "Bearer",
            "expires_in": HOUR,
        }

    def exchange(self, form: Exchange) -> dict[str, Any]:
        match form.grant_type:
            case "authorization_code":
                return self._for_code(form)
            case "refresh_token":
                claims = self._read(form.refresh_token, REFRESH_AUDIENCE)
                return self.answer(claims["sub"], claims["client"])
            case "client_credentials":
                return self._for_service(form)
        raise HTTPException(400, {"error": "unsupported_grant_type"})

    def _for_code(self, form: Exchange) -> dict[str, Any]:
        claims = self._read(form.code, CODE_AUDIENCE)
        if claims["challenge"] != challenge_of(form.code_verifier) or claims["redirect_uri"] != form.redirect_uri:
            raise HTTPException(400, {"error": "invalid_grant"})
        return self.answer(claims["sub"], claims["client"], nonce=claims["nonce"])

    def _for_service(self, form: Exchange) -> dict[str, Any]:
        if form.client_id not in SERVICES or form.client_secret != f"local-{form.client_id}":
            raise HTTPException(401, {"error": "invalid_client"})
        token = self.signer.token(f"service-{form.client_id}", azp=form.client_id)
        return {"access_token": token, "token_type": "Bearer", "expires_in": HOUR}

    def _read(self, token: str, audience: str) -> dict[str, Any]:
        try:
            return self.signer.read(token, audience)
        except jwt.InvalidTokenError:
            raise HTTPException(400, {"error": "invalid_grant"}) from None


def discovery(issuer: str) -> dict[str, Any]:
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "end_session_endpoint": f"{issuer}/logout",
        "jwks_uri": f"{issuer}/jwks",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
    }


def create(signer: Signer) -> FastAPI:
    app = FastAPI(title="Development issuer")
    tokens = Tokens(signer)

    @app.get("/.well-known/openid-configuration")
    async def configuration() -> dict[str, Any]:
        return discovery(signer.issuer)

    @app.get("/jwks")
    async def jwks() -> dict[str, Any]:
        return signer.published()

    @app.get("/authorize", response_class=HTMLResponse)
    async def ask_who(request: Request) -> str:
        local_only(request.query_params.get("redirect_uri", ""))
        return login_page(dict(request.query_params))

    @app.post("/authorize")
    async def say_who(request: Request) -> RedirectResponse:
        query = {key: str(value) for key, value in (await request.form()).items()}
        if query.get("subject") not in USERS:
            raise HTTPException(400, "unknown user")
        back = {"code": tokens.code(query["subject"], query), "state": query.get("state", "")}
        target = local_only(query.get("redirect_uri", ""))
        return RedirectResponse(f"{target}{'&' if '?' in target else '?'}{urlencode(back)}", 303)

    @app.post("/token")
    async def token(form: Annotated[Exchange, Form()], basic: Basic) -> dict[str, Any]:
        client = {"client_id": basic.username, "client_secret": basic.password} if basic else {}
        return tokens.exchange(form.model_copy(update=client))

    @app.post("/dev/token")
    async def wish(wish: Wish) -> dict[str, str]:
        options = wish.model_dump(exclude={"subject", "claims"})
        return {"access_token": signer.token(wish.subject, **options, **wish.claims)}

    @app.get("/userinfo")
    async def who(authorization: Annotated[str, Header()]) -> dict[str, Any]:
        return signer.read(authorization.removeprefix("Bearer "), AUDIENCE)

    @app.get("/logout")
    async def logout(post_logout_redirect_uri: str) -> RedirectResponse:
        return RedirectResponse(local_only(post_logout_redirect_uri), 303)

    return app


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--issuer", required=True)
    parser.add_argument("--key", type=Path, required=True)
    options = parser.parse_args()
    app = create(Signer(options.issuer, key_in(options.key)))
    uvicorn.run(app, host="127.0.0.1", port=options.port, log_level="warning")


if __name__ == "__main__":
    main()
