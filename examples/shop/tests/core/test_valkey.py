import asyncio
import os
import signal
from typing import Any

import pytest
from logged_process import free_port
from redis.asyncio import Redis
from servers import ValkeyServer, valkey_server

from app.core.circuit_breaker import CircuitBreakerError
from app.core.valkey import MAX_CONNECTIONS, as_client_url, create_valkey

PATIENT = 5.0  # seconds: a busy machine is no failure of Valkey


async def echo(client: Redis, text: str) -> bytes:
    """Return the answer of Valkey, which repeats the text."""
    commands: Any = client  # whose types are incomplete
    answer: bytes = await commands.echo(text)
    return answer


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("valkey://host", "redis://host"),
        ("valkeys://user:p%40ss@host:6380/1", "rediss://user:p%40ss@host:6380/1"),
        ("redis://host/?db=2", "redis://host/?db=2"),
        ("rediss://host:6379/0", "rediss://host:6379/0"),
    ],
)
def test_every_scheme_reaches_the_client(url: str, expected: str) -> None:
    assert as_client_url(url) == expected
    assert create_valkey(url, timeout=1.0)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("s3cret", id="no-url"),
        pytest.param("http://user:s3cret@host", id="unknown-scheme"),
        pytest.param("valkey://", id="no-host"),
        pytest.param("valkey://user:s3#cret@host", id="unescaped-password"),
        pytest.param("valkey://user:s3cret@host:port", id="port-that-is-no-number"),
        pytest.param("valkey://user:s3cret@host:70000", id="port-too-large"),
        pytest.param("valkey://user:s3cret@[::1", id="open-bracket"),
        pytest.param("valkey://user:s3cret@host/first", id="database-that-is-a-name"),
        pytest.param("valkey://user:s3cret@host/-1", id="negative-database"),
        pytest.param("valkey://user:s3cret@host?db=first", id="database-option"),
        pytest.param("valkey://user:s3cret@host?sslmode=require", id="unknown-option"),
        pytest.param("valkey://user:s3cret@host?socket_timeout=soon", id="not-seconds"),
        pytest.param("valkey://user:s3cret@host?protocol=9", id="protocol"),
        pytest.param("valkey://user:s3cret@host?retry=often", id="option-of-a-type"),
        pytest.param("valkey://user:s3cret@host?encoding=klingon", id="encoding"),
        pytest.param("valkeys://s3cret@host?ssl_cert_reqs=some", id="certificates"),
    ],
)
def test_unusable_url_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match="not a Valkey URL") as caught:
        create_valkey(url, timeout=1.0)

    assert "s3cret" not in str(caught.value)


async def test_answering_valkey_is_available(valkey: ValkeyServer) -> None:
    connected = create_valkey(valkey.url, PATIENT)

    assert await connected.is_available()

    await connected.aclose()


async def test_absent_valkey_is_not_available() -> None:
    absent = create_valkey(f"valkey://127.0.0.1:{free_port()}", PATIENT)

    assert not await absent.is_available()

    await absent.aclose()


async def test_restart_between_two_calls_costs_no_failure() -> None:
    with valkey_server() as server:
        connected = create_valkey(server.url, PATIENT)
        await connected.call(lambda client: client.set("tea", "green"))
        server.stop()
        server.start()

        assert await connected.call(lambda client: client.get("tea")) is None
        assert not connected.breaker.is_open

        await connected.aclose()


async def test_more_calls_than_connections_wait_for_one(valkey: ValkeyServer) -> None:
    connected = create_valkey(valkey.url, PATIENT)

    answers = await asyncio.gather(
        *[
            connected.call(lambda client: echo(client, "tea"))
            for _ in range(4 * MAX_CONNECTIONS)
        ]
    )

    assert set(answers) == {b"tea"}
    assert not connected.breaker.is_open

    await connected.aclose()


async def test_late_answer_reaches_no_other_call() -> None:
    with valkey_server() as server:
        connected = create_valkey(server.url, timeout=0.2)
        connected.breaker.pause = 0
        await connected.call(lambda client: echo(client, "first"))
        os.kill(server.pid, signal.SIGSTOP)
        with pytest.raises(CircuitBreakerError):
            await connected.call(lambda client: echo(client, "late"))
        os.kill(server.pid, signal.SIGCONT)
        connected.breaker.timeout = PATIENT

        answers = [
            await connected.call(lambda client: echo(client, "next")) for _ in range(3)
        ]
        await connected.aclose()

    assert answers == [b"next"] * 3
