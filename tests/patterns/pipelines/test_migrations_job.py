"""The job that applies the migrations, on a PostgreSQL server."""

import asyncio
import shlex
from collections.abc import Callable

import pytest
from alembic.config import main as alembic
from sqlalchemy import URL, make_url

from tests.patterns.pipelines.workflow_steps import SHOP, WORKFLOW, read_key, scripts

type Shown = Callable[[str], str]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_migrations_go_up_match_the_models_and_go_down(
    database_url: URL,
    shown: Shown,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = read_key(shown(f"{WORKFLOW}::jobs.migrations"), "migrations")
    given = make_url(job["env"]["APP_DATABASE_URL"])
    assert given.drivername == database_url.drivername
    assert job["services"]["postgres"]["ports"] == [f"{given.port}:5432"]
    monkeypatch.chdir(SHOP)
    monkeypatch.setenv("APP_DATABASE_URL", database_url.render_as_string())

    ran = list[str]()
    for step in scripts(job):
        _, _, program, *arguments = shlex.split(step)
        assert program == "alembic"
        await asyncio.to_thread(alembic, arguments)  # it exits where models differ
        ran.append(" ".join(arguments))

    assert ran == ["upgrade head", "check", "downgrade base", "upgrade head"]
