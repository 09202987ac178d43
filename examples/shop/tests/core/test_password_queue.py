"""The queue of the password hasher: its bound, cancellation and disconnects."""

import socket
import threading
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import override
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from accounts import CHEAP
from anyio import (
    CancelScope,
    create_task_group,
    fail_after,
    to_thread,
    wait_all_tasks_blocked,
)
from anyio.abc import TaskGroup
from fastapi import FastAPI
from httpx import AsyncClient
from logged_process import wait_until
from pwdlib import PasswordHash
from rates import unlimited
from servers import http_server

from app.config import Settings
from app.core.errors import OverloadedError
from app.core.passwords import PasswordHasher
from app.core.problems import TYPES
from app.main import create_app
from app.users.dependencies import get_password_hasher

PATH = "/api/v1/auth/token"
TIMEOUT = 20.0  # seconds; a refusal comes at once or not at all
FORM = {"grant_type": "password", "username": "a@example.com", "password": "secret"}


class GatedHash(PasswordHash):
    """Counts the hashes that start; none ends while its gate is closed."""

    def __init__(self) -> None:
        super().__init__(CHEAP.hashers)
        self.started = 0
        self.gate = threading.Event()

    @contextmanager
    def closed(self) -> Generator[None]:
        """Open the gate at the end of the block, however it ends."""
        try:
            yield
        finally:
            self.gate.set()

    @override
    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.started += 1
        self.gate.wait()
        return super().hash(password, salt=salt)

    @override
    def verify_and_update(
        self, password: str | bytes, hash: str | bytes
    ) -> tuple[bool, str | None]:
        self.started += 1
        self.gate.wait()
        return super().verify_and_update(password, hash)


@asynccontextmanager
async def hashing(
    hasher: PasswordHasher, count: int, hashes: list[str]
) -> AsyncGenerator[TaskGroup]:
    """Start to hash for so many callers; wait for all of them at the end."""

    async def hash_one() -> None:
        hashes.append(await hasher.hash("correct horse"))

    async with create_task_group() as tasks:
        for _ in range(count):
            tasks.start_soon(hash_one)
        await wait_all_tasks_blocked()
        yield tasks


async def wait_in_thread(algorithm: GatedHash, count: int) -> None:
    """Return when so many hashes have started."""
    await to_thread.run_sync(
        wait_until, lambda: algorithm.started == count, f"{count} hashes to start"
    )


async def test_full_queue_raises_overloaded_error_at_once() -> None:
    algorithm, hashes = GatedHash(), list[str]()
    hasher = PasswordHasher(algorithm, concurrency=1, max_waiting=2)

    async with hashing(hasher, 3, hashes):
        with algorithm.closed(), fail_after(TIMEOUT), pytest.raises(OverloadedError):
            await hasher.hash("correct horse")

    assert len(hashes) == 3


async def test_burst_in_one_loop_iteration_is_bounded() -> None:
    hasher = PasswordHasher(CHEAP, concurrency=1, max_waiting=2)
    outcomes: list[str] = []

    async def hash_one() -> None:
        try:
            await hasher.hash("correct horse")
            outcomes.append("hashed")
        except OverloadedError:
            outcomes.append("refused")

    async with create_task_group() as tasks:
        for _ in range(10):
            tasks.start_soon(hash_one)

    assert sorted(outcomes) == ["hashed"] * 3 + ["refused"] * 7
    assert hasher.pending == 0


async def test_cancelled_caller_leaves_the_queue() -> None:
    algorithm, hashes = GatedHash(), list[str]()
    hasher = PasswordHasher(algorithm, concurrency=1, max_waiting=1)

    async with hashing(hasher, 1, hashes) as tasks:
        with algorithm.closed():
            await wait_in_thread(algorithm, 1)
            with CancelScope() as scope:
                tasks.start_soon(cancel_when_blocked, scope)
                await hasher.hash("correct horse")
            assert hasher.pending == 1

    assert scope.cancelled_caught
    assert algorithm.started == 1


async def cancel_when_blocked(scope: CancelScope) -> None:
    await wait_all_tasks_blocked()
    scope.cancel()


async def test_running_hash_keeps_its_slot_when_the_caller_is_cancelled() -> None:
    algorithm, hashes = GatedHash(), list[str]()
    hasher = PasswordHasher(algorithm, concurrency=1, max_waiting=0)

    async with hashing(hasher, 1, hashes) as tasks:
        with algorithm.closed():
            await wait_in_thread(algorithm, 1)
            tasks.cancel_scope.cancel()
            with CancelScope(shield=True):
                await wait_all_tasks_blocked()
                with pytest.raises(OverloadedError):
                    await hasher.hash("correct horse")

    assert hasher.pending == 0
    assert hasher.limiter.borrowed_tokens == 0


async def test_login_at_a_full_queue_gets_503_with_retry_after(
    app: FastAPI, client: AsyncClient
) -> None:
    algorithm = GatedHash()
    hasher = PasswordHasher(algorithm, concurrency=1, max_waiting=1)
    app.dependency_overrides[get_password_hasher] = lambda: hasher

    async with hashing(hasher, 2, []):
        with algorithm.closed(), fail_after(TIMEOUT):
            response = await client.post(PATH, data=FORM)

    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"
    assert response.json() == {
        "type": f"{TYPES}overloaded",
        "title": "Overloaded",
        "status": 503,
        "detail": "Too many requests wait. Retry in 5 seconds.",
        "instance": PATH,
        "code": "overloaded",
    }


def begin_login(address: str) -> socket.socket:
    """Send a whole login; return without its answer."""
    body = urlencode(FORM).encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\n"
        "Host: 127.0.0.1\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    connection = socket.create_connection(("127.0.0.1", urlsplit(address).port))
    connection.sendall(head.encode() + body)
    return connection


def test_login_of_a_disconnected_client_keeps_its_place(
    sqlite_settings: Settings,
) -> None:
    algorithm = GatedHash()
    hasher = PasswordHasher(algorithm, concurrency=2, max_waiting=6)
    app = create_app(unlimited(sqlite_settings))

    with http_server(app) as address, httpx.Client(base_url=address) as client:
        app.state.password_hasher = hasher
        with algorithm.closed():
            connections = [begin_login(address) for _ in range(8)]
            wait_until(lambda: hasher.pending == 8, "the queue to fill")
            for connection in connections:
                connection.close()
            health = client.get("/health")
            refused = client.post(PATH, data=FORM)
        wait_until(lambda: hasher.pending == 0, "the queue to drain")
        served = client.post(PATH, data=FORM)

    assert health.status_code == 200
    assert (refused.status_code, served.status_code) == (503, 401)
    assert algorithm.started == 9
