"""Which files a proof speaks of, and their fingerprints."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from handbook.common.errors import HandbookError
from handbook.common.process import run

TEST_ROOTS = ("examples/shop/tests", "tests/patterns", "tests/antipatterns")
"""Folders whose tests prove what the handbook shows."""

ANTIPATTERNS = "examples/antipatterns"

CHECKS = "examples/checks"
"""The settings of tools that readers copy, and the rules of ast-grep."""

SETTINGS = ("pyproject.toml", "requirements.txt")
"""Files that decide how everything runs."""

_SETTINGS_NAMES = {
    *("pyproject.toml", "requirements.txt", "conftest.py", "__init__.py"),
    *("pytest.ini", ".pytest.ini", "pytest.toml", "tox.ini", "setup.cfg"),
    *("ruff.toml", ".ruff.toml", "mypy.ini", ".mypy.ini", "pyrightconfig.json"),
    *(".coveragerc", ".python-version", "sitecustomize.py"),
}

_MEASURED = ("examples/", "tests/")
_NOT_MEASURED = ("tests/adoption/", "tests/browser/", "tests/handbook/")

IMPORT_ROOTS = ("examples/shop/tests", "examples/shop", "examples", ".")
"""Folders that modules are imported from, the most specific first."""

_FOLDERS = ("examples", "tests/patterns", "tests/antipatterns")
_LISTING = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
_NOT_SOURCE = {"__pycache__", ".venv", "build", "node_modules", ".git"}
_NOT_SOURCE_SUFFIXES = {".pyc", ".db", ".db-journal"}


def scope(root: Path) -> tuple[str, ...]:
    """Return every example, test and setting, sorted, relative to ``root``."""
    inside = tuple(f"{folder}/" for folder in _FOLDERS)
    return tuple(p for p in tree(root) if p.startswith(inside) or _above(p))


def is_measured(path: str) -> bool:
    """Whether the lines that run of this Python file are recorded."""
    return path.startswith(_MEASURED) and not path.startswith(_NOT_MEASURED)


def is_setting(path: str) -> bool:
    """Whether the file decides how all that is near it runs."""
    return PurePosixPath(path).name in _SETTINGS_NAMES


def _above(path: str) -> bool:
    """Whether it is a setting in the repository's root or in the folder of tests."""
    return is_setting(path) and PurePosixPath(path).parent.as_posix() in {".", "tests"}


def tree(root: Path) -> tuple[str, ...]:
    """Return the project's files: what git tracks or would, else all but products.

    Raises HandbookError for a link that leads nowhere.
    """
    if (root / ".git").exists():
        listing = run(_LISTING, root)
        if listing.exit == 0:
            paths = {path for path in listing.out.split("\0") if path}
            return tuple(sorted(p for p in paths if _is_file(root, p)))
    return tuple(sorted(p for p in _walk(root) if _is_file(root, p)))


def _is_file(root: Path, path: str) -> bool:
    """Whether it is there: a file may be deleted and still be known to git.

    Raises HandbookError for a link that leads nowhere: what it stands for would be
    left out without a word.
    """
    file = root / path
    if file.is_symlink() and not file.exists():
        raise HandbookError(
            "is a link that leads nowhere",
            path=path,
            fix="restore what it points to, or remove the link",
        )
    return file.is_file()


def _walk(root: Path) -> Iterator[str]:
    for folder, folders, names in root.walk():
        folders[:] = [name for name in folders if not _is_product(name)]
        for name in names:
            if not _is_product(name):
                yield (folder / name).relative_to(root).as_posix()


def _is_product(name: str) -> bool:
    hidden_cache = name.startswith(".") and name.endswith("_cache")
    product = name in _NOT_SOURCE or Path(name).suffix in _NOT_SOURCE_SUFFIXES
    return hidden_cache or product


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digests(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """Return the fingerprint of each file that exists."""
    return {p: digest(root / p) for p in sorted(set(paths)) if (root / p).is_file()}
