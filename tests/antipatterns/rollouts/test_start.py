"""How many replicas start when a release has a migration."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from anyio import to_thread
from logged_process import START_SECONDS, LoggedProcess, wait_until
from sqlalchemy import text

from app.core.database import Database

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/rollouts/start.sh"
RIGHT = "examples/patterns/rollouts/deploy.sh::roll_out"
REPLICAS = 2
REASON = re.compile(r"^asyncpg\.exceptions\.(DuplicateColumnError: .+)$", re.MULTILINE)
SETTINGS = "[alembic]\nscript_location = %(here)s\n"
ENVIRONMENT = """
import asyncio, os
from alembic import context
from sqlalchemy.ext.asyncio import create_async_engine

def migrate(connection):
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()

async def main():
    engine = create_async_engine(os.environ["URL"])
    async with engine.connect() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()

asyncio.run(main())
"""
FIRST = "revision, down_revision = '1', None\nupgrade = print\n"
SECOND = """
import os
from pathlib import Path
from time import sleep
from alembic import op

revision, down_revision = "2", "1"

def upgrade():
    Path("arrived", str(os.getpid())).touch()
    while not Path("go").exists():
        sleep(0.02)
    op.execute("ALTER TABLE customers ADD phone varchar")
"""
PROGRAMS = {
    "alembic": f'exec "{sys.executable}" -m alembic "$@"\n',
    "uvicorn": "touch served/$$\n",
    "docker": """
case "$*" in
*" migrate") exec alembic upgrade head ;;
*" api worker") for _ in 1 2; do sh -c uvicorn; done ;;
esac
""",
}
TABLES = [
    "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)",
    "INSERT INTO alembic_version VALUES ('1')",
    "CREATE TABLE customers (id int)",
]

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@dataclass
class Release:
    """A folder with migrations, and the programs that a script calls."""

    folder: Path
    url: str

    def write(self, name: str, content: str) -> None:
        """Write a file; create its folder."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
        file.chmod(0o755)

    def count(self, name: str) -> int:
        """Return how many processes left their mark in a folder."""
        return len(list((self.folder / name).iterdir()))

    def start(self, script: str, number: int) -> LoggedProcess:
        """Run a shell script in a process of its own."""
        process = LoggedProcess(self.folder / f"{number}.log")
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        environment = {**os.environ, "URL": self.url, "PATH": path}
        command = ["sh", "-c", script]
        process.launch(command, folder=self.folder, environment=environment)
        return process

    @contextmanager
    def running(self, script: str, count: int) -> Iterator[list[LoggedProcess]]:
        """Run the script several times at once; kill what is left at the end."""
        processes = [self.start(script, number) for number in range(count)]
        try:
            yield processes
        finally:
            for process in processes:
                process.end(9)

    async def run(self, script: str, count: int = 1) -> list[str]:
        """Run the script several times at once; return the logs of failures."""
        return await to_thread.run_sync(self.run_at_once, script, count)

    def run_at_once(self, script: str, count: int) -> list[str]:
        """Let all migrations begin before one ends; return the logs of failures."""
        with self.running(script, count) as processes:
            wait_until(lambda: self.count("arrived") == count, "the migrations")
            (self.folder / "go").touch()
            failed = []
            for process in processes:
                assert process.process is not None
                if process.process.wait(START_SECONDS) != 0:
                    failed.append(process.log)
        return failed


@pytest.fixture
async def release(database: Database, tmp_path: Path) -> Release:
    """Return a release with one migration, which adds a column."""
    url = database.engine.url.render_as_string(hide_password=False)
    release = Release(tmp_path, url)
    release.write("alembic.ini", SETTINGS)
    release.write("env.py", ENVIRONMENT)
    release.write("versions/first.py", FIRST)
    release.write("versions/second.py", SECOND)
    for name, script in PROGRAMS.items():
        release.write(f"bin/{name}", f"#!/bin/sh\n{script}")
    for name in ("arrived", "served"):
        (tmp_path / name).mkdir()
    async with database.engine.begin() as connection:
        for statement in TABLES:
            await connection.execute(text(statement))
    return release


async def test_replicas_that_migrate_at_once_fail(
    release: Release, shown: Shown, measured: Callable[[str], None]
) -> None:
    failed = await release.run(f"{shown(WRONG)}\nstart", REPLICAS)

    assert (len(failed), release.count("served")) == (REPLICAS - 1, 1)
    [reason] = REASON.findall(failed[0])
    measured(
        f"{REPLICAS} replicas started at once, and {len(failed)} of them exited: "
        f"“{reason}”."
    )


async def test_replicas_start_after_one_migration(
    release: Release, shown: Shown
) -> None:
    failed = await release.run(f"{shown(RIGHT)}\nroll_out")

    assert (failed, release.count("served")) == ([], REPLICAS)


async def test_failed_migration_ends_the_rollout(
    release: Release, shown: Shown
) -> None:
    release.write("bin/alembic", "#!/bin/sh\ntouch arrived/$$\nexit 1\n")

    failed = await release.run(f"{shown(RIGHT)}\nroll_out")

    assert (len(failed), release.count("served")) == (1, 0)
