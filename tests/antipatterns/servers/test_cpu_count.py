"""The number of workers of a container with one CPU, on a host with 64."""

import multiprocessing
import os
import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[3] / "examples"
WRONG = EXAMPLES / "antipatterns/servers/cpu_count.py"
RIGHT = EXAMPLES / "patterns/servers/gunicorn_conf.py"
CPUS = 64


@pytest.fixture
def quota(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the control group of a container with a quota of one CPU."""
    monkeypatch.setattr(multiprocessing, "cpu_count", lambda: CPUS)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(CPUS)))
    (tmp_path / "cpu.max").write_text("100000 100000\n")
    return tmp_path


@pytest.mark.usefixtures("quota")
def test_workers_exceed_the_quota(measured: Callable[[str], None]) -> None:
    workers = runpy.run_path(str(WRONG))["workers"]

    assert workers == 129
    measured(
        f"On a host with {CPUS} CPUs, the container with a quota of 1 CPU gets"
        f" {workers} workers."
    )


def test_workers_are_as_many_as_the_quota(quota: Path) -> None:
    assert runpy.run_path(str(RIGHT))["count_cpus"](quota) == 1
