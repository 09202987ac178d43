"""Someone copies the folder of the shop alone and follows its README."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.patterns.extending.copied_app import copy_app

pytestmark = pytest.mark.lifted

RUN_ELSEWHERE = re.compile("uvicorn|worker|make_admin|mutmut|-m processes")
"""Commands that serve without end, need an account, or take longer than all others."""


def commands(page: str) -> Iterator[list[str]]:
    """Yield the `uv` commands in the `console` fences of a page."""
    for fence in re.findall(r"```console\n(.*?)```", page, re.DOTALL):
        for line in fence.replace("\\\n", " ").split("\n"):
            if line.startswith("uv ") and not RUN_ELSEWHERE.search(line):
                yield shlex.split(line)


def environment() -> dict[str, str]:
    """Return the variables of a shell in which no environment is active."""
    ours = os.environ.get("VIRTUAL_ENV", "")
    path = os.environ["PATH"].split(os.pathsep)
    outside = [folder for folder in path if not (ours and folder.startswith(ours))]
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("VIRTUAL_", "PYT"))
    }
    return {**kept, "PATH": os.pathsep.join(outside)}


def test_every_command_runs_in_a_closed_folder(tmp_path: Path) -> None:
    folder = tmp_path / "closed" / "shop"
    folder.parent.mkdir(mode=0o700)
    copy_app(folder)
    found = list(commands((folder / "README.md").read_text("utf-8")))

    assert found[0][:2] == ["uv", "sync"]
    for command in found:
        subprocess.run(command, cwd=folder, env=environment(), check=True)
