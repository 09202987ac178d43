from collections.abc import AsyncGenerator

import pytest
from accounts import CORRECT_HORSE, access_token_of
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from limits import RateLimitItemPerMinute

from app.config import Settings
from app.core.errors import RateLimitedError
from app.core.passwords import PasswordHasher
from app.core.rate_limits import RateLimiter, name_account, name_address
from app.core.valkey import ValkeyGuard
from app.main import create_access_tokens, create_app
from app.users.dependencies import get_password_hasher
from app.users.models import Role

ME = "/api/v1/users/me"
TWICE = RateLimitItemPerMinute(2)


@pytest.fixture
async def limited() -> AsyncGenerator[AsyncClient]:
    """Yield the client of an app that lets each address ask twice a minute."""
    app = create_app(Settings(rate_limit=TWICE))
    transport = ASGITransport(app)
    async with (
        LifespanManager(app),
        AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        yield client


async def test_third_request_is_a_problem_that_says_when_to_come_again(
    limited: AsyncClient,
) -> None:
    answers = [await limited.get(ME) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]
    refused = answers[-1]
    wait = int(refused.headers["retry-after"])
    assert 0 < wait <= 60
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json() == {
        "type": "https://shop.example/problems/rate-limited",
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


async def test_addresses_are_counted_apart() -> None:
    app = create_app(Settings(rate_limit=TWICE))

    async with LifespanManager(app):
        statuses = [await status_from(app, address) for address in ["::1"] * 2]
        same_network = await status_from(app, "::2")
        other = await status_from(app, "192.0.2.7")

    assert [*statuses, same_network, other] == [401, 401, 429, 401]


async def test_account_is_counted_wherever_it_asks_from(
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
    ("host", "name"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:1%eth0", "2001:db8::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("/run/shop.sock", "/run/shop.sock"),
    ],
)
def test_address_stands_for_whoever_owns_it(host: str, name: str) -> None:
    assert name_address(host) == name


def test_account_is_named_without_telling_it() -> None:
    name = name_account(" Ada@example.com")

    assert name == name_account("ada@EXAMPLE.com")
    assert "ada" not in name


async def test_rate_is_counted_for_each_purpose_and_caller() -> None:
    limiter = RateLimiter(ValkeyGuard(0.25))
    rate = RateLimitItemPerMinute(1)

    await limiter.check(rate, "login", "ada")
    await limiter.check(rate, "login", "bob")
    await limiter.check(rate, "sign-up", "ada")

    with pytest.raises(RateLimitedError):
        await limiter.check(rate, "login", "ada")


async def test_tries_for_one_account_are_counted_from_everywhere(
    shop_settings: Settings, cheap_hasher: PasswordHasher
) -> None:
    app = create_app(shop_settings.model_copy(update={"login_rate_limit": TWICE}))
    app.dependency_overrides[get_password_hasher] = lambda: cheap_hasher
    async with LifespanManager(app):
        mine = [await log_in(app, "ada@example.com", f"192.0.2.{n}") for n in range(3)]
        others = await log_in(app, "bob@example.com", "192.0.2.9")

    assert mine == [401, 401, 429]
    assert others == 401


async def test_tries_from_one_address_are_counted_for_all_accounts(
    shop_settings: Settings, cheap_hasher: PasswordHasher
) -> None:
    app = create_app(shop_settings.model_copy(update={"login_rate_limit": TWICE}))
    app.dependency_overrides[get_password_hasher] = lambda: cheap_hasher
    async with LifespanManager(app):
        statuses = [
            await log_in(app, f"{name}@example.com", "192.0.2.1") for name in "abc"
        ]

    assert statuses == [401, 401, 429]


async def log_in(app: FastAPI, account: str, address: str) -> int:
    transport = ASGITransport(app, client=(address, 123))
    form = {"grant_type": "password", "username": account, "password": CORRECT_HORSE}
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.post("/api/v1/auth/token", data=form)
    return answer.status_code


async def test_sign_ups_are_counted_for_each_address(
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


async def test_sign_ups_are_limited_more_tightly(
    shop_settings: Settings, cheap_hasher: PasswordHasher
) -> None:
    app = create_app(shop_settings.model_copy(update={"sign_up_rate_limit": TWICE}))
    app.dependency_overrides[get_password_hasher] = lambda: cheap_hasher
    transport = ASGITransport(app)
    async with (
        LifespanManager(app),
        AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        answers = [
            await client.post(
                "/api/v1/users",
                json={
                    "email": f"{name}@example.com",
                    "password": CORRECT_HORSE,
                    "full_name": None,
                },
            )
            for name in "abc"
        ]
        read = await client.get(ME)

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert read.status_code == 401
