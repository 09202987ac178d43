"""What the two type checkers report under the settings of the shop."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

type Shown = Callable[[str], str]

ROOT = Path(__file__).parents[3]
PROGRAMS = Path(sys.executable).parent
SETTINGS = "examples/shop/pyproject.toml"
WRONG = ROOT / "examples/antipatterns/tooling"
ORDERS = """
from pydantic import BaseModel

class Order(BaseModel):
    quantity: int

def read(order):
    return order.quantity

Order(quantity="3")
Order(quantity=3, color="red")
"""


def run(program: str, *arguments: str, folder: Path) -> str:
    """Return what a checker prints."""
    command = [str(PROGRAMS / program), *arguments]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout


def test_mypy_reports_missing_annotations_and_wrong_arguments_of_models(
    shown: Shown, tmp_path: Path
) -> None:
    tables = [shown(f"{SETTINGS}::tool.{name}") for name in ("mypy", "pydantic-mypy")]
    (tmp_path / "pyproject.toml").write_text("\n".join(tables), "utf-8")
    (tmp_path / "orders.py").write_text(ORDERS, "utf-8")

    said = run("mypy", "-O", "json", "orders.py", folder=tmp_path)

    found = [json.loads(line) for line in said.splitlines()]
    codes = [each["code"] for each in found if each["severity"] == "error"]
    assert codes == ["no-untyped-def", "arg-type", "call-arg"]


def test_basedpyright_reports_an_unbound_variable(shown: Shown, tmp_path: Path) -> None:
    settings = shown(f"{SETTINGS}::tool.basedpyright")
    (tmp_path / "pyproject.toml").write_text(settings, "utf-8")
    app = tmp_path / "app"
    app.mkdir()
    text = (WRONG / "unbound_variable.py").read_text("utf-8")
    (app / "prices.py").write_text(text, "utf-8")

    said = run("basedpyright", "--outputjson", folder=tmp_path)

    [found] = json.loads(said)["generalDiagnostics"]
    assert found["rule"] == "reportPossiblyUnboundVariable"
