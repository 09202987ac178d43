import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

type Shown = Callable[[str], str]
type Lint = Callable[[], tuple[int, list[str]]]

SHOP = Path(__file__).parents[3] / "examples" / "shop"
SETTINGS = "examples/shop/pyproject.toml"
COMMAND = "from importlinter.cli import lint_imports_command; lint_imports_command()"

VIOLATIONS = {
    "Calls go down": (
        "app/users/repository.py",
        "from app.users.service import UserService",
    ),
    "Domains stand on core": (
        "app/core/pagination.py",
        "from app.users.schemas import UserRead",
    ),
    "Only users read the tables of users": (
        "app/health/router.py",
        "from app.users.models import User",
    ),
    "Only sessions read their tables": (
        "app/notifications/router.py",
        "from app.sessions.repository import SessionRepository",
    ),
    "Only the outbox reads its table": (
        "app/orders/service.py",
        "from app.outbox.repository import OutboxRepository",
    ),
    "Services know no HTTP": (
        "app/users/service.py",
        "from fastapi import HTTPException",
    ),
}


@pytest.fixture
def copy(tmp_path: Path, shown: Shown) -> Path:
    """Copy the shop's package, under the contracts that the page shows."""
    shutil.copytree(SHOP / "app", tmp_path / "app")
    tables = ["tool.importlinter", "tool.importlinter.contracts"]
    text = "\n".join(shown(f"{SETTINGS}::{table}") for table in tables)
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def lint(copy: Path) -> Lint:
    def run() -> tuple[int, list[str]]:
        """Return the exit status and the names of the broken contracts."""
        result = subprocess.run(
            [sys.executable, "-c", COMMAND, "--no-logo", "--no-cache"],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
        lines = result.stdout.splitlines()
        broken = [line.removesuffix(" BROKEN") for line in lines if "BROKEN" in line]
        return result.returncode, broken

    return run


def test_shop_keeps_every_contract(lint: Lint) -> None:
    assert lint() == (0, [])


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_import_breaks_its_contract(copy: Path, lint: Lint, contract: str) -> None:
    file, line = VIOLATIONS[contract]
    with (copy / file).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")

    assert lint() == (1, [contract])


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
    copy: Path, lint: Lint, file: str, line: str, contract: str
) -> None:
    with (copy / file).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")

    assert contract in lint()[1]


def test_package_without_a_layer_breaks_the_contract(copy: Path, lint: Lint) -> None:
    package = copy / "app" / "parcels"
    package.mkdir()
    (package / "__init__.py").write_text('"""Parcels."""\n', encoding="utf-8")

    assert lint() == (1, ["Domains stand on core"])


def test_domain_that_skips_a_layer_breaks_the_contract(copy: Path, lint: Lint) -> None:
    module = copy / "app" / "health" / "service.py"
    module.write_text("import app.health.router\n", encoding="utf-8")

    assert "Calls go down" in lint()[1]
