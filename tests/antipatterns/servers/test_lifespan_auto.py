"""A server whose app fails before its lifespan begins."""

from collections.abc import Callable
from pathlib import Path

from tests.patterns.servers.served import run_function, serving

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/servers/lifespan_auto.sh"
RIGHT = "examples/patterns/servers/serve.sh"
UNUSABLE = {"HOSTS": "shop.*"}  # the middleware raises when the app builds it
REQUESTS = 3


def statuses(command: list[str], folder: Path) -> list[int]:
    """Return the status of each request, 0 for a server that has ended."""
    with serving(command, folder, UNUSABLE) as server:
        return [server.status() for _ in range(REQUESTS)]


def test_failed_start_is_served(
    shown: Shown, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    found = statuses(run_function(shown(WRONG), "serve"), tmp_path)

    assert found == [500] * REQUESTS
    measured(
        f"The app could not start. uvicorn kept running and answered {found[0]} to"
        f" {found.count(500)} of {REQUESTS} requests."
    )


def test_failed_start_ends_the_server(shown: Shown, tmp_path: Path) -> None:
    name = "serve_in_container"

    found = statuses(run_function(shown(f"{RIGHT}::{name}"), name), tmp_path)

    assert found == [0] * REQUESTS
