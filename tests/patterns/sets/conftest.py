"""Serves a set twice: here, where its lines are measured, and alone, from a copy."""

import importlib
import io
import os
import shutil
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from contextlib import (
    AbstractAsyncContextManager,
    ExitStack,
    asynccontextmanager,
    contextmanager,
    redirect_stdout,
)
from dataclasses import dataclass
from pathlib import Path

import pytest
from asgi_lifespan import LifespanManager
from httpx import ASGITransport, AsyncClient
from logged_process import LoggedProcess, free_port
from sqlalchemy import Table

from app.core.database import Base, Database
from handbook.book import sets
from handbook.common.files import ROOT


@dataclass(frozen=True)
class Served:
    """A set that serves: a client of it, and what it has printed so far."""

    client: AsyncClient
    output: Callable[[], str]


type Serve = Callable[..., AbstractAsyncContextManager[Served]]
"""Takes the name of a set, and its settings by keyword."""


@contextmanager
def environment(settings: Mapping[str, str]) -> Iterator[None]:
    """Set these variables within the block."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        yield


@contextmanager
def own_tables() -> Iterator[None]:
    """Take the tables of a set out of the metadata: the shop has no such tables."""
    before = set(Base.metadata.tables)
    yield
    for name in set(Base.metadata.tables) - before:
        Base.metadata.remove(Base.metadata.tables[name])


@asynccontextmanager
async def here(
    name: str, _: Path, settings: Mapping[str, str]
) -> AsyncGenerator[Served]:
    """Serve a set in this process, on the app of the repository."""
    printed = io.StringIO()
    with ExitStack() as stack:
        stack.enter_context(environment(settings))
        stack.enter_context(redirect_stdout(printed))
        app = importlib.import_module(f"patterns.sets.{name}.main").create_app()
        async with (
            LifespanManager(app),
            AsyncClient(
                transport=ASGITransport(app, raise_app_exceptions=False),
                base_url="http://127.0.0.1",
            ) as client,
        ):
            yield Served(client, printed.getvalue)


@asynccontextmanager
async def alone(
    name: str, folder: Path, settings: Mapping[str, str]
) -> AsyncGenerator[Served]:
    """Serve a copy of the set's files, with nothing else of the repository."""
    project = folder / "project"
    copy(sets.read(name), project)
    server, port = LoggedProcess(folder / "server.log"), free_port()
    # Isolated: neither PYTHONPATH nor the current folder is searched for modules.
    command = [sys.executable, "-I", "-m", "uvicorn", "--app-dir", str(project)]
    command += ["--factory", "main:create_app", "--no-access-log", "--port", str(port)]
    paths = {"PATH": os.environ["PATH"]}
    try:
        server.launch(command, folder=folder, environment={**paths, **settings})
        async with AsyncClient(
            base_url=f"http://127.0.0.1:{port}", timeout=30
        ) as client:
            server.wait_until_ready(lambda: answers(port), name)
            yield Served(client, lambda: server.log)
    finally:
        server.end(signal.SIGTERM)


def answers(port: int) -> bool:
    """Return whether the server accepts connections."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def copy(chosen: sets.CopySet, project: Path) -> None:
    """Copy the files of a set to where they go in a reader's project."""
    for path in chosen.files:
        target = project / sets.place(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, target)
    shutil.copy(ROOT / chosen.main, project / "main.py")


type Place = Callable[
    [str, Path, Mapping[str, str]], AbstractAsyncContextManager[Served]
]

PLACES: Mapping[str, Place] = {"here": here, "alone": alone}


@pytest.fixture(params=PLACES)
def serve(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Serve]:
    """Return a function that serves a set: here, or alone."""
    name: str = request.param
    place = PLACES[name]

    def serve_set(name: str, **settings: str) -> AbstractAsyncContextManager[Served]:
        return place(name, tmp_path, settings)

    with own_tables():
        yield serve_set


@pytest.fixture
def database_variable(database: Database) -> str:
    """Return the address of the database, with its password."""
    return database.engine.url.render_as_string(hide_password=False)


@pytest.fixture
def create_tables_of(database: Database) -> Callable[[str], Awaitable[None]]:
    """Return a function that creates the tables of a set, as your migration does."""

    async def create(name: str) -> None:
        importlib.import_module(f"patterns.sets.{name}.main")
        modules = {module_of(path) for path in sets.read(name).paths}
        async with database.engine.begin() as connection:
            for mapper in Base.registry.mappers:
                table = mapper.local_table
                if mapper.class_.__module__ in modules and isinstance(table, Table):
                    await connection.run_sync(table.create)

    return create


def module_of(path: str) -> str:
    """Return the name under which this process imports a file."""
    name = sets.place(path).removeprefix("examples/").removesuffix(".py")
    return name.replace("/", ".")
