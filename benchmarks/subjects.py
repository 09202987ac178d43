"""The servers under comparison, each one process with one worker."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from logged_process import free_port
from resources import resident_bytes
from servers import SHOP

from benchmarks.tokens import KEY, KEY_ID

SERVER_PYTHON = os.environ.get("BENCHMARK_PYTHON", sys.executable)
"""The interpreter of the servers: that of an environment without tools, if given."""

ROOT = Path(__file__).parents[1]
PATHS = (ROOT, SHOP, SHOP / "tests")
START_SECONDS = 60
UNLIMITED = "1000000000/minute"
APPS = {
    "shop": ("--factory", "app.main:create_app"),
    "variant": ("--factory", "benchmarks.variant:create_app"),
    "lean": ("benchmarks.lean:app",),
    "raw": ("benchmarks.raw:app",),
    "threaded": ("benchmarks.threaded:app",),
}


class BenchmarkError(Exception):
    """The run failed, or its figures would be invalid."""


def settings(url: str, **changes: str) -> dict[str, str]:
    """Return production's settings; the rate limits count, and refuse no request."""
    return {
        "APP_ENVIRONMENT": "production",
        "APP_ALLOWED_HOSTS": '["127.0.0.1"]',
        "APP_CORS_ORIGINS": '["https://shop.example"]',
        "APP_DATABASE_URL": url,
        "APP_DATABASE_POOL_SIZE": "15",
        "APP_DATABASE_MAX_OVERFLOW": "0",
        "APP_JWT_KEYS": f'{{"{KEY_ID}": "{KEY}"}}',
        "APP_RATE_LIMIT": UNLIMITED,
        "APP_LOGIN_RATE_LIMIT": UNLIMITED,
        "APP_LOGIN_ACCOUNT_RATE_LIMIT": UNLIMITED,
        "APP_LOGIN_IP_RATE_LIMIT": UNLIMITED,
        "APP_CATALOGUE_SECONDS": "0",  # lean has no cache either
        **changes,
    }


@dataclass
class Subject:
    """A running server; `start_cpu` is the CPU time of its start, in seconds."""

    port: int
    pid: int
    start_cpu: float = 0

    @property
    def cpu(self) -> float:
        """The CPU time of all threads so far, in seconds."""
        return time.clock_gettime(
            (~self.pid << 3) | 2
        )  # the CPU clock of a process on Linux

    @property
    def memory(self) -> float:
        """The resident memory, in MB."""
        return resident_bytes(self.pid) / 1e6


@contextmanager
def serving(name: str, environment: Mapping[str, str]) -> Generator[Subject]:
    """Run a server with these variables; BenchmarkError if it doesn't start."""
    port = free_port()
    process = subprocess.Popen(
        [
            *[SERVER_PYTHON, "-m", "uvicorn", *APPS[name]],
            *["--port", str(port), "--no-access-log", "--log-level", "warning"],
        ],
        cwd=SHOP,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(str, PATHS)),
            **environment,
        },
        stdout=subprocess.DEVNULL,
    )
    try:
        subject = Subject(port, process.pid)
        wait_until_served(name, process, port)
        subject.start_cpu = subject.cpu
        yield subject
    finally:
        process.kill()
        process.wait()


def wait_until_served(name: str, process: subprocess.Popen[bytes], port: int) -> None:
    """Return when the server accepts connections."""
    deadline = time.monotonic() + START_SECONDS
    while not takes_connections(port):
        if process.poll() is not None:
            raise BenchmarkError(f"{name} ended with status {process.returncode}")
        if time.monotonic() > deadline:
            raise BenchmarkError(f"{name} does not serve after {START_SECONDS} s")
        time.sleep(0.05)


def takes_connections(port: int) -> bool:
    """Return whether a server listens on the port."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
