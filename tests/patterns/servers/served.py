"""A small service in a folder of its own, and the server that a shown text starts."""

import os
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from logged_process import LoggedProcess, free_port

PROGRAMS = Path(sys.executable).parent
APP = """
import asyncio
import os
from pathlib import Path

from fastapi import FastAPI, Request
from starlette.middleware.trustedhost import TrustedHostMiddleware


def create_app() -> FastAPI:
    app = FastAPI()
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[os.environ["HOSTS"]])

    @app.get("/slow")
    async def slow() -> str:
        Path("begun").touch()
        while not Path("go_on").exists():
            await asyncio.sleep(0.01)
        return "done"

    @app.get("/{path}")
    async def read(path: str, request: Request) -> tuple[int, str]:
        return os.getpid(), request.client.host

    return app
"""


def write_app(folder: Path) -> None:
    """Write the service as `app.main`."""
    (folder / "app").mkdir()
    (folder / "app" / "main.py").write_text(APP)


@dataclass
class Server(LoggedProcess):
    """A server process, and the requests that it answers."""

    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """The address for clients."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def folder(self) -> Path:
        """The folder of the service."""
        return self.log_file.parent

    def status(self) -> int:
        """Return the status of an answer, 0 without one."""
        try:
            return httpx.get(f"{self.url}/x", timeout=20).status_code
        except httpx.TransportError:
            return 0

    def answer(self, headers: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Return the process ID and the client IP of an answer."""
        pid, client = httpx.get(f"{self.url}/x", headers=headers, timeout=20).json()
        return pid, client

    def children(self) -> list[int]:
        """Return the IDs of the worker processes."""
        task = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(word) for word in task.read_text().split()]


@contextmanager
def serving(
    command: Sequence[str], folder: Path, variables: Mapping[str, str] | None = None
) -> Generator[Server]:
    """Run a command in the folder of the service; wait until it answers or ends."""
    write_app(folder)
    server = Server(folder / "server.log")
    own = {
        "PATH": os.pathsep.join([str(PROGRAMS), os.environ["PATH"]]),
        "PORT": str(server.port),
        "BIND": f"127.0.0.1:{server.port}",
        "HOSTS": "*",
        "PROXY_NETWORK": "10.89.0.0/24",
        "WORKERS": "2",
        **(variables or {}),
    }
    server.launch(command, folder=folder, environment={**os.environ, **own})
    try:
        server.wait_until_ready(lambda: server.has_ended() or server.status() > 0, "it")
        yield server
    finally:
        server.end(signal.SIGTERM)


def run_function(text: str, name: str) -> list[str]:
    """Return the command that runs a function of a shell script."""
    return ["sh", "-euc", f"{text}\n{name}"]


def stop_during_request(server: Server) -> tuple[str, int]:
    """Send SIGTERM while a request is in flight; return its answer and the status."""
    process = server.process
    assert process is not None
    code = f"import httpx; print(httpx.get('{server.url}/slow', timeout=30).json())"
    client = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    server.wait_until_ready((server.folder / "begun").exists, "a request")
    process.send_signal(signal.SIGTERM)
    (server.folder / "go_on").touch()
    answer, _ = client.communicate(timeout=30)
    return answer.decode().strip(), process.wait(30)
