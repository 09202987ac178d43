"""Limits that are counted in Valkey, for all processes together."""

import os
import signal
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import Any

import anyio
import pytest
from accounts import CORRECT_HORSE
from httpx import AsyncClient, Response
from limits import RateLimitItemPerMinute, RateLimitItemPerSecond
from pydantic import SecretStr
from rates import unlimited
from servers import ValkeyServer, http_server, shop_processes, valkey_server

from app import APP_NAME
from app.config import Settings
from app.core.errors import RateLimitedError
from app.core.passwords import PasswordHasher
from app.core.rate_limits import RateLimiter
from app.core.valkey import create_valkey
from app.main import create_app
from app.users.dependencies import get_password_hasher

ME = "/api/v1/users/me"
LOGIN = {"grant_type": "password", "password": CORRECT_HORSE}
SECRET = b"a secret of the tests, 32 bytes."
PATIENT = 5.0  # seconds: a busy machine is no failure of Valkey


@pytest.fixture
async def limiters(valkey: ValkeyServer) -> AsyncGenerator[list[RateLimiter]]:
    """Yield the limiters of two processes, each with a client of its own."""
    clients = [create_valkey(valkey.url, PATIENT) for _ in range(2)]
    commands: Any = clients[0].client
    await commands.flushdb()
    yield [RateLimiter(SECRET, client) for client in clients]
    for client in clients:
        await client.aclose()


async def test_two_processes_share_one_window(limiters: list[RateLimiter]) -> None:
    one, other = limiters
    rate = RateLimitItemPerMinute(2)

    await one.check(rate, "shared", "ada")
    await other.check(rate, "shared", "ada")
    await one.check(rate, "shared", "bob")

    with pytest.raises(RateLimitedError) as caught:
        await one.check(rate, "shared", "ada")
    assert 1 < (caught.value.retry_after or 0) <= 60


async def test_shared_wait_is_at_least_a_second(limiters: list[RateLimiter]) -> None:
    rate = RateLimitItemPerSecond(1)

    async def ask_often() -> None:
        for _ in range(100):
            await limiters[0].check(rate, "a second", "ada")

    with pytest.raises(RateLimitedError) as caught:
        await ask_often()

    assert caught.value.retry_after == 1


async def test_every_key_in_valkey_is_short_pseudonymous_and_expires(
    limiters: list[RateLimiter],
) -> None:
    limiter = limiters[0]
    accounts = ["ada@example.com", "a" * 100_000]

    for account in accounts:
        await limiter.check(RateLimitItemPerMinute(2), "login-account", account)
    assert limiter.valkey
    client: Any = limiter.valkey.client
    keys = await client.keys()
    lifetimes = [await client.pttl(key) for key in keys]

    assert len(keys) == len(accounts)
    assert all(len(key) < 150 and b"example" not in key for key in keys)
    assert all(key.startswith(f"{APP_NAME}:limits".encode()) for key in keys)
    assert all(0 < lifetime <= 60_000 for lifetime in lifetimes)


@pytest.mark.processes
async def test_server_processes_share_one_limit(
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
            account = {"username": f"{len(self.answers)}@example.com"}
            answer = await self.client.post("/api/v1/auth/token", data=LOGIN | account)
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
async def test_login_and_readiness_survive_an_outage_of_valkey(
    shop_settings: Settings,
    cheap_hasher: PasswordHasher,
    capsys: pytest.CaptureFixture[str],
    end: Callable[[ValkeyServer], None],
    begin_again: Callable[[ValkeyServer], None],
) -> None:
    with valkey_server() as server:
        app = create_app(
            unlimited(shop_settings).model_copy(
                update={"valkey_url": SecretStr(server.url), "valkey_timeout": 1.0}
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
                    while app.state.valkey.breaker.is_open:
                        await load.more()
                    tasks.cancel_scope.cancel()
                after = await client.get("/ready")

    log = capsys.readouterr().out
    assert set(load.answers) == {401}
    assert [answer.status_code for answer in (*readiness, after)] == [200, 200]
    assert readiness[0].json()["degraded"] == ["valkey"]
    assert after.json()["degraded"] == []
    assert log.count("circuit_opened") == 1
    assert log.count("circuit_closed") == 1
