"""Which file imports which, read from the source alone."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from handbook.common.files import parse, read_text
from handbook.proof.graph import Graph
from handbook.proof.scope import IMPORT_ROOTS

_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*(:\w+)?")


def graph(root: Path, paths: Iterable[str]) -> Graph:
    """Return the imports among Python files; rather one too many than one too few.

    Imports inside functions count, and so does a string that is a module's name. A
    test module depends on the ``conftest.py`` files above it.
    """
    files = [path for path in paths if path.endswith(".py")]
    modules = {name: path for path in files for name in module_names(path)}
    return {path: frozenset(_needed(root, path, modules, files)) for path in files}


def module_names(path: str) -> Iterator[str]:
    """Yield every dotted name under which a file can be imported."""
    stem = path.removesuffix(".py").removesuffix("/__init__")
    for folder in IMPORT_ROOTS:
        if folder == ".":
            yield stem.replace("/", ".")
        elif stem.startswith(f"{folder}/"):
            yield stem.removeprefix(f"{folder}/").replace("/", ".")


def _needed(
    root: Path, path: str, modules: Mapping[str, str], files: list[str]
) -> Iterator[str]:
    folders = {str(parent) for parent in PurePosixPath(path).parents}
    for other in files:
        place = PurePosixPath(other)
        if place.name == "conftest.py" and str(place.parent) in folders:
            yield other
    try:
        module = parse(read_text(root, path), path)
    except SyntaxError:
        return
    for name in _mentioned(module, path):
        parts = name.split(".")
        for end in range(1, len(parts) + 1):
            if found := modules.get(".".join(parts[:end])):
                yield found


def _mentioned(module: ast.Module, path: str) -> Iterator[str]:
    for node in ast.walk(module):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=source, names=names, level=level):
                for start in _starts(source or "", level, path):
                    yield start
                    yield from (f"{start}.{alias.name}" for alias in names)
            case ast.Constant(value=str(text)) if _DOTTED.fullmatch(text):
                yield text.partition(":")[0]
            case _:
                pass


def _starts(source: str, level: int, path: str) -> Iterator[str]:
    """Yield what ``from … import`` starts at; several where it is relative."""
    if not level:
        yield source
        return
    for name in module_names(path):
        parts = name.split(".") + ([""] if path.endswith("/__init__.py") else [])
        yield ".".join([*parts[:-level], *([source] if source else [])])
