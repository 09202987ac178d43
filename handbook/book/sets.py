"""Sets of files to copy: all that a small `main.py` needs of the app."""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution, packages_distributions
from pathlib import Path, PurePosixPath

from handbook.book.needs import closure, home_of, modules_of
from handbook.common.errors import HandbookError
from handbook.common.files import ROOT, parse, read_text, read_toml

FOLDER = "examples/patterns/sets/"
PROJECT = "examples/shop/pyproject.toml"

_NAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True)
class CopySet:
    """A `main.py`, the files of the app that it needs, and what else that takes.

    ``files`` are relative to the repository. ``packages`` are requirements as the app
    declares them, ``settings`` the variables that `main.py` reads.
    """

    name: str
    main: str
    files: tuple[str, ...]
    packages: tuple[str, ...]
    settings: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """All files, with `main.py`."""
        return (self.main, *self.files)


def read(name: str, root: Path = ROOT) -> CopySet:
    """Return a set.

    Raises HandbookError where there is none of that name, or where it imports what
    the app does not declare.
    """
    main = f"{FOLDER}{name}/main.py"
    if not (root / main).is_file():
        raise HandbookError(f"no set {name!r}", fix=f"write {main}")
    every = closure([main], root)
    return CopySet(
        name=name,
        main=main,
        files=tuple(sorted(every - {main})),
        packages=tuple(sorted(_packages(every, root))),
        settings=tuple(sorted(_settings(main, root))),
    )


def names(root: Path = ROOT) -> list[str]:
    """Return the names of all sets."""
    return sorted(file.parent.name for file in (root / FOLDER).glob("*/main.py"))


def test_of(name: str) -> str:
    """Return the module of the test that runs a set."""
    return f"tests/patterns/sets/test_{name}.py"


def place(path: str) -> str:
    """Return where a file of the app goes in the reader's project."""
    return path.removeprefix("examples/shop/")


def _packages(paths: frozenset[str], root: Path) -> set[str]:
    declared = _declared(root)
    return {
        _requirement(module, path, declared)
        for path in paths
        for module in modules_of(path, root)
        if not home_of(module, root) and not _is_built_in(module)
    }


def _is_built_in(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names


def _requirement(module: str, path: str, declared: Mapping[str, str]) -> str:
    brought = distribution_of(module)
    if brought not in declared:
        raise HandbookError(
            f"imports {module} of {brought}, which {PROJECT} does not declare",
            path=path,
            fix="declare it, or do without it",
        )
    return declared[brought]


@cache
def _declared(root: Path) -> Mapping[str, str]:
    """Return the requirements of the app by the names of their distributions."""
    written: list[str] = read_toml(root, PROJECT)["project"]["dependencies"]
    found = ((_NAME.match(each), each) for each in written)
    return {name[0]: each for name, each in found if name}


@cache
def _distributions() -> Mapping[str, list[str]]:
    return packages_distributions()


@cache
def distribution_of(module: str) -> str:
    """Return the distribution that brings a module, by its name on an index.

    One namespace, such as `opentelemetry`, may be of several. Raises HandbookError
    where none is installed.
    """
    top, _, rest = module.partition(".")
    found = sorted(set(_distributions().get(top, ())))
    if len(found) > 1:
        folder = PurePosixPath(top, rest.partition(".")[0]).as_posix()
        found = [name for name in found if _brings(name, folder)]
    if len(found) != 1:
        raise HandbookError(f"{module} is of {len(found)} distributions", fix="name it")
    return found[0].lower().replace("_", "-")


def _brings(name: str, folder: str) -> bool:
    files = distribution(name).files or ()
    return any(str(file).startswith(folder) for file in files)


def _settings(main: str, root: Path) -> Iterator[str]:
    """Yield the names of the variables that a file reads from `os.environ`."""
    for node in ast.walk(parse(read_text(root, main), main)):
        match node:
            case ast.Subscript(
                value=ast.Attribute(value=ast.Name(id="os"), attr="environ"),
                slice=ast.Constant(value=str() as name),
            ):
                yield name
            case _:
                pass
