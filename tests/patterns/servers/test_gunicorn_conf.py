"""gunicorn with the shown settings."""

import os
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.patterns.servers.served import serving, stop_during_request

FILE = Path(__file__).parents[3] / "examples/patterns/servers/gunicorn_conf.py"
COMMAND = ["gunicorn", "-c", str(FILE), "app.main:create_app()"]
FORGED = {"X-Forwarded-For": "198.51.100.9"}


@pytest.fixture
def count_cpus() -> Callable[[Path], int]:
    settings: dict[str, Any] = runpy.run_path(str(FILE))
    assert settings["worker_class"] == "asgi"
    found: Callable[[Path], int] = settings["count_cpus"]
    return found


@pytest.mark.parametrize(
    ("quota", "workers"),
    [("max 100000", 64), ("50000 100000", 1), ("250000 100000", 2), (None, 64)],
)
def test_workers_follow_the_quota_of_the_container(
    count_cpus: Callable[[Path], int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    quota: str | None,
    workers: int,
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)))
    if quota:
        (tmp_path / "cpu.max").write_text(f"{quota}\n")

    assert count_cpus(tmp_path) == workers


def test_gunicorn_finishes_requests_and_ignores_forged_addresses(
    tmp_path: Path,
) -> None:
    with serving(COMMAND, tmp_path) as server:
        pid, client = server.answer(FORGED)
        workers = server.children()
        answer, _ = stop_during_request(server)

    assert pid in workers
    assert (client, answer) == ("127.0.0.1", "done")
