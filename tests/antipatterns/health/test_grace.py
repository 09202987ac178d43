"""A request that is in flight when the server is stopped."""

import asyncio
import signal
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI
from logged_process import free_port, wait_until
from sqlalchemy import make_url, text

from antipatterns.health import short_grace as wrong
from app.config import Settings
from app.core.database import Database, DatabaseOptions, create_engine, unit_of_work
from patterns.health import server_grace as right

SECONDS = 2.0  # that the report takes
COUNT = text("SELECT count(*) FROM orders")
TOO_LONG = 20.0  # seconds, for every grace period of these tests
type CreateServer = Callable[[FastAPI, int], uvicorn.Server]


async def compute() -> None:
    await asyncio.sleep(SECONDS)


def stop_during_report(
    create_server: CreateServer, work: Callable[[], Awaitable[None]] = compute
) -> int | None:
    """Stop the server while it computes a report; return the client's status."""
    began = threading.Event()
    app = FastAPI()

    @app.get("/reports")
    async def read_report() -> str:
        began.set()
        await work()
        return "report"

    port = free_port()
    server = create_server(app, port)
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started, "uvicorn to start")
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(httpx.get, f"http://127.0.0.1:{port}/reports", timeout=30)
        began.wait(30)
        server.handle_exit(signal.SIGTERM, None)
        thread.join()
        try:
            return asked.result().status_code
        except httpx.RemoteProtocolError:
            return None


def test_short_grace_period_cuts_off_the_response(
    measured: Callable[[str], None],
) -> None:
    status = stop_during_report(wrong.create_server)

    assert status in {None, 500}
    measured(
        "SIGTERM came during a request, and the server cancelled it after"
        f" {wrong.create_server(FastAPI(), 0).config.timeout_graceful_shutdown} s:"
        f" the client got {status or 'no response'}."
    )


def test_grace_period_above_the_timeouts_finishes_the_request() -> None:
    settings = Settings()

    def create_server(app: FastAPI, port: int) -> uvicorn.Server:
        return right.create_server(app, port, settings)

    assert stop_during_report(create_server) == 200


def test_request_beyond_the_grace_period_is_rolled_back(tmp_path: Path) -> None:
    file = tmp_path / "orders.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE orders (id int)")
    settings = Settings(database_pool_timeout=0.5, database_statement_timeout=0.5)
    counts: list[int] = []

    async def store_slowly() -> None:
        url = make_url(f"sqlite+aiosqlite:///{file}")
        engine = create_engine(url, DatabaseOptions())
        async with unit_of_work(Database(engine)) as session:
            await session.execute(text("INSERT INTO orders VALUES (1)"))
            counts.append((await session.scalars(COUNT)).one())
            await asyncio.sleep(TOO_LONG)

    def create_server(app: FastAPI, port: int) -> uvicorn.Server:
        return right.create_server(app, port, settings)

    status = stop_during_report(create_server, store_slowly)

    with closing(sqlite3.connect(file)) as connection:
        counts += connection.execute(str(COUNT)).fetchone()
    assert counts == [1, 0]
    assert status in {None, 500}
