"""Workers in processes of their own, and what they have done."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from logged_process import LoggedProcess
from servers import SHOP
from sqlalchemy import URL, func, select

from app.core.database import Database, unit_of_work
from app.notifications.models import Notification
from app.outbox.models import PENDING, OutboxMessage
from app.outbox.repository import OutboxRepository
from app.outbox.schemas import ORDER_PLACED
from app.users.models import User

WAIT_SECONDS = 60
RELAY = ["-m", "app.worker"]
TASKIQ = [
    *["-m", "taskiq", "worker", "app.worker:create_broker"],
    *["--workers", "2", "--no-configure-logging"],  # the shop has its own
]


@dataclass
class Worker(LoggedProcess):
    """A worker in a process of its own."""

    def wait_for(self, words: str) -> None:
        """Wait until the log holds these words; StartError if it ends without them."""
        self.wait_until_ready(lambda: words in self.log, f"worker ({words})")

    def kill(self) -> None:
        """Kill it in the middle of whatever it does."""
        self.end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to end; return its exit status."""
        return self.end(signal.SIGTERM)


def database_variable(url: URL) -> dict[str, str]:
    """Return the environment variable that leads to this database."""
    return {"APP_DATABASE_URL": url.render_as_string(hide_password=False)}


@contextmanager
def worker_process(
    environment: Mapping[str, str], command: list[str] = RELAY
) -> Generator[Worker]:
    """Run a worker with these `APP_` variables; it is killed at the end."""
    with tempfile.TemporaryDirectory(prefix="worker-") as folder:
        worker = Worker(Path(folder) / "log")
        worker.launch(
            [sys.executable, *command],
            folder=SHOP,
            environment={**os.environ, **environment},
        )
        try:
            yield worker
        finally:
            worker.kill()


@contextmanager
def worker_processes(
    count: int, environment: Mapping[str, str]
) -> Generator[list[Worker]]:
    """Run several of the plain command, side by side."""
    with ExitStack() as stack:
        workers = [
            stack.enter_context(worker_process(environment)) for _ in range(count)
        ]
        for worker in workers:
            worker.wait_for("worker_started")
        yield workers


async def place_orders(database: Database, count: int) -> None:
    """Send what the placing of orders by one customer sends."""
    async with unit_of_work(database) as session:
        ada = User(email="ada@example.com", password_hash="secret")
        session.add(ada)
        await session.flush()
        for number in range(count):
            payload = {"order_id": number, "user_id": ada.id}
            await OutboxRepository(session).add(ORDER_PLACED, payload)


async def count_notifications(database: Database) -> int:
    """Return how many exist."""
    async with database.sessions() as session:
        return (await session.scalars(select(func.count(Notification.id)))).one()


async def count_pending(database: Database) -> int:
    """Return how many messages are neither delivered nor parked."""
    async with database.sessions() as session:
        query = select(func.count(OutboxMessage.id)).where(PENDING)
        return (await session.scalars(query)).one()


async def wait_until_counted(
    count: Callable[[Database], Awaitable[int]], database: Database, expected: int
) -> None:
    """Poll; TimeoutError when the number never comes."""
    for _ in range(WAIT_SECONDS * 20):
        if await count(database) == expected:
            return
        await asyncio.sleep(0.05)
    raise TimeoutError
