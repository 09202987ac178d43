"""Which files of the project a file needs: those that it imports, and theirs."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from handbook.book.snippets import LOOKUP
from handbook.common.files import parse, read_text


@cache  # a build asks some thousand times for each
def module_path(module: str, root: Path) -> str | None:
    """Return the file of a module of the project; None for any other module."""
    stem = module.replace(".", "/")
    candidates = (
        f"{folder}{stem}{end}" for folder in LOOKUP for end in (".py", "/__init__.py")
    )
    return next((path for path in candidates if (root / path).is_file()), None)


def forget() -> None:
    """Look for each module again: files may have come or gone."""
    module_path.cache_clear()


def imported(path: str, root: Path) -> set[str]:
    """Return the files of the project that a file imports itself."""
    modules = modules_of(path, root)
    return {found for module in modules if (found := home_of(module, root))}


def modules_of(path: str, root: Path) -> tuple[str, ...]:
    """Return what a file imports: `module`, or `module.name` for a name of a module."""
    return _modules(read_text(root, path), path)


@lru_cache(maxsize=512)  # each block of a page asks for the same files
def _modules(source: str, path: str) -> tuple[str, ...]:
    return tuple(_imported_names(parse(source, path)))


def _imported_names(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def home_of(module: str, root: Path) -> str | None:
    """Return the file of a module, or of the module that holds the name."""
    return module_path(module, root) or module_path(module.rpartition(".")[0], root)


def closure(paths: Iterable[str], root: Path) -> frozenset[str]:
    """Return these files and all files of the project that they need."""
    found: set[str] = set()
    left = set(paths)
    while left:
        found |= left
        left = {need for path in left for need in imported(path, root)} - found
    return frozenset(found)
