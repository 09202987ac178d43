import os
import signal
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import pytest
from accounts import subject_of
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response
from limits import RateLimitItemPerMinute
from pydantic import SecretStr
from schema import migrate
from servers import ValkeyServer, http_server, shop_processes, valkey_server
from sqlalchemy import make_url

from app.core.config import Settings
from app.core.errors import RateLimitedError
from app.core.passwords import PasswordHasher, get_password_hasher
from app.core.rate_limits import RateLimiter, name_account, name_address
from app.core.tokens import AccessTokens
from app.core.valkey import ValkeyGuard
from app.main import create_app
from app.users.models import Role

ME = "/api/v1/users/me"
PHRASE = "correct horse battery staple"
TWICE = RateLimitItemPerMinute(2)
PATIENT = 5.0  # seconds for Valkey to answer, on a machine that is busy


def login(account: str) -> dict[str, str]:
    return {"grant_type": "password", "username": account, "password": PHRASE}


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
            AccessTokens(settings).issue(
                await subject_of(database, f"{name}@example.com", Role.CUSTOMER)
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


@pytest.fixture
def shop_settings(tmp_path: Path) -> Settings:
    settings = Settings(
        database_url=make_url(f"sqlite+aiosqlite:///{tmp_path}/shop.db")
    )
    migrate(settings)
    return settings


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
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.post("/api/v1/auth/token", data=login(account))
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
    body = {"email": email, "password": PHRASE, "full_name": None}
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
                    "password": PHRASE,
                    "full_name": None,
                },
            )
            for name in "abc"
        ]
        read = await client.get(ME)

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert read.status_code == 401


@pytest.mark.processes
async def test_processes_share_one_limit_through_valkey(
    valkey: ValkeyServer, shop_settings: Settings
) -> None:
    environment = {
        "APP_DATABASE_URL": str(shop_settings.database_url),
        "APP_VALKEY_URL": valkey.url,
        "APP_VALKEY_TIMEOUT": str(PATIENT),
        "APP_RATE_LIMIT": "10/minute",
    }

    with shop_processes(2, environment) as shops:
        async with AsyncClient() as client:
            answers = [await client.get(shops[turn % 2].url + ME) for turn in range(14)]

    statuses = [answer.status_code for answer in answers]
    assert statuses == [401] * 10 + [429] * 4


@dataclass
class Load:
    """Asks again and again; the client's own limit of time fails what hangs."""

    client: AsyncClient
    answers: list[int] = field(default_factory=list)
    answered: anyio.Event = field(default_factory=anyio.Event)

    async def run(self) -> None:
        """Try to log in with one account after another."""
        while True:
            form = login(f"{len(self.answers)}@example.com")
            answer = await self.client.post("/api/v1/auth/token", data=form)
            self.answers.append(answer.status_code)
            self.answered.set()
            self.answered = anyio.Event()

    async def more(self, count: int = 10) -> None:
        """Return when so many more have been answered."""
        enough = len(self.answers) + count
        while len(self.answers) < enough:
            await self.answered.wait()


def kill(server: ValkeyServer) -> None:
    server.stop()


def freeze(server: ValkeyServer) -> None:
    os.kill(server.pid, signal.SIGSTOP)


def restart(server: ValkeyServer) -> None:
    server.start()


def thaw(server: ValkeyServer) -> None:
    os.kill(server.pid, signal.SIGCONT)


@pytest.mark.parametrize(
    ("end", "begin_again"),
    [
        pytest.param(kill, restart, id="killed"),
        pytest.param(freeze, thaw, id="frozen"),
    ],
)
async def test_login_goes_on_while_valkey_is_down_and_shares_again_after(
    shop_settings: Settings,
    cheap_hasher: PasswordHasher,
    capsys: pytest.CaptureFixture[str],
    end: Callable[[ValkeyServer], None],
    begin_again: Callable[[ValkeyServer], None],
) -> None:
    with valkey_server() as server:
        app = create_app(
            shop_settings.model_copy(
                update={
                    "valkey_url": SecretStr(server.url),
                    "valkey_timeout": 1.0,
                    "login_rate_limit": RateLimitItemPerMinute(100_000),
                    "rate_limit": RateLimitItemPerMinute(100_000),
                }
            )
        )
        app.dependency_overrides[get_password_hasher] = lambda: cheap_hasher
        with http_server(app) as address:
            async with AsyncClient(base_url=address, timeout=20) as client:
                load = Load(client)
                readiness: list[Response] = []
                async with anyio.create_task_group() as tasks:
                    for _ in range(4):
                        tasks.start_soon(load.run)
                    await load.more()
                    end(server)
                    await load.more()
                    readiness.append(await client.get("/ready"))
                    begin_again(server)
                    while app.state.rate_limiter.guard.is_failing:
                        await load.more()
                    tasks.cancel_scope.cancel()
                after = await client.get("/ready")

    log = capsys.readouterr().out
    assert set(load.answers) == {401}
    assert [answer.status_code for answer in readiness] == [503]
    assert readiness[0].json()["detail"] == "Valkey does not answer."
    assert after.status_code == 200
    assert log.count("valkey_failed") == 1
    assert log.count("valkey_is_back") == 1
