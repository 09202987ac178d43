"""The shop's package under a set of import contracts."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SHOP = Path(__file__).parents[3] / "examples" / "shop"
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
    "Only items read their table; orders reach it through the service": (
        "app/dashboard/router.py",
        "from app.items.models import Item",
    ),
    "Only orders read their tables": (
        "app/dashboard/router.py",
        "from app.orders.models import Order",
    ),
    "Only notifications read their tables": (
        "app/dashboard/router.py",
        "from app.notifications.models import Notification",
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
"""For each contract a module of the shop, and an import that breaks it."""


@dataclass(frozen=True)
class Report:
    """What import-linter says: its exit status, and the names of the contracts."""

    status: int
    kept: list[str]
    broken: list[str]


@dataclass(frozen=True)
class Copy:
    """A copy of the shop's package, with contracts in its settings."""

    folder: Path

    def append(self, file: str, line: str) -> None:
        """Add a line at the end of a module."""
        with (self.folder / file).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")

    def lint(self) -> Report:
        """Check the contracts."""
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, "--no-logo", "--no-cache"],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        lines = done.stdout.splitlines()
        kept = [line.removesuffix(" KEPT") for line in lines if "KEPT" in line]
        broken = [line.removesuffix(" BROKEN") for line in lines if "BROKEN" in line]
        return Report(done.returncode, kept, broken)


def copy_of_shop(folder: Path, settings: str) -> Copy:
    """Copy the shop's package into a folder, and write the settings."""
    shutil.copytree(SHOP / "app", folder / "app")
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")
    return Copy(folder)
