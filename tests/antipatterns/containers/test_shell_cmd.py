"""Which process receives the SIGTERM of `docker stop`."""

import os
import signal
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from accounts import JWT_KEYS
from image import last, read_instructions
from logged_process import START_SECONDS
from servers import SHOP, ShopProcess

type Shown = Callable[[str], str]

REQUESTS = 5
OWN_GROUP = [
    sys.executable,
    "-c",
    "import os, sys; os.setsid(); os.execvp(sys.argv[1], sys.argv[1:])",
]
"""Starts a program as the leader of its own group of processes, for the clean-up."""


@pytest.fixture
def environment(tmp_path: Path) -> Mapping[str, str]:
    programs = Path(sys.executable).parent
    return {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "APP_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}",
        "APP_JWT_KEYS": JWT_KEYS,
    }


@contextmanager
def container(
    dockerfile: str, log: Path, environment: Mapping[str, str]
) -> Generator[ShopProcess]:
    """Run the command of an image, at another port."""
    shop = ShopProcess(log)
    *program, final = last(read_instructions(dockerfile), "CMD").command
    address = f"--host 127.0.0.1 --port {shop.port}"
    is_shell_form = program[-1:] == ["-c"]
    options = [f"{final} {address}"] if is_shell_form else [final, *address.split()]
    command = [*OWN_GROUP, *program, *options]
    shop.launch(command, folder=SHOP, environment=environment)
    group = shop.pid
    try:
        shop.wait_until_ready(shop.serves, "The container")
        yield shop
    finally:
        with suppress(ProcessLookupError):  # all of it may have ended
            os.killpg(group, signal.SIGKILL)


def answers_after_sigterm(shop: ShopProcess) -> int:
    """Send SIGTERM to the first process; return how many requests are answered."""
    answered = 0
    shop.end(signal.SIGTERM)
    for _ in range(REQUESTS):
        with suppress(httpx.TransportError):
            answer = httpx.get(f"{shop.url}/health", timeout=START_SECONDS)
            answered += answer.is_success
    return answered


def test_server_never_receives_sigterm(
    shown: Shown,
    environment: Mapping[str, str],
    tmp_path: Path,
    measured: Callable[[str], None],
) -> None:
    wrong = shown("examples/antipatterns/containers/Dockerfile.shell_cmd")

    with container(wrong, tmp_path / "log", environment) as shop:
        answered = answers_after_sigterm(shop)

    assert answered == REQUESTS
    measured(
        "SIGTERM reached the shell alone: the server still answered "
        f"{answered} of {REQUESTS} requests."
    )


def test_server_receives_sigterm_and_ends(
    shown: Shown, environment: Mapping[str, str], tmp_path: Path
) -> None:
    with container(
        shown("examples/shop/Dockerfile::api"), tmp_path / "log", environment
    ) as shop:
        answered = answers_after_sigterm(shop)
        log = shop.log

    assert answered == 0
    assert "stopped" in log
