"""Runs workers in this process and in others, and counts what is left to do."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from logged_process import LoggedProcess
from servers import SHOP
from sqlalchemy import URL, func, select, update

from app.core.database import Database, unit_of_work
from app.outbox.models import PENDING, OutboxMessage
from app.outbox.relay import OutboxRelay

WAIT_SECONDS = 60
APP_WORKER = ["-m", "app.worker"]
SIGN_UP_WORKER = ["-m", "sign_ups"]  # the same worker with the tests' handler
TESTS = str(SHOP / "tests")


@dataclass
class Worker(LoggedProcess):
    """A worker in a process of its own."""

    def wait_for(self, words: str) -> None:
        """Wait until the log holds these words; StartError if it ends without them."""
        self.wait_until_ready(lambda: words in self.log, f"worker ({words})")

    def kill(self) -> None:
        """Send SIGKILL."""
        self.end(signal.SIGKILL)

    def stop(self) -> int:
        """Send SIGTERM; return the exit status."""
        return self.end(signal.SIGTERM)


def database_variable(url: URL) -> dict[str, str]:
    """Return the environment variable that leads to this database."""
    return {"APP_DATABASE_URL": url.render_as_string(hide_password=False)}


@contextmanager
def worker_process(
    environment: Mapping[str, str], command: list[str] = SIGN_UP_WORKER
) -> Generator[Worker]:
    """Run a worker with these `APP_` variables; it is killed at the end."""
    with tempfile.TemporaryDirectory(prefix="worker-") as folder:
        worker = Worker(Path(folder) / "log")
        worker.launch(
            [sys.executable, *command],
            folder=SHOP,
            environment={**os.environ, "PYTHONPATH": TESTS, **environment},
        )
        try:
            yield worker
        finally:
            worker.kill()


@contextmanager
def worker_processes(
    count: int, environment: Mapping[str, str]
) -> Generator[list[Worker]]:
    """Run several workers side by side."""
    with ExitStack() as stack:
        workers = [
            stack.enter_context(worker_process(environment)) for _ in range(count)
        ]
        for worker in workers:
            worker.wait_for("worker_started")
        yield workers


async def deliver_due(relay: OutboxRelay) -> int:
    """Deliver until no message is due; return how many were tried."""
    count = 0
    while await relay.deliver_next():
        count += 1
    return count


async def make_due(database: Database) -> None:
    """Let every delay and every lease expire."""
    async with unit_of_work(database) as session:
        past = datetime.now(UTC) - timedelta(hours=1)
        await session.execute(update(OutboxMessage).values(available_at=past))


async def count_pending(database: Database) -> int:
    """Return how many messages are neither delivered nor dead letters."""
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
