"""The machine and the versions of a run."""

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

from servers import PROGRAMS, SITE

from benchmarks.results import Machine

PACKAGES = (
    "fastapi",
    "starlette",
    "pydantic",
    "sqlalchemy",
    "asyncpg",
    "uvicorn",
    "uvloop",
    "httptools",
)


def describe() -> Machine:
    """Return what the figures depend on: hardware and versions."""
    return Machine(
        cpu=cpu_model(),
        cores=os.cpu_count() or 1,
        python=platform.python_version(),
        postgresql=postgresql_version(),
        packages={name: version(name) for name in PACKAGES},
    )


def cpu_model() -> str:
    """Return the CPU's name from `/proc/cpuinfo`."""
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    found = re.search(r"^model name\s*: (.+)$", info, re.MULTILINE)
    return found[1] if found else platform.machine()


def postgresql_version() -> str:
    """Return PostgreSQL's version."""
    program = str(SITE / PROGRAMS / "bin" / "postgres")
    output = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=True
    ).stdout
    return output.split()[-1]
