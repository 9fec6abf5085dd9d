"""Staff sign in at the issuer and come back; citizens and voters never do."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from web.failures import language_of
from web.issuer import Issuer, SignInFailed
from web.sessions import Leaving, Person, Sessions

router = APIRouter()
STATE = "pb_leaving"  # ties the way back to the browser that left


@router.get("/sign-in")
async def leave(request: Request, onward: Annotated[str, Query(alias="next")] = "/") -> Response:
    """To the issuer, by code flow with PKCE."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    sessions: Sessions = request.app.state.sessions
    issuer: Issuer = request.app.state.issuer
    door = await issuer.door(state, nonce, verifier)
    await sessions.leave(state, Leaving(verifier, nonce, own_path(onward)))
    response = RedirectResponse(door, 303)
    response.set_cookie(STATE, state, max_age=600, httponly=True, samesite="lax", secure=sessions.secure)
    return response


@router.get("/signed-in")
async def came_back(request: Request, state: str = "", code: str = "") -> Response:
    """Back from the issuer; the state works once and only in the browser that left."""
    sessions: Sessions = request.app.state.sessions
    issuer: Issuer = request.app.state.issuer
    left = secrets.compare_digest(request.cookies.get(STATE, "").encode(), state.encode())
    leaving = await sessions.came_back(state) if state and left else None
    if leaving is None or not code:
        raise SignInFailed("state")
    claims, token, seconds = await issuer.redeem(code, leaving.verifier, leaving.nonce)
    name = str(claims.get("name") or claims["sub"])
    response = RedirectResponse(leaving.next, 303)
    response.delete_cookie(STATE)
    await sessions.begin(response, Person(str(claims["sub"]), name, token, secrets.token_urlsafe(16)), seconds)
    return response


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    response = RedirectResponse(f"/{language_of(request)}", 303)
    await request.app.state.sessions.end(request, response)
    return response


def own_path(address: str) -> str:
    """Only a path of this site, so that nobody is sent elsewhere after signing in."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"
