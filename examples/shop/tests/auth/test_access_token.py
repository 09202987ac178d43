"""Every invalid access token, sent to a route that requires a valid one."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from accounts import CORRECT_HORSE, SIGNING_KEYS, SignIn
from fastapi import FastAPI
from httpx import AsyncClient, Response
from pydantic import SecretStr
from token_use import assert_refused

from app import APP_NAME
from app.config import Settings
from app.core.tokens import AccessToken
from app.main import create_access_tokens

[(KEY_ID, KEY)] = Settings(jwt_keys=SIGNING_KEYS).signing_keys.items()
Forge = Callable[[dict[str, Any]], str]

# A public key, known to the attacker: used as a secret, it signs HS256.
PUBLIC_KEY = b"""-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----
"""


def encode_part(part: dict[str, Any]) -> str:
    """Return a part of a token."""
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def forge(header: dict[str, Any], claims: dict[str, Any], key: bytes = KEY) -> str:
    """Sign with HMAC, whatever algorithm the header names; no library does that."""
    text = f"{encode_part(header)}.{encode_part(claims)}"
    signature = hmac.digest(key, text.encode(), hashlib.sha256)
    return f"{text}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def sign(claims: dict[str, Any], key_id: str | None = KEY_ID, key: bytes = KEY) -> str:
    """Sign as the app does."""
    headers = {"kid": key_id} if key_id is not None else None
    return jwt.encode(claims, key, "HS256", headers)


def with_claims(**changes: object) -> Forge:
    """Return a function that signs changed claims."""
    return lambda claims: sign(claims | changes)


def without(name: str) -> Forge:
    """Return a function that signs all claims except one."""
    return lambda claims: sign({k: v for k, v in claims.items() if k != name})


def tampered(claims: dict[str, Any]) -> str:
    """Replace the subject, keep the signature."""
    header, _, signature = sign(claims).split(".")
    return f"{header}.{encode_part(claims | {'sub': '2'})}.{signature}"


def unsigned(claims: dict[str, Any]) -> str:
    """Name `none` as the algorithm, and leave the signature empty."""
    return f"{encode_part({'alg': 'none', 'kid': KEY_ID})}.{encode_part(claims)}."


def seconds(count: int) -> int:
    """Return the time so many seconds from now, as a JWT timestamp."""
    return int((datetime.now(UTC) + timedelta(seconds=count)).timestamp())


FORGERIES: dict[str, Forge] = {
    "alg-none": unsigned,
    "alg-none-signed": lambda claims: forge({"alg": "none", "kid": KEY_ID}, claims),
    "rs256-by-our-key": lambda claims: forge({"alg": "RS256", "kid": KEY_ID}, claims),
    "hs256-by-a-public-key": lambda claims: forge(
        {"alg": "HS256", "kid": KEY_ID}, claims, PUBLIC_KEY
    ),
    "hs512-by-our-key": lambda claims: jwt.encode(
        claims, KEY * 2, "HS512", {"kid": KEY_ID}
    ),
    "another-key": lambda claims: sign(claims, key=b"x" * 32),
    "no-key-id": lambda claims: sign(claims, key_id=None),
    "unknown-key-id": lambda claims: sign(claims, key_id="stolen"),
    "key-id-of-a-file": lambda claims: forge(
        {"alg": "HS256", "kid": "../../dev/null"}, claims, b""
    ),
    "key-id-as-list": lambda claims: forge({"alg": "HS256", "kid": [KEY_ID]}, claims),
    "wrong-issuer": with_claims(iss="https://evil.example"),
    "wrong-audience": with_claims(aud="https://mails.example"),
    "refresh-type": with_claims(type="refresh"),
    "no-expiry": without("exp"),
    "no-issuer": without("iss"),
    "no-audience": without("aud"),
    "no-subject": without("sub"),
    "no-issue-time": without("iat"),
    "no-token-id": without("jti"),
    "no-type": without("type"),
    "no-session": without("sid"),
    "expired": lambda claims: sign(claims | {"exp": seconds(-6)}),
    "not-yet": lambda claims: sign(claims | {"nbf": seconds(60)}),
    "issued-tomorrow": lambda claims: sign(claims | {"iat": seconds(86_400)}),
    "subject-is-no-key": with_claims(sub="ada@example.com"),
    "subject-too-large": with_claims(sub=str(2**63)),
    "unknown-user": with_claims(sub="404"),
    "unknown-session": with_claims(sid="404"),
    "tampered": tampered,
    "deep-header": lambda _: base64.urlsafe_b64encode(b"[" * 9000).decode() + ".e30.",
    "no-token": lambda _: "swordfish",
    "empty": lambda _: "",
}


@pytest.fixture
async def ada(sign_in: SignIn) -> AsyncClient:
    return await sign_in()


@pytest.fixture
async def claims(ada: AsyncClient) -> dict[str, Any]:
    """Return the claims of a valid token."""
    token = ada.headers["Authorization"].removeprefix("Bearer ")
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


async def ask(client: AsyncClient, token: str) -> Response:
    headers = {"Authorization": f"Bearer {token}"}
    return await client.get("/api/v1/users/me", headers=headers)


async def test_token_names_user_session_and_expiry(
    client: AsyncClient, claims: dict[str, Any]
) -> None:
    response = await ask(client, sign(claims))

    assert response.status_code == 200
    assert response.json()["id"] == int(claims["sub"])
    assert claims.pop("exp") - claims.pop("iat") == 30 * 60
    assert claims.keys() == {"iss", "aud", "sub", "jti", "type", "sid"}
    assert (claims["iss"], claims["aud"], claims["type"]) == (
        f"https://{APP_NAME}.example",
        f"https://{APP_NAME}.example/api",
        "access",
    )


async def test_forged_token_is_refused(
    client: AsyncClient, claims: dict[str, Any], subtests: pytest.Subtests
) -> None:
    for name, forge in FORGERIES.items():
        with subtests.test(name):
            assert_refused(await ask(client, forge(claims)))


async def test_clock_skew_within_leeway_is_accepted(
    client: AsyncClient, claims: dict[str, Any]
) -> None:
    ahead = claims | {"iat": seconds(3)}
    behind = claims | {"exp": seconds(-3)}

    responses = [await ask(client, sign(each)) for each in (ahead, behind)]

    assert [response.status_code for response in responses] == [200, 200]


@pytest.mark.parametrize("scheme", ["Basic", "Token", "bearer-ish"])
async def test_other_scheme_is_refused(
    client: AsyncClient, claims: dict[str, Any], scheme: str
) -> None:
    headers = {"Authorization": f"{scheme} {sign(claims)}"}

    response = await client.get("/api/v1/users/me", headers=headers)

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.json()["code"] == "not_authenticated"


async def test_refresh_token_is_refused_as_access_token(
    ada: AsyncClient, client: AsyncClient
) -> None:
    form = {
        "grant_type": "password",
        "username": "ada@example.com",
        "password": CORRECT_HORSE,
    }
    pair = (await ada.post("/api/v1/auth/token", data=form)).json()

    assert_refused(await ask(client, pair["refresh_token"]))


def keys(*names: str) -> Settings:
    """Return settings with these keys, the first of which signs."""
    found = {name: SecretStr(name * 32) for name in names}
    return Settings(jwt_keys=found)


def test_key_rotation_keeps_users_logged_in() -> None:
    token = AccessToken(user_id=1, session_id=1)
    steps = [keys("a"), keys("a", "b"), keys("b", "a"), keys("b")]
    tokens = [create_access_tokens(settings) for settings in steps]
    issued = [step.issue(token) for step in tokens]

    assert [jwt.get_unverified_header(each)["kid"] for each in issued] == [*"aabb"]
    for before, after in [(0, 1), (1, 2), (2, 3)]:  # old and new run side by side
        assert tokens[after].read(issued[before]) == token
        assert tokens[before].read(issued[after]) == token


async def test_token_of_removed_key_is_refused(
    client: AsyncClient, app: FastAPI, claims: dict[str, Any]
) -> None:
    app.state.tokens = create_access_tokens(keys("b"))

    assert_refused(await ask(client, sign(claims)))
