"""Who waits for a hash: how many may, and that whoever has gone does not."""

import socket
import threading
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import override
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from accounts import CHEAP
from anyio import Event, create_task_group, fail_after, wait_all_tasks_blocked
from fastapi import FastAPI, Request
from httpx import AsyncClient
from logged_process import wait_until
from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from rates import unlimited
from servers import http_server
from starlette.types import Message

from app.config import Settings
from app.core.errors import AbandonedError, BusyError
from app.core.passwords import (
    PasswordHasher,
    get_password_hasher,
)
from app.main import create_app

PATH = "/api/v1/auth/token"
MERCY = 2.0  # seconds after which the gate opens for whoever waits for it
PATIENCE = 20.0  # seconds to wait for a refusal: it comes at once or not at all
FORM = {"grant_type": "password", "username": "a@example.com", "password": "secret"}


class GatedHash(PasswordHash):
    """Counts what it has begun, and ends nothing while its gate is shut."""

    def __init__(self) -> None:
        super().__init__(CHEAP.hashers)
        self.begun = 0
        self.gate = threading.Event()

    @contextmanager
    def shut(self) -> Generator[None]:
        """Open the gate at the end of the block, however it ends."""
        try:
            yield
        finally:
            self.gate.set()

    @override
    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.begun += 1
        self.gate.wait()
        return super().hash(password, salt=salt)

    @override
    def verify_and_update(
        self, password: str | bytes, hash: str | bytes
    ) -> tuple[bool, str | None]:
        self.begun += 1
        self.gate.wait()
        return super().verify_and_update(password, hash)


def waiting(hasher: PasswordHasher) -> int:
    """Return how many wait for their turn."""
    return hasher.limiter.statistics().tasks_waiting


@asynccontextmanager
async def hashing(hasher: PasswordHasher, count: int) -> AsyncGenerator[list[str]]:
    """Start to hash for so many callers; yield what will be their hashes."""
    done: list[str] = []

    async def hash_one() -> None:
        done.append(await hasher.hash("correct horse"))

    async with create_task_group() as tasks:
        for _ in range(count):
            tasks.start_soon(hash_one)
        await wait_all_tasks_blocked()
        yield done


async def test_who_has_gone_leaves_the_queue() -> None:
    algorithm, left = GatedHash(), Event()
    hasher = PasswordHasher(algorithm, at_once=1)

    async with hashing(hasher, 2) as done:
        left.set()
        with algorithm.shut(), pytest.raises(AbandonedError):
            await hasher.until(left.wait).hash("correct horse")

    assert len(done) == 2
    assert algorithm.begun == 2


async def test_who_goes_after_his_hash_has_begun_gets_it() -> None:
    algorithm, left = GatedHash(), Event()
    hasher = PasswordHasher(algorithm, at_once=1)

    async with hashing(hasher.until(left.wait), 1) as done:
        with algorithm.shut():
            wait_until(lambda: algorithm.begun == 1, "the hash to begin")
            left.set()
            await wait_all_tasks_blocked()

    assert CHEAP.verify("correct horse", done[0])
    assert hasher.limiter.borrowed_tokens == 0


async def test_what_is_left_of_the_body_is_no_farewell() -> None:
    messages: list[Message] = [
        {"type": "http.disconnect"},
        {"type": "http.request", "body": b"", "more_body": False},
    ]

    async def receive() -> Message:
        return messages.pop()

    app = FastAPI()
    app.state.password_hasher = PasswordHasher(CHEAP)
    request = Request({"type": "http", "app": app}, receive)

    await (await get_password_hasher(request)).gone()

    assert messages == []


async def test_who_closes_waits_for_no_hash() -> None:
    algorithm = GatedHash()
    hasher = PasswordHasher(algorithm)

    async with hashing(hasher, 1) as done:
        with algorithm.shut():
            wait_until(lambda: algorithm.begun == 1, "the hash to begin")
            threading.Timer(MERCY, algorithm.gate.set).start()
            hasher.close()
            assert not algorithm.gate.is_set()

    assert len(done) == 1


async def test_full_queue_refuses_at_once() -> None:
    algorithm = GatedHash()
    hasher = PasswordHasher(algorithm, at_once=1, most_waiting=2)

    async with hashing(hasher, 3) as done:
        with algorithm.shut(), fail_after(PATIENCE), pytest.raises(BusyError):
            await hasher.hash("correct horse")

    assert len(done) == 3


async def test_failure_of_the_algorithm_is_what_the_caller_gets(
    cheap_hasher: PasswordHasher,
) -> None:
    with pytest.raises(UnknownHashError):
        await cheap_hasher.verify("correct horse", "no hash")


async def test_login_at_a_full_queue_is_told_when_to_come_again(
    app: FastAPI, client: AsyncClient
) -> None:
    algorithm = GatedHash()
    hasher = PasswordHasher(algorithm, at_once=1, most_waiting=1)
    app.dependency_overrides[get_password_hasher] = lambda: hasher

    async with hashing(hasher, 2):
        with algorithm.shut(), fail_after(PATIENCE):
            response = await client.post(PATH, data=FORM)

    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"
    assert response.json() == {
        "type": "https://shop.example/problems/busy",
        "title": "Busy",
        "status": 503,
        "detail": "Too many are waiting. Try again in 5 seconds.",
        "instance": PATH,
        "code": "busy",
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


def test_logins_that_were_given_up_are_not_hashed(sqlite_settings: Settings) -> None:
    algorithm = GatedHash()
    hasher = PasswordHasher(algorithm, at_once=2)
    app = create_app(unlimited(sqlite_settings))

    with http_server(app) as address, httpx.Client(base_url=address) as client:
        app.state.password_hasher = hasher
        with algorithm.shut():
            connections = [begin_login(address) for _ in range(32)]
            wait_until(lambda: waiting(hasher) == 30, "all but two to wait")
            meanwhile = client.get("/health")
            for connection in connections:
                connection.close()
            wait_until(lambda: waiting(hasher) == 0, "the queue to be left")
        fresh = client.post(PATH, data=FORM)

    assert meanwhile.status_code == 200
    assert fresh.status_code == 401
    assert algorithm.begun == 3
