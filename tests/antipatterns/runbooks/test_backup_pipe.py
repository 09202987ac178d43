"""What a backup leaves behind, and what a restore brings back."""

import os
import subprocess
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from anyio import to_thread
from schema import run_outside_transaction
from servers import PostgresqlServer
from sqlalchemy import text

from app.core.database import Database

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/runbooks/backup_pipe.sh"
RIGHT = "examples/patterns/runbooks/backup.sh"
ROWS = 1000
TABLES = [
    "CREATE TABLE customers (id int PRIMARY KEY)",
    "CREATE TABLE orders (customer_id int REFERENCES customers)",
    f"INSERT INTO customers SELECT generate_series(1, {ROWS})",
    "INSERT INTO orders SELECT id FROM customers WHERE id <= 10",
    "CREATE VIEW customers_with_orders AS SELECT DISTINCT customer_id FROM orders",
]

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@dataclass(frozen=True)
class Shell:
    """Runs functions of a script on two databases."""

    server: PostgresqlServer
    source: str | None
    target: str

    def url(self, name: str | None) -> str:
        """Return the address of a database for PostgreSQL's programs."""
        return f"postgresql://app@127.0.0.1:{self.server.port}/{name}"

    async def run(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run the script; return its status and its output."""
        programs = Path(self.server.program("psql")).parent
        environment = {
            **os.environ,
            "PATH": f"{programs}:{os.environ['PATH']}",
            "DATABASE_URL": self.url(self.source),
            "RESTORED_URL": self.url(self.target),
        }

        command = ["sh", "-c", script]

        def run() -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                command,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )

        return await to_thread.run_sync(run)


@pytest.fixture
async def shell(
    database: Database, postgresql: PostgresqlServer
) -> AsyncGenerator[Shell]:
    """Yield a shell for a database with rows, and for an empty one."""
    async with database.engine.begin() as connection:
        for statement in TABLES:
            await connection.execute(text(statement))
    target = f"restored_{uuid4().hex}"
    await run_outside_transaction(postgresql, f"CREATE DATABASE {target}")
    yield Shell(postgresql, database.engine.url.database, target)
    await run_outside_transaction(postgresql, f"DROP DATABASE {target} WITH (FORCE)")


def parts(shown: Shown, *names: str) -> str:
    return "\n".join(shown(f"{RIGHT}::{name}") for name in names)


async def test_failed_dump_is_taken_for_a_backup(
    shell: Shell, tmp_path: Path, shown: Shown, measured: Callable[[str], None]
) -> None:
    missing = Shell(shell.server, "missing", shell.target)
    backup = tmp_path / "shop.sql.gz"

    done = await missing.run(f"{shown(WRONG)}\nback_up '{backup}'")

    assert "does not exist" in done.stderr
    assert (done.returncode, backup.exists()) == (0, True)
    measured(
        f"pg_dump failed. The script still exited with {done.returncode}, "
        f"and left a backup of {backup.stat().st_size} bytes."
    )


async def test_failed_dump_leaves_no_backup(
    shell: Shell, tmp_path: Path, shown: Shown
) -> None:
    missing = Shell(shell.server, "missing", shell.target)
    backup = tmp_path / "shop.dump"

    done = await missing.run(
        f"{parts(shown, 'back_up', 'count_rows')}\nback_up '{backup}'"
    )

    assert "does not exist" in done.stderr
    assert (done.returncode != 0, backup.exists()) == (True, False)


def modes(folder: Path) -> dict[str, int]:
    """Return what a backup left there, with what others may do with each file."""
    return {file.name: file.stat().st_mode & 0o077 for file in folder.glob("shop.*")}


def replace_dump(folder: Path, code: str) -> str:
    """Write a `pg_dump` that runs this code; return the line that puts it first."""
    program = folder / "bin/pg_dump"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nPATH=${{PATH#*:}}\n{code}\n")
    program.chmod(0o755)
    return f"PATH='{program.parent}':$PATH\n"


async def test_dump_that_fails_in_its_middle_leaves_no_backup(
    shell: Shell, tmp_path: Path, shown: Shown
) -> None:
    functions = parts(shown, "back_up", "count_rows")
    backup = tmp_path / "shop.dump"
    stops = replace_dump(tmp_path, 'touch "$PARTIAL" "$PARTIAL.seen"; exit 1')

    done = await shell.run(f"{stops}{functions}\nback_up '{backup}'; exit $?")

    assert (done.returncode, backup.exists()) == (1, False)
    assert "No backup" in done.stderr
    assert modes(tmp_path).keys() == {"shop.dump.partial.seen"}


async def test_psql_that_does_not_report_the_dump_leaves_no_backup(
    shell: Shell, tmp_path: Path, shown: Shown
) -> None:
    functions = parts(shown, "back_up", "count_rows")
    backup = tmp_path / "shop.dump"
    old = functions.replace("\\! pg_dump", "\\warn pg_dump")

    done = await shell.run(f"{old}\nback_up '{backup}'; exit $?")

    assert old != functions
    assert (done.returncode, modes(tmp_path)) == (1, {})


async def test_dump_outlasts_the_timeouts_of_the_database(
    shell: Shell, tmp_path: Path, shown: Shown
) -> None:
    functions = parts(shown, "back_up", "count_rows")
    backup = tmp_path / "shop.dump"
    slow = replace_dump(tmp_path, 'sleep 1; exec pg_dump "$@"')
    for name in ("idle_in_transaction_session_timeout", "statement_timeout"):
        await run_outside_transaction(
            shell.server, f"ALTER DATABASE {shell.source} SET {name} = '200ms'"
        )

    done = await shell.run(f"{slow}{functions}\nback_up '{backup}'")

    assert (done.returncode, done.stderr) == (0, "")
    assert modes(tmp_path) == {"shop.dump": 0, "shop.dump.rows": 0}


async def test_restored_database_has_the_same_rows(
    shell: Shell,
    database: Database,
    tmp_path: Path,
    shown: Shown,
    record_property: Callable[[str, object], None],
) -> None:
    functions = parts(shown, "back_up", "restore", "count_rows", "compare")
    backup = tmp_path / "shop.dump"
    lost = Shell(shell.server, shell.source, str(shell.source))
    empty = "psql --quiet --command='DELETE FROM orders' \"$RESTORED_URL\""

    dumped = await shell.run(f"{functions}\nback_up '{backup}'")
    await database.engine.dispose()
    for statement in ("DROP", "CREATE"):
        await run_outside_transaction(
            shell.server, f"{statement} DATABASE {shell.source}"
        )
    before = await lost.run(f'{functions}\ncount_rows "$RESTORED_URL"')
    done = await lost.run(f"{functions}\nrestore '{backup}' && compare '{backup}'")
    differs = await lost.run(f"{functions}\n{empty}\ncompare '{backup}'")

    assert (dumped.returncode, dumped.stderr) == (0, "")
    assert (before.returncode, before.stdout) == (0, "")
    assert (done.returncode, done.stdout) == (0, f"customers|{ROWS}\norders|10\n")
    assert (differs.returncode, differs.stdout) == (1, f"customers|{ROWS}\norders|0\n")
    record_property("shown:rows", done.stdout.rstrip())


async def test_rows_written_during_the_dump_are_in_neither_file(
    shell: Shell, tmp_path: Path, shown: Shown
) -> None:
    functions = parts(shown, "back_up", "restore", "count_rows", "compare")
    backup = tmp_path / "shop.dump"
    write = "INSERT INTO customers VALUES (0)"
    meanwhile = replace_dump(
        tmp_path,
        f'psql --quiet --command=\'{write}\' "$DATABASE_URL"\nexec pg_dump "$@"',
    )

    done = await shell.run(
        f"{meanwhile}{functions}\n"
        f"back_up '{backup}' && restore '{backup}' && compare '{backup}'"
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert f"customers|{ROWS}\n" in done.stdout


async def test_failed_restore_leaves_the_database_empty(
    shell: Shell, tmp_path: Path, shown: Shown
) -> None:
    functions = parts(shown, "back_up", "restore", "count_rows")
    backup = tmp_path / "shop.dump"
    spoil = "psql --quiet --command='CREATE TABLE orders ()' \"$RESTORED_URL\""

    done = await shell.run(
        f"{functions}\nback_up '{backup}' && {spoil} && restore '{backup}'\n"
        'status=$?\ncount_rows "$RESTORED_URL"\nexit $status'
    )

    assert 'relation "orders" already exists' in done.stderr
    assert (done.returncode, done.stdout) == (1, "orders|0\n")


async def test_comparison_of_an_empty_database_with_no_counts_fails(
    shell: Shell, tmp_path: Path, shown: Shown
) -> None:
    functions = parts(shown, "count_rows", "compare")
    (tmp_path / "shop.dump.rows").write_text("")

    done = await shell.run(f"{functions}\ncompare '{tmp_path}/shop.dump'")

    assert (done.returncode, done.stdout.strip()) == (1, "")


async def test_comparison_of_databases_that_do_not_answer_fails(
    shell: Shell, tmp_path: Path, shown: Shown
) -> None:
    neither = Shell(shell.server, "missing", "missing_too")
    functions = parts(shown, "count_rows", "compare")
    (tmp_path / "shop.dump.rows").write_text("")

    done = await neither.run(f"{functions}\ncompare '{tmp_path}/shop.dump'")

    assert (done.returncode != 0, done.stdout) == (True, "")
