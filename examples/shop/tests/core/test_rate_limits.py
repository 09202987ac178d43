import hmac
from collections.abc import AsyncGenerator
from hashlib import sha256

import pytest
from accounts import CORRECT_HORSE, access_token_of
from asgi_lifespan import LifespanManager
from fastapi import FastAPI, Request
from httpx import ASGITransport, AsyncClient
from limits import RateLimitItemPerMinute, RateLimitItemPerSecond

from app.config import Settings
from app.core.errors import RateLimitedError
from app.core.passwords import PasswordHasher
from app.core.problems import TYPES
from app.core.rate_limit_storage import MAX_WINDOWS
from app.core.rate_limits import RateLimiter, get_client_ip
from app.main import create_access_tokens, create_app
from app.users.dependencies import get_password_hasher
from app.users.models import Role

ME = "/api/v1/users/me"
TWICE = RateLimitItemPerMinute(2)
SECRET = b"a secret of the tests, 32 bytes."


@pytest.fixture
async def limited() -> AsyncGenerator[AsyncClient]:
    """Yield the client of an app that allows two requests a minute per client IP."""
    app = create_app(Settings(rate_limit=TWICE))
    transport = ASGITransport(app)
    async with (
        LifespanManager(app),
        AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        yield client


async def test_request_over_the_limit_is_a_429_with_retry_after(
    limited: AsyncClient,
) -> None:
    answers = [await limited.get(ME) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]
    refused = answers[-1]
    wait = int(refused.headers["retry-after"])
    assert 0 < wait <= 60
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json() == {
        "type": f"{TYPES}rate-limited",
        "title": "Too many requests",
        "status": 429,
        "detail": f"Try again in {wait} seconds.",
        "instance": ME,
        "code": "rate_limited",
    }


async def test_every_route_of_the_api_is_limited(limited: AsyncClient) -> None:
    paths = (await limited.get("/openapi.json")).json()["paths"]
    operations = [
        (method, path.replace("{", "").replace("}", ""))
        for path, methods in paths.items()
        for method in methods
        if path.startswith("/api/")
    ]
    for _ in range(2):
        await limited.get(ME)

    answers = [await limited.request(method, path) for method, path in operations]

    assert len(answers) > 10
    assert {answer.status_code for answer in answers} == {429}


async def test_probes_are_not_limited(limited: AsyncClient) -> None:
    answers = [await limited.get("/health") for _ in range(5)]

    assert {answer.status_code for answer in answers} == {200}


async def test_each_client_ip_has_its_own_limit() -> None:
    app = create_app(Settings(rate_limit=TWICE))

    async with LifespanManager(app):
        statuses = [await status_from(app, address) for address in ["::1"] * 2]
        same_network = await status_from(app, "::2")
        other = await status_from(app, "192.0.2.7")

    assert [*statuses, same_network, other] == [401, 401, 429, 401]


async def test_account_has_one_limit_for_all_its_client_ips(
    shop_settings: Settings,
) -> None:
    settings = shop_settings.model_copy(update={"rate_limit": TWICE})
    app = create_app(settings)

    async with LifespanManager(app):
        database = app.state.database
        ada, bob = [
            create_access_tokens(settings).issue(
                await access_token_of(database, f"{name}@example.com", Role.CUSTOMER)
            )
            for name in ("ada", "bob")
        ]
        mine = [await status_from(app, f"192.0.2.{n}", ada) for n in range(3)]
        others = await status_from(app, "192.0.2.9", bob)

    assert mine == [200, 200, 429]
    assert others == 200


async def status_from(app: FastAPI, address: str, token: str | None = None) -> int:
    transport = ASGITransport(app, client=(address, 123))
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return (await client.get(ME, headers=headers)).status_code


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:1%eth0", "2001:db8::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("/run/shop.sock", "/run/shop.sock"),
    ],
)
async def test_client_ip_stands_for_one_client(host: str, key: str) -> None:
    request = Request({"type": "http", "client": (host, 123)})

    assert await get_client_ip(request) == key


async def test_request_without_an_address_has_a_client_ip() -> None:
    assert await get_client_ip(Request({"type": "http"})) == "unknown"


async def test_each_purpose_and_caller_has_its_own_window() -> None:
    limiter = RateLimiter(SECRET)
    rate = RateLimitItemPerMinute(1)

    await limiter.check(rate, "login", "ada")
    await limiter.check(rate, "login", "bob")
    await limiter.check(rate, "sign-up", "ada")

    with pytest.raises(RateLimitedError):
        await limiter.check(rate, "login", "ada")


async def test_wait_is_that_of_the_caller() -> None:
    limiter, rate = RateLimiter(SECRET), RateLimitItemPerMinute(1)
    await limiter.check(rate, "requests", "ada")

    with pytest.raises(RateLimitedError) as caught:
        await limiter.check(rate, "requests", "ada")

    assert 1 < (caught.value.retry_after or 0) <= 60


async def test_wait_is_at_least_a_second() -> None:
    limiter, rate = RateLimiter(SECRET), RateLimitItemPerSecond(1)

    async def ask_often() -> None:
        for _ in range(100):
            await limiter.check(rate, "requests", "ada")

    with pytest.raises(RateLimitedError) as caught:
        await ask_often()

    assert caught.value.retry_after == 1


async def test_keys_are_pseudonyms_that_only_the_secret_can_match() -> None:
    one, same, other = (RateLimiter(secret) for secret in (SECRET, SECRET, b"other"))
    for limiter in (one, same, other):
        await limiter.check(TWICE, "login-account", "ada@example.com")

    keys = [set(limiter.windows.windows) for limiter in (one, same, other)]

    assert keys[0] == keys[1] != keys[2]
    [key] = keys[0]
    assert "ada" not in key
    assert sha256(b"ada@example.com").hexdigest() not in key
    assert hmac.digest(SECRET, b"ada@example.com", "sha256").hex() not in key


def test_windows_in_memory_are_bounded() -> None:
    assert RateLimiter(SECRET).windows.windows.maxsize == MAX_WINDOWS


async def test_sign_ups_are_counted_for_each_client_ip(
    shop_settings: Settings, cheap_hasher: PasswordHasher
) -> None:
    app = create_app(shop_settings.model_copy(update={"sign_up_rate_limit": TWICE}))
    app.dependency_overrides[get_password_hasher] = lambda: cheap_hasher
    async with LifespanManager(app):
        mine = [
            await sign_up(app, f"{name}@example.com", "192.0.2.1") for name in "abc"
        ]
        others = await sign_up(app, "bob@example.com", "192.0.2.9")

    assert mine == [201, 201, 429]
    assert others == 201


async def sign_up(app: FastAPI, email: str, address: str) -> int:
    transport = ASGITransport(app, client=(address, 123))
    body = {"email": email, "password": CORRECT_HORSE, "full_name": None}
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.post("/api/v1/users", json=body)
    return answer.status_code
