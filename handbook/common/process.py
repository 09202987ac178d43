"""Start other programs; the only module that does."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from handbook.common.errors import HandbookError
from handbook.common.files import ROOT

# Set by a pytest that measures, if the proof is started from inside one.
_INHERITED = ("COV_CORE_", "COVERAGE_", "PYTEST_")


@dataclass(frozen=True)
class Ran:
    """How a program ended and what it printed."""

    exit: int
    out: str
    err: str


def environment() -> dict[str, str]:
    """Return our environment, with the handbook importable and nothing measured."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_INHERITED)}
    return kept | {"PYTHONPATH": str(ROOT)}


def run(
    command: Sequence[str],
    cwd: Path,
    *,
    env: Mapping[str, str] | None = None,
    one_stream: bool = False,
) -> Ran:
    """Run a program and return what it printed; ``one_stream`` keeps the order.

    Raises HandbookError where there is no such program.
    """
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=environment() if env is None else env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if one_stream else subprocess.PIPE,
            text=True,
            encoding="utf-8",
            check=False,
        )
    except (FileNotFoundError, PermissionError) as fault:
        raise HandbookError(f"cannot run {command[0]}: {fault.strerror}") from fault
    return Ran(done.returncode, done.stdout, done.stderr or "")


def at_once[T, R](function: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Return the result for each item; as many are worked on at once as cores are here.

    For functions that wait for a program: most programs use one core.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(function, items))


def stream(command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> int:
    """Run a program that prints to our own terminal; return its exit code."""
    return subprocess.run(command, cwd=cwd, env=env, check=False).returncode


def say(text: str) -> None:
    """Print what is being done, for the person who waits."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
