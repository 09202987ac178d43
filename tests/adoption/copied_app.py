"""A copy of the shop, and the edits of a team that makes it its own."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook.common.files import ROOT
from handbook.proof.scope import tree

SHOP = Path("examples/shop")
PROGRAMS = Path(sys.executable).parent
REMOVED = ("orders", "dashboard")  # the dashboard reads orders


@dataclass(frozen=True)
class CopiedApp:
    """The folder of a copy."""

    folder: Path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that matches once; AssertionError if it does not."""
        file = self.folder / name
        text, count = re.subn(old, new, file.read_text(), flags=re.MULTILINE)
        assert count == 1, f"{old!r} matches {count} times in {name}"
        file.write_text(text)

    def run(
        self,
        program: str,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
    ) -> str:
        """Run a program in the copy; AssertionError with its output if it fails."""
        ended = self.start(program, *arguments, environment=environment)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def start(
        self,
        program: str,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program in the copy, whatever its outcome."""
        return subprocess.run(
            [str(PROGRAMS / program), *arguments],
            cwd=self.folder,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            check=False,
        )

    def test(self, *names: str) -> str:
        """Run these tests on SQLite."""
        chosen = ["-k", "not postgresql", "-m", "not processes"]
        return self.run("pytest", "-q", *chosen, *names)

    def rename(self, name: str) -> None:
        """Change the one constant that names the app."""
        self.edit("app/__init__.py", '^APP_NAME = "shop"', f'APP_NAME = "{name}"')

    def remove_orders(self) -> None:
        """Remove the domain, what reads it, and the lines that name either."""
        for domain in REMOVED:
            shutil.rmtree(self.folder / "app" / domain)
            shutil.rmtree(self.folder / "tests" / domain)
            self.edit("app/main.py", rf"^from app\.{domain}\.router import .*\n", "")
            self.edit("app/main.py", rf"^ +{domain}_router,\n", "")
        self.edit("app/models.py", r"^from app\.orders.*\n", "")
        self.edit("app/models.py", r"^    Order,\n    OrderLine,\n", "")
        self.edit("pyproject.toml", r'^    "dashboard",\n', "")
        self.edit("pyproject.toml", " : orders : webhooks", " : webhooks")
        self.edit(
            "pyproject.toml",
            r'^\[\[tool.*\]\]\nname = "Only orders(.+\n)+\n',
            "",
        )
        versions = self.folder / "migrations" / "versions"
        next(versions.glob("*_create_orders.py")).unlink()
        outbox = next(versions.glob("*_create_outbox.py"))
        name = outbox.relative_to(self.folder).as_posix()
        self.edit(name, '"0005_orders"', '"0004_idempotency_keys"')
        (self.folder / "tests" / "placing.py").unlink()
        self.edit("tests/surface.py", r'^    "order_id": make_order,\n', "")

    def add_reviews(self) -> None:
        """Copy the domain of items, and name the copy where domains are listed."""
        shutil.copytree(self.folder / "app" / "items", self.folder / "app" / "reviews")
        for file in (self.folder / "app" / "reviews").glob("*.py"):
            text = file.read_text()
            file.write_text(text.replace("item", "review").replace("Item", "Review"))
        self.edit(
            "app/models.py",
            r"^from app\.sessions",
            r"from app.reviews.models import Review\n\g<0>",
        )
        self.edit("app/models.py", r"^    User,\n", r"    Review,\n\g<0>")
        self.edit(
            "app/main.py",
            r"^from app\.users\.router import router as users",
            r"from app.reviews.router import router as reviews_router\n\g<0>",
        )
        self.edit(
            "app/main.py", r"^ +items_router,\n", r"\g<0>        reviews_router,\n"
        )


def copy_app(folder: Path) -> CopiedApp:
    """Copy what git tracks, or would track, of the shop."""
    for name in tree(ROOT):
        if name.startswith(f"{SHOP}/"):
            target = folder / Path(name).relative_to(SHOP)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
    return CopiedApp(folder)
