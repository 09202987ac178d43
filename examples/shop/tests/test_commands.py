"""Commands end with one line where the operator can fix the cause."""

import socket
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import main as run_alembic
from anyio import to_thread
from schema import ADDED_COLUMN, CONFIG_FILE, migrate, with_one_more
from servers import SHOP, PostgresqlServer
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import make_admin
from app.commands import exit_on_failure
from app.config import Settings
from app.core.database import Database, create_engine

UNAVAILABLE = r"^The database does not answer\. Check APP_DATABASE_URL .*\.$"


def promote() -> None:
    """Run `python -m app.make_admin ada@example.com`."""
    make_admin.main()


def upgrade() -> None:
    """Run `alembic upgrade head`."""
    run_alembic(["-c", str(CONFIG_FILE), "upgrade", "head"])


COMMANDS = pytest.mark.parametrize("run_command", [promote, upgrade])


@pytest.fixture(autouse=True)
def _arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["make_admin", "ada@example.com"])


@pytest.fixture
def silent_port() -> Generator[int]:
    """Yield a port that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@COMMANDS
@pytest.mark.parametrize(
    "url",
    [
        pytest.param("sqlite+aiosqlite:////no/where.db", id="no-folder"),
        pytest.param("postgresql+asyncpg://127.0.0.1:1/shop", id="refused"),
        pytest.param("postgresql+asyncpg://nowhere.invalid/shop", id="no-host"),
    ],
)
def test_missing_database_exits_with_one_line(
    monkeypatch: pytest.MonkeyPatch, run_command: Callable[[], None], url: str
) -> None:
    monkeypatch.setenv("APP_DATABASE_URL", url)

    with pytest.raises(SystemExit, match=UNAVAILABLE):
        run_command()


@COMMANDS
def test_silent_database_exits_with_one_line(
    monkeypatch: pytest.MonkeyPatch, run_command: Callable[[], None], silent_port: int
) -> None:
    monkeypatch.setenv(
        "APP_DATABASE_URL", f"postgresql+asyncpg://127.0.0.1:{silent_port}/shop"
    )
    monkeypatch.setenv("APP_DATABASE_CONNECT_TIMEOUT", "0.2")

    with pytest.raises(SystemExit, match=UNAVAILABLE):
        run_command()


@COMMANDS
def test_unknown_database_exits_with_one_line(
    monkeypatch: pytest.MonkeyPatch,
    run_command: Callable[[], None],
    postgresql: PostgresqlServer,
) -> None:
    url = postgresql.url.replace("/postgres", "/nowhere")
    monkeypatch.setenv("APP_DATABASE_URL", url)

    with pytest.raises(SystemExit, match='database "nowhere" does not exist'):
        run_command()


@COMMANDS
def test_wrong_url_exits_with_its_variable(
    monkeypatch: pytest.MonkeyPatch, run_command: Callable[[], None]
) -> None:
    monkeypatch.setenv("APP_DATABASE_URL", "mysql://nowhere/shop")

    with pytest.raises(SystemExit, match=r"^Fix these settings:\nAPP_DATABASE_URL: "):
        run_command()


async def test_missing_tables_exit_with_the_command_that_creates_them(
    monkeypatch: pytest.MonkeyPatch, empty: Settings
) -> None:
    url = empty.database_url.render_as_string(hide_password=False)
    monkeypatch.setenv("APP_DATABASE_URL", url)

    with pytest.raises(SystemExit, match="Run `alembic upgrade head`"):
        await to_thread.run_sync(promote)


@pytest.mark.parametrize("empty", ["postgresql"], indirect=True)
async def test_locked_table_exits_with_one_line(
    empty: Settings, tmp_path: Path
) -> None:
    await to_thread.run_sync(migrate, empty)
    config = with_one_more(empty, tmp_path, ADDED_COLUMN)
    engine = create_engine(empty.database_url, empty.database_options)

    async with engine.connect() as reader:
        await reader.execute(text("SELECT * FROM users"))
        with pytest.raises(SystemExit, match=r"lock on the table\."), exit_on_failure():
            await to_thread.run_sync(command.upgrade, config, "head")

    await engine.dispose()


async def test_wrong_statement_keeps_its_traceback(database: Database) -> None:
    with pytest.raises(DBAPIError, match="nowhere"), exit_on_failure():
        async with database.sessions() as session:
            await session.execute(text("SELECT * FROM nowhere"))


@pytest.mark.parametrize(
    "arguments", [["app.make_admin", "ada@example.com"], ["alembic", "current"]]
)
def test_failed_command_exits_with_status_1(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("APP_DATABASE_URL", "sqlite+aiosqlite:////no/where.db")

    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=SHOP,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert len(done.stderr.splitlines()) == 1
