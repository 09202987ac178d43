"""Which tokens of a provider are accepted, and what waits for its keys."""

import asyncio
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI
from jwt import PyJWKClient
from jwt.algorithms import RSAAlgorithm
from servers import http_server

from antipatterns.identity import blocking_key_set
from antipatterns.identity import token_of_any_client as wrong
from app.core.errors import InvalidTokenError, UnavailableError
from patterns.identity.provider_tokens import ProviderTokens

ISSUER, SHOP, GAME = "https://login.example", "https://shop.example", "game"
KEYS = [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in "ab"]
DELAY = 0.5  # seconds that the provider takes for its keys
PAST = datetime(2026, 11, 27, tzinfo=UTC)


@dataclass
class Provider:
    """Publishes some of its keys, and counts how often they are read."""

    address: str = ""
    published: list[int] = field(default_factory=lambda: [0])
    fetches: int = 0

    @property
    def jwks_url(self) -> str:
        """Where the public keys are."""
        return f"{self.address}/jwks.json"

    def key_set(self) -> dict[str, Any]:
        """Return the public keys."""
        self.fetches += 1
        time.sleep(DELAY if self.fetches == 1 else 0)
        keys = [
            RSAAlgorithm.to_jwk(KEYS[n].public_key(), as_dict=True) | {"kid": str(n)}
            for n in self.published
        ]
        return {"keys": keys}


class Tokens(Protocol):
    """Verifies a token."""

    async def read(self, token: str) -> str:
        """Return the subject."""
        ...


@pytest.fixture
def provider() -> Generator[Provider]:
    provider = Provider()
    app = FastAPI()
    app.get("/jwks.json")(provider.key_set)
    with http_server(app) as address:
        provider.address = address
        yield provider


@pytest.fixture
def tokens(provider: Provider) -> ProviderTokens:
    return ProviderTokens(ISSUER, SHOP, provider.jwks_url)


def sign(changes: dict[str, object] | None = None, key: int = 0) -> str:
    """Return a token for the shop; a claim that is None is left out."""
    now = datetime.now(UTC)
    good = {"iss": ISSUER, "aud": SHOP, "sub": "ada", "iat": now}
    claims = good | {"exp": now + timedelta(minutes=5)}
    claims |= changes or {}
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, KEYS[key], "RS256", {"kid": str(key)})


async def longest_wait(tokens: Tokens) -> float:
    """Return how long another task waited for the loop while a token was read."""
    waits = []
    reading = asyncio.create_task(tokens.read(sign()))
    while not reading.done():
        start = time.perf_counter()
        await asyncio.sleep(0.01)
        waits.append(time.perf_counter() - start)
    assert await reading == "ada"
    return max(waits)


async def test_token_of_another_app_is_accepted(
    provider: Provider, measured: Callable[[str], None]
) -> None:
    tokens = wrong.ProviderTokens(PyJWKClient(provider.jwks_url))

    user = await tokens.read(sign({"aud": GAME}))

    assert user == "ada"
    with pytest.raises(InvalidTokenError):
        await tokens.read(sign({"exp": PAST}))
    measured(f"A token that `{user}` got for the app `{GAME}` opened the shop.")


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": GAME},
        {"iss": "https://evil.example"},
        {"exp": PAST},
        {"exp": None},
        {"aud": None},
    ],
    ids=["audience", "issuer", "expired", "no expiry", "no audience"],
)
async def test_token_for_anything_else_is_refused(
    tokens: ProviderTokens, changes: dict[str, object]
) -> None:
    assert await tokens.read(sign()) == "ada"
    with pytest.raises(InvalidTokenError):
        await tokens.read(sign(changes))


async def test_unsigned_token_is_refused(tokens: ProviderTokens) -> None:
    claims = jwt.decode(sign(), options={"verify_signature": False})
    with pytest.raises(InvalidTokenError):
        await tokens.read(jwt.encode(claims, "", "none", {"kid": "0"}))


async def test_new_key_of_the_provider_is_accepted(
    provider: Provider, tokens: ProviderTokens
) -> None:
    await tokens.read(sign())
    provider.published = [0, 1]
    tokens.jwks.cooldown_duration = 0

    assert await tokens.read(sign(key=1)) == "ada"
    assert provider.fetches == 2


async def test_forged_key_ids_cause_no_requests(
    provider: Provider, tokens: ProviderTokens
) -> None:
    for _ in range(20):
        with pytest.raises(InvalidTokenError):
            await tokens.read(sign(key=1))

    assert provider.fetches == 1


async def test_unreachable_provider_is_an_outage_and_no_invalid_token() -> None:
    tokens = ProviderTokens(ISSUER, SHOP, "http://127.0.0.1:1/jwks.json")

    with pytest.raises(UnavailableError):
        await tokens.read(sign())


async def test_fetch_of_keys_blocks_the_event_loop(
    provider: Provider, measured: Callable[[str], None]
) -> None:
    wait = await longest_wait(
        blocking_key_set.ProviderTokens(ISSUER, SHOP, provider.jwks_url)
    )

    assert wait > DELAY
    measured(
        f"The provider took {DELAY} s for its keys, and no other request ran for"
        f" {wait:.1f} s."
    )


async def test_worker_thread_keeps_the_event_loop_free(tokens: ProviderTokens) -> None:
    assert await longest_wait(tokens) < DELAY
