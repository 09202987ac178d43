"""Limits that are counted in Valkey, for all processes together."""

import os
import signal
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import anyio
import pytest
from accounts import CORRECT_HORSE
from httpx import AsyncClient, Response
from limits import RateLimitItemPerMinute, RateLimitItemPerSecond
from pydantic import SecretStr
from servers import ValkeyServer, http_server, shop_processes, valkey_server

from app.config import Settings
from app.core.errors import RateLimitedError
from app.core.passwords import PasswordHasher
from app.core.rate_limits import RateLimiter, create_rate_limiter
from app.core.valkey import ValkeyGuard, create_valkey
from app.main import create_app
from app.users.dependencies import get_password_hasher

ME = "/api/v1/users/me"
LOGIN = {"grant_type": "password", "password": CORRECT_HORSE}
PATIENT = 5.0  # seconds: a busy machine is no failure of Valkey


@pytest.fixture
async def limiters(valkey: ValkeyServer) -> AsyncGenerator[list[RateLimiter]]:
    """Yield the limiters of two processes, each with a client of its own."""
    settings = Settings(valkey_url=SecretStr(valkey.url), valkey_timeout=PATIENT)
    guard = ValkeyGuard(PATIENT)
    async with AsyncExitStack() as stack:
        clients = [create_valkey(settings) for _ in range(2)]
        for client in clients:
            assert client is not None
            stack.push_async_callback(client.aclose)
        yield [create_rate_limiter(guard, client) for client in clients]


async def test_all_count_for_one_caller_and_say_how_long_to_wait(
    limiters: list[RateLimiter],
) -> None:
    one, other = limiters
    rate = RateLimitItemPerMinute(2)

    await one.check(rate, "shared", "ada")
    await other.check(rate, "shared", "ada")
    await one.check(rate, "shared", "bob")

    with pytest.raises(RateLimitedError) as caught:
        await one.check(rate, "shared", "ada")
    assert 1 < (caught.value.retry_after or 0) <= 60


async def test_nobody_is_told_to_come_again_at_once(
    limiters: list[RateLimiter],
) -> None:
    rate = RateLimitItemPerSecond(1)

    async def ask_often() -> None:
        for _ in range(100):
            await limiters[0].check(rate, "a second", "ada")

    with pytest.raises(RateLimitedError) as caught:
        await ask_often()

    assert caught.value.retry_after == 1


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
    assert [answer.status_code for answer in readiness] == [200]
    assert readiness[0].json()["degraded"] == ["valkey"]
    assert after.status_code == 200
    assert log.count("valkey_failed") == 1
    assert log.count("valkey_is_back") == 1
