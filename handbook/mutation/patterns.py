"""A project of the patterns alone, for mutmut.

Those about testing are left out: they are tests themselves, so none fails for them.
"""

import json
import shutil
from pathlib import Path

from handbook.mutation.run import Project

FOLDER = "build/mutated_patterns"
_PATTERNS = "examples/patterns"
_COPIED = ("examples", "tests/conftest.py", "tests/patterns", "tests/antipatterns")
_PRODUCTS = ("__pycache__", ".*_cache", "build", "mutants", "*.db")
_IMPORTED = (".", "examples", "examples/shop", "examples/shop/tests")

# It takes the name of a module from its path, except for a leading `src`.
_SETTINGS = """\
[tool.pytest]
anyio_mode = "auto"
pythonpath = {folders}
addopts = [
    "--import-mode=importlib", "--disable-plugin-autoload", "-p", "anyio",
    "-p", "no:threadexception", "-p", "no:unraisableexception",
    "-p", "no:cacheprovider",
]
markers = ["processes: starts servers"]

[tool.mutmut]
source_paths = ["src/patterns"]
do_not_mutate = ["src/patterns/testing/*"]
also_copy = ["examples"]
pytest_add_cli_args = [
    "-k", "not processes",
    "--ignore=tests/antipatterns/testing",
]
pytest_add_cli_args_test_selection = ["tests"]
"""


def project(root: Path) -> Project:
    """Return where the patterns are mutated."""
    listed = f"{_PATTERNS}/survivors.toml"
    return Project(root / FOLDER, "src/patterns", _PATTERNS, listed)


def write(root: Path) -> Path:
    """Replace the project and return its folder."""
    folder = root / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    for name, target in (
        (_PATTERNS, "src/patterns"),
        *((name, name) for name in _COPIED),
    ):
        _copy(root / name, folder / target)
    folders = ["src", *(str((root / name).resolve()) for name in _IMPORTED)]
    settings = _SETTINGS.format(folders=json.dumps(folders))
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")
    return folder


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(*_PRODUCTS))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
