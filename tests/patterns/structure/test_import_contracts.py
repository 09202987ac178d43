from collections.abc import Callable
from pathlib import Path

import pytest

from tests.patterns.structure.import_contracts import VIOLATIONS, Copy, copy_of_shop

type Shown = Callable[[str], str]

SETTINGS = "examples/shop/pyproject.toml"


@pytest.fixture
def copy(tmp_path: Path, shown: Shown) -> Copy:
    """Copy the shop's package, under the contracts that the page shows."""
    tables = ["tool.importlinter", "tool.importlinter.contracts"]
    text = "\n".join(shown(f"{SETTINGS}::{table}") for table in tables)
    return copy_of_shop(tmp_path, text)


def test_shop_keeps_every_contract(copy: Copy) -> None:
    report = copy.lint()

    assert (report.status, report.broken) == (0, [])
    assert sorted(report.kept) == sorted(VIOLATIONS)


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_import_breaks_its_contract(copy: Copy, contract: str) -> None:
    copy.append(*VIOLATIONS[contract])

    report = copy.lint()

    assert (report.status, report.broken) == (1, [contract])


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        (
            "app/users/service.py",
            "from app.core.dependencies import SessionDep",
            "Services know no HTTP",
        ),
        (
            "app/core/pagination.py",
            "from app.config import Settings",
            "Domains stand on core",
        ),
    ],
    ids=["http-through-core", "settings-in-core"],
)
def test_detour_breaks_its_contract(
    copy: Copy, file: str, line: str, contract: str
) -> None:
    copy.append(file, line)

    assert contract in copy.lint().broken


def test_package_without_a_layer_breaks_the_contract(copy: Copy) -> None:
    package = copy.folder / "app" / "parcels"
    package.mkdir()
    (package / "__init__.py").write_text('"""Parcels."""\n', encoding="utf-8")

    report = copy.lint()

    assert (report.status, report.broken) == (1, ["Domains stand on core"])


def test_domain_that_skips_a_layer_breaks_the_contract(copy: Copy) -> None:
    module = copy.folder / "app" / "health" / "service.py"
    module.write_text("import app.health.router\n", encoding="utf-8")

    assert "Calls go down" in copy.lint().broken
