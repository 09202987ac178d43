"""What the start commands of uvicorn do."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

from logged_process import wait_until

from tests.patterns.servers.served import run_function, serving, stop_during_request

type Shown = Callable[[str], str]

SCRIPT = "examples/patterns/servers/serve.sh"
FORGED = {"X-Forwarded-For": "198.51.100.9"}


def test_container_finishes_requests_and_trusts_only_the_network_of_the_proxy(
    shown: Shown, tmp_path: Path
) -> None:
    name = "serve_in_container"

    with serving(run_function(shown(f"{SCRIPT}::{name}"), name), tmp_path) as server:
        pid, client = server.answer(FORGED)
        main = server.pid
        answer, _ = stop_during_request(server)

    assert (pid, client, answer) == (main, "127.0.0.1", "done")


def test_client_of_a_trusted_proxy_is_the_forwarded_one(
    shown: Shown, tmp_path: Path
) -> None:
    name = "serve_in_container"
    command = run_function(shown(f"{SCRIPT}::{name}"), name)

    with serving(command, tmp_path, {"PROXY_NETWORK": "127.0.0.0/8"}) as server:
        assert server.answer(FORGED)[1] == "198.51.100.9"


def test_machine_replaces_a_dead_worker(shown: Shown, tmp_path: Path) -> None:
    name = "serve_on_machine"

    with serving(run_function(shown(f"{SCRIPT}::{name}"), name), tmp_path) as server:
        main, (first, _) = server.pid, server.answer()
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: first not in server.children(), "the end of the worker")
        wait_until(lambda: server.status() == 200, "another worker")
        second, _ = server.answer()

    assert len({main, first, second}) == 3
