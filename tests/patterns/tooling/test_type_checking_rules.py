"""What ruff's TC rules report where annotations are deferred."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
RUFF = str(Path(sys.executable).with_name("ruff"))
RIGHT = ROOT / "examples/patterns/tooling/runtime_annotations.py"
DECORATORS = (
    "lint.flake8-type-checking.runtime-evaluated-decorators=['fastapi.APIRouter.get']"
)
DEPENDENCY = """
from fastapi import APIRouter, Depends
from starlette.requests import Request

def host(request: Request) -> str:
    return request.url.path

OWN = Depends(host)
"""


def reported(path: Path, target: str, *options: str) -> set[str]:
    """Return the codes that ruff reports for a version of Python."""
    command = [RUFF, "check", "--isolated", "--quiet", "--output-format", "concise"]
    chosen = ["--select", "TC", "--target-version", target, *options]
    done = subprocess.run(
        [*command, *chosen, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    return {line.split()[1] for line in done.stdout.splitlines()}


def test_later_target_reports_imports_of_signatures() -> None:
    assert reported(RIGHT, "py313") == set()
    assert reported(RIGHT, "py314") == {"TC002", "TC003"}


def test_listed_decorator_protects_routes_and_no_dependencies(tmp_path: Path) -> None:
    module = tmp_path / "dependencies.py"
    module.write_text(DEPENDENCY)

    assert reported(RIGHT, "py314", "--config", DECORATORS) == set()
    assert reported(module, "py314", "--config", DECORATORS) == {"TC002"}
