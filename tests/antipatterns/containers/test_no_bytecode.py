"""How many modules a container compiles when it starts."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from image import read_instructions, variables
from servers import SHOP

type Shown = Callable[[str], str]

COMPILED = re.compile(r"^# code object from (?P<path>.+\.py)$", re.MULTILINE)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Return a folder with the source of the app alone."""
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(SHOP / "app", tmp_path / "app", ignore=without)
    shutil.copytree(SHOP / "migrations", tmp_path / "migrations", ignore=without)
    return tmp_path


def compiled_at_start(image: Path, dockerfile: str) -> tuple[int, int]:
    """Import the models; return how many modules were compiled, and how many kept."""
    settings = variables(read_instructions(dockerfile))
    del settings["PATH"]
    done = subprocess.run(
        [sys.executable, "-v", "-c", "import app.models"],
        cwd=image,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    compiled = [path for path in COMPILED.findall(done.stderr) if str(image) in path]
    return len(compiled), len(list((image / "app").rglob("*.pyc")))


def test_every_start_compiles_every_module(
    shown: Shown, image: Path, measured: Callable[[str], None]
) -> None:
    wrong = shown("examples/antipatterns/containers/Dockerfile.no_bytecode")

    compiled, kept = compiled_at_start(image, wrong)

    assert compiled > 0
    assert kept == 0
    measured(
        f"A start that imported the models compiled {compiled} modules of the app and "
        f"kept the bytecode of {kept}, so the next start compiles them again."
    )


def test_compiled_image_starts_without_compiling(shown: Shown, image: Path) -> None:
    build = read_instructions(shown("examples/shop/Dockerfile::build"))
    _, *compile_all = build[-1].words
    subprocess.run([sys.executable, *compile_all], cwd=image, check=True)

    compiled, kept = compiled_at_start(
        image, shown("examples/shop/Dockerfile::runtime")
    )

    assert compiled == 0
    assert kept > 0
