"""How many distributions the shop needs, with and without its tools."""

import tomllib
from collections.abc import Callable, Iterable
from importlib.metadata import PackageNotFoundError, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

type Shown = Callable[[str], str]

SETTINGS = "examples/shop/pyproject.toml"


def closure(texts: Iterable[str]) -> set[str]:
    """Return the names of all distributions that these requirements install."""
    found: set[tuple[str, str]] = set()
    waiting = [(Requirement(text), "") for text in texts]
    while waiting:
        requirement, extra = waiting.pop()
        marker = requirement.marker
        if marker and not marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        for wanted in {"", *requirement.extras}:
            if (name, wanted) not in found:
                found.add((name, wanted))
                waiting += [(each, wanted) for each in needed(name)]
    return {name for name, _ in found}


def needed(name: str) -> list[Requirement]:
    """Return what a distribution requires; nothing where it is not installed."""
    try:
        return [Requirement(text) for text in requires(name) or ()]
    except PackageNotFoundError:
        return []


def test_service_is_no_package(shown: Shown) -> None:
    assert tomllib.loads(shown(f"{SETTINGS}::tool.uv"))["tool"]["uv"] == {
        "package": False
    }


def test_tools_are_outside_of_the_dependencies(
    shown: Shown, record_property: Callable[[str, object], None]
) -> None:
    dependencies = tomllib.loads(shown(f"{SETTINGS}::project"))["project"]
    groups = tomllib.loads(shown(f"{SETTINGS}::dependency-groups"))

    app = closure(dependencies["dependencies"])
    tools = closure(groups["dependency-groups"]["dev"]) - app

    assert {"fastapi", "sqlalchemy", "greenlet"} <= app
    assert {"pytest", "mypy", "ruff"} <= tools
    record_property(
        "shown:counts",
        f"app:         {len(app)} packages\ndev group: + {len(tools)} packages",
    )
