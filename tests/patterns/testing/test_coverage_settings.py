"""What the coverage settings of the shop refuse."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SETTINGS = "examples/shop/pyproject.toml"
PRICE = """
def price(cents: int, is_member: bool) -> int:
    if is_member:
        cents -= 100
    return cents

price(500, True)
"""


@pytest.fixture
def settings(tmp_path: Path, shown: Callable[[str], str]) -> Path:
    """Return the settings of coverage in a project with one test."""
    run = shown(f"{SETTINGS}::tool.coverage.run")
    report = shown(f"{SETTINGS}::tool.coverage.report")
    app = tmp_path / "app"
    app.mkdir()
    (app / "__init__.py").write_text("")
    (app / "price.py").write_text(PRICE)
    file = tmp_path / "pyproject.toml"
    file.write_text(f"{run}\n{report}\n")
    return file


def coverage(settings: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run coverage with a data file of its own, whatever measures this test."""
    measuring = ("COVERAGE", "COV_CORE")
    return subprocess.run(
        [sys.executable, "-m", "coverage", *arguments],
        cwd=settings.parent,
        env={k: v for k, v in os.environ.items() if not k.startswith(measuring)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_untaken_branch_fails_the_report(settings: Path) -> None:
    coverage(settings, "run", "-m", "app.price")

    report = coverage(settings, "report")

    assert report.returncode == 2
    assert "total of 86 is less than fail-under=97" in report.stdout + report.stderr


def test_line_coverage_alone_passes_the_report(settings: Path) -> None:
    settings.write_text(settings.read_text().replace("branch = true\n", ""))
    coverage(settings, "run", "-m", "app.price")

    report = coverage(settings, "report")

    assert (report.returncode, "100%" in report.stdout) == (0, True)
