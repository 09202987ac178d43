"""A small handbook, complete with its proof, that both builders can build."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Literal

import pytest

from handbook.common.files import ROOT
from handbook.proof import store
from handbook.proof.scope import digests, scope
from handbook.proof.store import (
    Branches,
    Diagnostic,
    Output,
    Proof,
    ProvenTest,
    Witness,
)
from handbook.proof.tools import tools

type Builder = Literal["mkdocs", "zensical"]

SETTINGS = """
    site_name: Small
    site_url: https://example.org/small/
    repo_url: https://example.org/small
    docs_dir: docs
    site_dir: build/site
    theme:
      name: material
      font: false
    plugins: []
    markdown_extensions:
      - handbook.render.markdown
      - admonition
      - toc:
          permalink: true
      - pymdownx.tabbed:
          alternate_style: true
    """

SUMS = '''
    """Sums."""

    from math import pi

    LIMIT = 10


    def area(radius: float) -> float:
        """Return the area of a circle."""
        return pi * radius * bounded(radius)


    def bounded(value: float) -> float:
        """Return the value, or the limit."""
        if value > LIMIT:
            return LIMIT
        return value
    '''

WRONG = '''
    # /// bad
    # ruff = ["E711"]
    # harm = "tests/antipatterns/test_sums.py::test_harm"
    # right = "examples/shop/app/sums.py"
    # ///
    """Compares the wrong way."""


    def unknown(value: object) -> bool:
        """Say whether the value is unknown."""
        return value == None
    '''

PAGE = """
    # Chapter

    //// rule | SUM-001
        level: must
        statement: Bound every `radius`.
        slug: bound-radius
        terms: [circle, radius, area]
        ledger: [database.echo]
        proof:
          - test: examples/shop/tests/test_sums.py::test_area
        enforce:
          - ruff: E711
        references: [CWE-20]
        changes:
          2026-11-21: First published.

    /// why
    Because.
    ///

    /// do
    ```python
    @include app/sums.py::area
    @note pi * radius :: The area, of *course*.
    ```
    ///

    /// dont
    ```python
    @include antipatterns/sums.py::unknown
    ```
    ///
    ////

    ## Checklist

    /// checklist
    ///
    """

TEST = "examples/shop/tests/test_sums.py::test_area"
HARM = "tests/antipatterns/test_sums.py::test_harm"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with one chapter, whose proof fits it."""
    for package in ("handbook", "benchmarks"):
        (tmp_path / package).symlink_to(ROOT / package)
    put(tmp_path, "mkdocs.yml", SETTINGS)
    put(tmp_path, "examples/shop/app/sums.py", SUMS)
    put(tmp_path, "examples/antipatterns/sums.py", WRONG)
    put(tmp_path, "docs/index.md", PAGE)
    put(tmp_path, "tests/mutation.json", '{"tool": "mutmut", "files": {}}')
    prove(tmp_path)
    return tmp_path


def put(root: Path, path: str, text: str) -> None:
    """Write a file of the repository."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(dedent(text).lstrip("\n"), encoding="utf-8")


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Replace a text that is in a file of the repository."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def prove(root: Path, *, without_line: int = 0) -> None:
    """Write the proof that a run would give; ``without_line`` was never executed."""
    store.save(_without(_proof(root), without_line), root)


def _proof(root: Path) -> Proof:
    right, wrong = "examples/shop/app/sums.py", "examples/antipatterns/sums.py"
    said = "sums.py:10:21: E711 Comparison to `None`"
    return Proof(
        format=store.FORMAT,
        made="2026-11-21T00:00:00Z",
        python="3.13.0",
        files=digests(root, scope(root)),
        tools=tools(),
        tests={
            TEST: ProvenTest("passed", TEST.partition("::")[0], 3, 0.1, "SQLite 3"),
            HARM: ProvenTest(
                "passed",
                HARM.partition("::")[0],
                3,
                0.1,
                measured=("1 of 2 is wrong.",),
            ),
        },
        lines={right: dict.fromkeys((10, 15, 16, 17), (0,)), wrong: {11: (1,)}},
        imported={right: (3, 5, 8, 13), wrong: (9,)},
        missing={},
        branches={right: Branches(executed=((15, 16), (15, 17)), by=((0,), (0,)))},
        witnesses={
            wrong: Witness(
                right=right,
                ruff=(Diagnostic("E711", 11, "Comparison", said),),
                harm=HARM,
            )
        },
        needs={TEST.partition("::")[0]: ("examples/shop/tests/circles.py",)},
        outputs={".$ ruff --version": Output("ruff 1\n", 0)},
    )


def _without(proof: Proof, line: int) -> Proof:
    path = "examples/shop/app/sums.py"
    lines = {
        number: tests for number, tests in proof.lines[path].items() if number != line
    }
    missing = {path: (line,)} if line else {}
    return replace(proof, lines=dict(proof.lines) | {path: lines}, missing=missing)


type Build = Callable[[Path, Builder], subprocess.CompletedProcess[str]]


def build(root: Path, builder: Builder) -> subprocess.CompletedProcess[str]:
    """Build the site strictly, into build/mkdocs or build/zensical."""
    commands = {
        "mkdocs": ["mkdocs", "build", "--strict", "--site-dir", "build/mkdocs"],
        "zensical": ["handbook", "zensical", "build/zensical"],
    }
    told = ("HANDBOOK_", "GITHUB_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(told)}
    return subprocess.run(
        [sys.executable, "-m", *commands[builder]],
        cwd=root,
        env=kept | {"PYTHONPATH": str(root), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
