"""How many processes migrate an empty database, and how they end."""

import asyncio
import os
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from logged_process import free_port, wait_until
from schema import empty_database
from servers import SHOP, PostgresqlServer, ShopProcess
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from workers import database_variable

from tests.patterns.compose.compose_file import FILE, PROGRAMS, Config, read_config

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/compose/migration_per_replica.yaml"
POLLS = 1200
PATH = os.pathsep.join([str(PROGRAMS), os.environ["PATH"]])
WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


@pytest.fixture
async def empty(postgresql: PostgresqlServer) -> AsyncGenerator[URL]:
    async with empty_database(postgresql) as url:
        yield url


def migrations(config: Config) -> list[Sequence[str]]:
    """Return the command of each container that migrates."""
    return [
        service["command"]
        for service in config["services"].values()
        for _ in range(service.get("deploy", {}).get("replicas", 1))
        if "alembic" in " ".join(service["command"] or ())
    ]


@contextmanager
def containers(
    commands: Sequence[Sequence[str]], folder: Path, database: URL
) -> Generator[list[ShopProcess]]:
    """Run the command of each container, with a port of its own."""
    with ExitStack() as stack:
        started: list[ShopProcess] = []
        for number, command in enumerate(commands):
            shop = ShopProcess(folder / f"{number}.log", port=free_port())
            own = {"PATH": PATH, "UVICORN_PORT": str(shop.port)}
            variables = {**os.environ, **database_variable(database), **own}
            shop.launch(command, folder=SHOP, environment=variables)
            stack.callback(shop.kill)
            started.append(shop)
        yield started


async def wait_for_count(watcher: AsyncConnection, count: int) -> None:
    """Poll until so many processes wait; TimeoutError after a minute."""
    for _ in range(POLLS):
        if await watcher.scalar(text(WAITING)) == count:
            return
        await asyncio.sleep(0.05)
    raise TimeoutError


@asynccontextmanager
async def meeting_at_first_table(database: URL, count: int) -> AsyncGenerator[None]:
    """Hold the first table until so many processes wait to create it."""
    engine = create_async_engine(database)
    async with engine.connect() as holder, engine.connect() as watcher:
        await watcher.execution_options(isolation_level="AUTOCOMMIT")
        await holder.execute(text("CREATE TABLE alembic_version (version_num text)"))
        yield
        await wait_for_count(watcher, count)
        await holder.rollback()
    await engine.dispose()


async def failed_migrations(config: Config, folder: Path, database: URL) -> list[str]:
    """Start every migration at once; return the logs of the failed at the first end."""
    commands = migrations(config)
    with ExitStack() as stack:
        async with meeting_at_first_table(database, len(commands)):
            shops = stack.enter_context(containers(commands, folder, database))
        wait_until(lambda: any(shop.has_ended() for shop in shops), "the first end")
        return [s.log for s in shops if s.process and s.process.poll()]


async def test_second_replica_ends(
    empty: URL, tmp_path: Path, shown: Shown, measured: Callable[[str], None]
) -> None:
    config = read_config(shown(WRONG))

    failed = await failed_migrations(config, tmp_path, empty)

    [log] = failed
    assert "UniqueViolation" in log
    measured(
        f"Two replicas started together on an empty database: {len(failed)} ended"
        " with a unique violation in `alembic upgrade head`."
    )


async def test_single_migration_succeeds(
    empty: URL, tmp_path: Path, shown: Shown
) -> None:
    config = read_config(shown(FILE))

    failed = await failed_migrations(config, tmp_path, empty)

    assert (len(migrations(config)), failed) == (1, [])
