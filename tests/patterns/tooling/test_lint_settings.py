"""What ruff reports about the shop, and about wrong code, under the shop's settings."""

import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

type Shown = Callable[[str], str]
type Record = Callable[[str, object], None]

ROOT = Path(__file__).parents[3]
RUFF = str(Path(sys.executable).with_name("ruff"))
SHOP = ROOT / "examples/shop"
SETTINGS = "examples/shop/pyproject.toml"
CODE = ["app", "migrations"]
WRONG = ROOT / "examples/antipatterns/tooling/unequal_lists.py"


def ruff(*arguments: str, folder: Path = SHOP) -> str:
    """Return what `ruff check` prints."""
    command = [RUFF, "check", "--quiet", "--no-cache", *arguments]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout


@pytest.fixture
def settings(tmp_path: Path, shown: Shown) -> str:
    """Return the address of the settings that the page shows."""
    tables = ["tool.ruff", "tool.ruff.lint", "tool.ruff.lint.per-file-ignores"]
    text = "\n".join(shown(f"{SETTINGS}::{table}") for table in tables)
    path = tmp_path / "pyproject.toml"
    path.write_text(text, "utf-8")
    return str(path)


def test_every_ignored_code_would_report_the_shop(
    settings: str, record_property: Record
) -> None:
    found = ruff(
        "--config", settings, "--config", "lint.ignore=[]", "--statistics", *CODE
    )

    lines = [line.split() for line in found.splitlines()]
    reported = {code for _, code, *_ in lines}
    ignored = set(
        tomllib.loads(Path(settings).read_text())["tool"]["ruff"]["lint"]["ignore"]
    )
    assert reported <= ignored
    shown = [
        f"{count:>4}  {code}  {line[-1]}"
        for line in lines
        for count, code in [line[:2]]
    ]
    record_property("shown:findings", "\n".join(shown))


def test_settings_report_no_fault_of_the_shop(settings: str) -> None:
    assert ruff("--config", settings, *CODE) == ""


def test_settings_report_what_the_default_accepts(settings: str) -> None:
    concise = ["--output-format", "concise", str(WRONG)]

    assert ruff("--isolated", *concise) == ""
    assert "B905" in ruff("--config", settings, *concise)


def test_print_is_reported(settings: str, tmp_path: Path) -> None:
    module = tmp_path / "greeting.py"
    module.write_text('"""A greeting."""\n\nprint("Hello")\n', "utf-8")

    concise = ruff("--config", settings, "--output-format", "concise", str(module))

    assert "T201" in concise
