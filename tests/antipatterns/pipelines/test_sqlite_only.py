"""A query that only PostgreSQL refuses, and a job that tests on SQLite."""

from collections.abc import Callable
from pathlib import Path

import pytest
from servers import PostgresqlServer

from tests.patterns.pipelines.workflow_steps import (
    WORKFLOW,
    project,
    read_key,
    run_step,
    scripts,
)

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/pipelines/sqlite_only.yml"
QUERY = """
import asyncio
import os

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_totals_per_day(engine):
    async def total():
        database = create_async_engine(os.environ[engine.upper()])
        async with database.connect() as connection:
            rows = "(SELECT 1 AS day, 2 AS cents)"
            days = text(f"SELECT day, cents FROM {rows} AS sales GROUP BY day")
            found = (await connection.execute(days)).all()
        await database.dispose()
        return found

    assert asyncio.run(total()) == [(1, 2)]
"""


@pytest.fixture
def engines(postgresql: PostgresqlServer) -> dict[str, str]:
    return {"POSTGRESQL": postgresql.url, "SQLITE": "sqlite+aiosqlite://"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return project(tmp_path / "a", test_totals=QUERY)


def test_query_that_postgresql_refuses_passes(
    shown: Shown,
    folder: Path,
    engines: dict[str, str],
    measured: Callable[[str], None],
) -> None:
    [script] = scripts(read_key(shown(WRONG), "jobs")["tests"])

    done = run_step(script, folder, environment=engines)

    assert "1 passed, 1 deselected" in done.stdout
    assert done.returncode == 0
    measured(
        f"The step ended with exit code {done.returncode}: 1 test passed on SQLite, "
        "and pytest left out the test in which PostgreSQL refuses the query."
    )


def test_query_that_postgresql_refuses_fails(
    shown: Shown, folder: Path, engines: dict[str, str]
) -> None:
    script, _ = scripts(read_key(shown(f"{WORKFLOW}::jobs.tests"), "tests"))

    done = run_step(script, folder, environment=engines)

    assert "1 failed, 1 passed" in done.stdout
    assert "GroupingError" in done.stdout
    assert done.returncode == 1
