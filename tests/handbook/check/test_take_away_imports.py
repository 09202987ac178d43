"""The import contracts that readers copy, on the package of the shop."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from handbook.check.take_away import SETTINGS, settings
from handbook.common.files import ROOT, read_text
from tests.patterns.structure.test_import_contracts import COMMAND, VIOLATIONS

TEXT = read_text(ROOT, SETTINGS)
CONTRACTS = sorted(line.value for line in settings(TEXT) if line.tool == "imports")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the shop's package, under the contracts that readers copy."""
    shutil.copytree(ROOT / "examples/shop/app", tmp_path / "app")
    (tmp_path / "pyproject.toml").write_text(TEXT, encoding="utf-8")
    return tmp_path


def lint(folder: Path) -> list[str]:
    """Return the names of the broken contracts."""
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "--no-logo", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.splitlines()
    kept = [line for line in lines if line.endswith(" KEPT")]
    broken = [line.removesuffix(" BROKEN") for line in lines if "BROKEN" in line]
    assert len(kept) + len(broken) == len(CONTRACTS), done.stdout + done.stderr
    return broken


def test_shop_keeps_the_contracts_that_readers_copy(copy: Path) -> None:
    assert lint(copy) == []


@pytest.mark.parametrize("contract", CONTRACTS)
def test_import_breaks_the_contract_that_readers_copy(
    copy: Path, contract: str
) -> None:
    file, line = VIOLATIONS[contract]
    with (copy / file).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")

    assert lint(copy) == [contract]
