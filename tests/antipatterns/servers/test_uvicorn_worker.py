"""gunicorn with the worker of uvicorn, and with its own."""

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.patterns.servers.served import run_function, serving

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/servers/uvicorn_worker.sh"
RIGHT = "examples/patterns/servers/serve.sh"
CONF = Path(__file__).parents[3] / "examples/patterns/servers/gunicorn_conf.py"


def warnings_of(command: list[str], folder: Path) -> list[str]:
    """Return the deprecation warnings of a server that answers."""
    with serving(command, folder, {"PYTHONWARNINGS": "default"}) as server:
        assert server.status() == 200
        lines = server.log.splitlines()
        return [
            line for line in lines if "DeprecationWarning" in line and "uvicorn" in line
        ]


def test_worker_is_deprecated(
    shown: Shown, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    [warning, *_] = warnings_of(run_function(shown(WRONG), "serve"), tmp_path)

    assert "`uvicorn.workers` module is deprecated" in warning
    measured(f"gunicorn logged a {warning.partition(': ')[2].strip()}")


def test_worker_of_gunicorn_is_current(shown: Shown, tmp_path: Path) -> None:
    name = "serve_with_gunicorn"
    shutil.copy(CONF, tmp_path)

    found = warnings_of(run_function(shown(f"{RIGHT}::{name}"), name), tmp_path)

    assert found == []
