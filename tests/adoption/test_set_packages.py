"""A set runs in an environment that holds the listed packages and no others."""

import subprocess
import sys
from pathlib import Path

import pytest

from handbook.book import sets
from handbook.common.files import ROOT
from tests.adoption.test_readme import environment
from tests.patterns.sets.conftest import copy

pytestmark = pytest.mark.lifted

SETTINGS = {"DATABASE_URL": "sqlite+aiosqlite://"}
SECRET = "k" * 32


def run(*command: str, **settings: str) -> str:
    """Run a program; AssertionError with its output if it fails."""
    env = environment() | settings
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.mark.parametrize("name", sets.names())
def test_app_of_a_set_is_created_with_the_listed_packages_alone(
    tmp_path: Path, name: str
) -> None:
    chosen = sets.read(name)
    copy(chosen, tmp_path)
    python = str(tmp_path / "environment/bin/python")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    run("uv", "venv", "--quiet", "--python", version, str(tmp_path / "environment"))
    pinned = ["--constraint", str(ROOT / "requirements.txt"), "--python", python]
    run("uv", "pip", "install", "--quiet", *pinned, *chosen.packages)

    start = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import main; "
    settings = {name: SETTINGS.get(name, SECRET) for name in chosen.settings}
    title = run(
        python, "-I", "-c", start + "print(main.create_app().title)", **settings
    )

    assert title == "FastAPI\n"
