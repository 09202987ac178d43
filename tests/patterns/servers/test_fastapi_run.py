"""What `fastapi run` does, which starts uvicorn with options of its own."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.patterns.servers.served import (
    PROGRAMS,
    run_function,
    serving,
    stop_during_request,
)

type Shown = Callable[[str], str]

NAME = "serve_with_fastapi"
SCRIPT = f"examples/patterns/servers/serve.sh::{NAME}"
MODULE = "from app.main import create_app\n\napp = create_app()\n"
FORGED = {"X-Forwarded-For": "198.51.100.9"}
MISSING = ["--lifespan", "--timeout-graceful-shutdown", "--factory"]


@pytest.fixture
def command(shown: Shown, tmp_path: Path) -> list[str]:
    """Return the command, which finds the app in a module beside the factory."""
    (tmp_path / "service.py").write_text(MODULE)
    return run_function(shown(SCRIPT), NAME)


def test_fastapi_run_finishes_requests_and_trusts_only_the_network_of_the_proxy(
    command: list[str], tmp_path: Path
) -> None:
    with serving(command, tmp_path) as server:
        pid, client = server.answer(FORGED)
        main = server.pid
        answer, _ = stop_during_request(server)

    assert (pid, client, answer) == (main, "127.0.0.1", "done")


def test_fastapi_run_serves_an_app_that_cannot_start(
    command: list[str], tmp_path: Path
) -> None:
    with serving(command, tmp_path, {"HOSTS": "shop.*"}) as server:
        assert server.status() == 500


def test_fastapi_run_lacks_options_of_uvicorn() -> None:
    helps = [
        subprocess.run(
            [PROGRAMS / program, *words, "--help"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for program, *words in (["fastapi", "run"], ["uvicorn"])
    ]

    found = [[option in text for option in MISSING] for text in helps]

    assert found == [[False] * len(MISSING), [True] * len(MISSING)]
