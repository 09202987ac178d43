import asyncio
import json
import signal
from asyncio import StreamReader, StreamWriter

import pytest
from logged_process import START_SECONDS, wait_until
from servers import ShopProcess, shop_processes
from sqlalchemy import select
from workers import database_variable

from app.config import Settings
from app.core.database import Database
from app.users.models import User

pytestmark = pytest.mark.processes

BODY = json.dumps(
    {"email": "ada@example.com", "password": "correct horse battery staple"}
).encode()
HEAD = (
    "POST /api/v1/users HTTP/1.1\r\n"
    "Host: 127.0.0.1\r\n"
    "Content-Type: application/json\r\n"
    f"Content-Length: {len(BODY)}\r\n"
    "Expect: 100-continue\r\n\r\n"
).encode()


async def begin_request(shop: ShopProcess) -> tuple[StreamReader, StreamWriter]:
    """Send the headers; return when a route is waiting for the body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", shop.port)
    writer.write(HEAD)
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 100 ")
    return reader, writer


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
async def test_request_in_flight_is_finished_before_the_process_ends(
    settings: Settings, committing_database: Database, sent: signal.Signals
) -> None:
    with shop_processes(1, database_variable(settings.database_url)) as [shop]:
        assert shop.process is not None
        reader, writer = await begin_request(shop)
        shop.process.send_signal(sent)
        wait_until(lambda: not shop.serves(), "the shop to take no more connections")
        writer.write(BODY)
        answer = await reader.read()
        writer.close()
        shop.process.wait(START_SECONDS)
        log = shop.log

    assert answer.startswith(b"HTTP/1.1 201 ")
    assert log.index("POST /api/v1/users") < log.index("stopped")
    async with committing_database.sessions() as session:
        assert (await session.scalars(select(User.email))).all() == ["ada@example.com"]


async def test_request_that_hangs_does_not_hold_the_process(
    settings: Settings, committing_database: Database
) -> None:
    with shop_processes(1, database_variable(settings.database_url)) as [shop]:
        assert shop.process is not None
        reader, writer = await begin_request(shop)  # whose body never comes
        shop.process.terminate()
        shop.process.wait(START_SECONDS)
        answer = await reader.read()
        writer.close()
        log = shop.log

    assert b" 201 " not in answer
    assert "stopped" in log
    async with committing_database.sessions() as session:
        assert (await session.scalars(select(User.id))).all() == []


async def test_idle_process_ends_at_once(settings: Settings) -> None:
    with shop_processes(1, database_variable(settings.database_url)) as [shop]:
        assert shop.process is not None
        shop.process.terminate()
        shop.process.wait(5)
        log = shop.log

    assert "stopped" in log
    assert "Traceback" not in log
