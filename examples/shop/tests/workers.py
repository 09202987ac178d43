"""Workers in processes of their own, and what they have done."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from servers import SHOP, START_SECONDS, wait_until
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
class Worker:
    """One process, and what it has logged."""

    process: subprocess.Popen[bytes]
    log_file: Path

    @property
    def log(self) -> str:
        """The lines so far."""
        return self.log_file.read_text()

    def wait_for(self, words: str) -> None:
        """Wait until these words are in the log; RuntimeError if it ends without."""

        def is_over() -> bool:
            return words in self.log or self.process.poll() is not None

        wait_until(is_over, words)
        if words not in self.log:
            raise RuntimeError(self.log)

    def kill(self) -> None:
        """End it without a word, in the middle of whatever it does."""
        self.process.kill()
        self.process.wait(START_SECONDS)

    def stop(self) -> int:
        """Ask it to end; return its exit status."""
        self.process.terminate()
        return self.process.wait(START_SECONDS)


def database_variable(url: URL) -> dict[str, str]:
    """Return the environment variable that leads to this database."""
    return {"APP_DATABASE_URL": url.render_as_string(hide_password=False)}


@contextmanager
def worker_process(
    environment: Mapping[str, str], command: list[str] = RELAY
) -> Generator[Worker]:
    """Run one with these `APP_` variables; it is killed if it has not ended before."""
    with tempfile.TemporaryDirectory(prefix="worker-") as folder:
        log_file = Path(folder) / "log"
        with log_file.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=SHOP,
                env={**os.environ, **environment},
                stdout=log,
                stderr=log,
            )
        worker = Worker(process, log_file)
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
