"""A server whose code is edited while it runs."""

from collections.abc import Callable
from pathlib import Path

from logged_process import wait_until

from tests.patterns.servers.served import Server, run_function, serving

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/servers/reload.sh"
RIGHT = "examples/patterns/servers/serve.sh"


def edit(server: Server) -> None:
    """Change a module of the service."""
    with (server.folder / "app" / "main.py").open("a") as module:
        module.write("\n# edited\n")


def test_edit_restarts_the_server(
    shown: Shown, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    with serving(run_function(shown(WRONG), "serve"), tmp_path) as server:
        before, _ = server.answer()
        processes = 1 + len(server.children())
        wait_until(lambda: "Started reloader process" in server.log, "the reloader")
        edit(server)
        wait_until(lambda: "Reloading..." in server.log, "a restart")
        wait_until(lambda: server.status() == 200, "the new process")
        after, _ = server.answer()

    assert processes >= 2
    assert before != after
    measured(
        f"uvicorn ran {processes} processes for one server, and replaced the process"
        " that served requests when a file was edited."
    )


def test_edit_changes_nothing(shown: Shown, tmp_path: Path) -> None:
    name = "serve_in_container"

    with serving(run_function(shown(f"{RIGHT}::{name}"), name), tmp_path) as server:
        before, _ = server.answer()
        edit(server)
        after, _ = server.answer()
        children, log = server.children(), server.log

    assert (before, children) == (after, [])
    assert "Reloading" not in log
