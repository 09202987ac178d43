import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution, packages_distributions

from schema import CONFIG_FILE

SHOP = CONFIG_FILE.parent
DISTRIBUTIONS = packages_distributions()
DRIVERS = {"aiosqlite", "asyncpg"}  # named by the database's URL
SERVER = {"uvicorn", "httptools", "uvloop"}
BY_FASTAPI = {"python-multipart"}  # reads forms


def declared() -> set[str]:
    """Return the distributions that `pyproject.toml` asks for."""
    project = tomllib.loads((SHOP / "pyproject.toml").read_text())["project"]
    return {re.split(r"[\[><= ]", text)[0] for text in project["dependencies"]}


def imported() -> Iterator[str]:
    """Yield the modules of others that the app and its migrations import."""
    for folder in ("app", "migrations"):
        for path in (SHOP / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Import):
                    yield from (alias.name for alias in node.names)
                if isinstance(node, ast.ImportFrom):
                    module = node.module or ""
                    yield from (f"{module}.{alias.name}" for alias in node.names)


def normalized(name: str) -> str:
    """Return the name as indexes spell it."""
    return name.lower().replace("_", "-")


def distributed_by(module: str) -> str:
    """Return who brings a module; one namespace may be of several."""
    top, _, rest = module.partition(".")
    [*found] = DISTRIBUTIONS[top]
    if len(found) == 1:
        return normalized(found[0])
    folder = f"{top}/{rest.partition('.')[0]}"
    [owner] = [
        name
        for name in found
        if any(str(file).startswith(folder) for file in distribution(name).files or ())
    ]
    return normalized(owner)


def test_what_is_imported_is_declared_and_nothing_else() -> None:
    foreign = {
        module
        for module in imported()
        if module.partition(".")[0] not in {*sys.stdlib_module_names, "app"}
    }

    assert declared() == {
        *{distributed_by(each) for each in foreign},
        *DRIVERS,
        *SERVER,
        *BY_FASTAPI,
    }
