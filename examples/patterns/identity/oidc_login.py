"""The login at an identity provider: authorization code flow with PKCE and `state`."""

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Cookie, Request
from fastapi.responses import RedirectResponse
from httpx import AsyncClient, QueryParams

from app.core.errors import ForbiddenError
from patterns.identity.session_cookie import set_session_cookie

PROVIDER = "https://login.example"
CLIENT = {"client_id": "shop", "redirect_uri": "https://shop.example/callback"}
LOGIN_COOKIE = "__Host-login"

router = APIRouter()


def challenge_of(verifier: str) -> str:
    """Return the PKCE challenge (RFC 7636, section 4.2)."""
    digest = sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


@router.get("/login")
async def start_login() -> RedirectResponse:
    """Send the browser to the provider, and remember what it was sent with."""
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    query = CLIENT | {
        "response_type": "code",
        "scope": "openid",
        "state": state,
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
    }
    redirect = RedirectResponse(f"{PROVIDER}/authorize?{QueryParams(query)}")
    redirect.set_cookie(
        LOGIN_COOKIE,
        f"{state}.{verifier}",
        max_age=600,
        secure=True,
        httponly=True,
        samesite="lax",
    )
    return redirect


@router.get("/callback")
async def finish_login(
    request: Request,
    code: str,
    state: str,
    login: Annotated[str, Cookie(alias=LOGIN_COOKIE)],
) -> RedirectResponse:
    """Start a session; ForbiddenError unless this browser has started the login."""
    expected, _, verifier = login.partition(".")
    if not secrets.compare_digest(state.encode(), expected.encode()):
        raise ForbiddenError("This browser has not started this login.")
    session_token = await start_session(request, code, verifier)
    redirect = RedirectResponse("/")
    set_session_cookie(redirect, session_token)
    redirect.delete_cookie(LOGIN_COOKIE, secure=True, httponly=True, samesite="lax")
    return redirect


async def start_session(request: Request, code: str, verifier: str = "") -> str:
    """Exchange the code, and store a session of the user in the ID token."""
    client: AsyncClient = request.app.state.client
    form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
    response = await client.post(f"{PROVIDER}/token", data=CLIENT | form)
    tokens = response.raise_for_status().json()
    user = await request.app.state.provider_tokens.read(tokens["id_token"])
    session_token = secrets.token_urlsafe(32)
    request.app.state.sessions[session_token] = user
    return session_token
