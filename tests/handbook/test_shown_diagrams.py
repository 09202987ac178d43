"""Each diagram is on a page, and what it names is in the code of the shop."""

import ast
import inspect
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from app.config import Settings
from app.core.database import Base
from app.core.dependencies import get_session
from app.core.rate_limits import limit_requests
from app.main import create_app
from app.models import load_models
from app.users.dependencies import get_current_user, get_verified_token
from handbook.book import blocks, book, diagrams
from handbook.book.diagrams import Diagram, Label
from handbook.common.files import ROOT

SHOP = ROOT / "examples/shop"
NAMES = diagrams.names(ROOT)
LIKE_CODE = re.compile(r"\w*_\w+|[A-Z]?[a-z]+[A-Z]\w*")


@cache
def drawn(name: str) -> Diagram:
    return diagrams.read(name, ROOT)


@cache
def modules() -> dict[str, ast.Module]:
    files = (SHOP / "app").rglob("*.py")
    return {
        file.relative_to(SHOP).as_posix(): ast.parse(file.read_text(encoding="utf-8"))
        for file in files
    }


def defined(module: ast.Module) -> Iterator[str]:
    """Yield what a module defines or imports from a library, and `Class.method`."""
    for node in module.body:
        match node:
            case ast.ImportFrom(module=str(source)) if not source.startswith("app"):
                yield from (alias.name for alias in node.names)
            case ast.ClassDef():
                yield node.name
                yield from (f"{node.name}.{name}" for name in functions(node.body))
            case _:
                yield from functions([node])


def functions(nodes: Iterable[ast.stmt]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


@cache
def definitions() -> Counter[str]:
    return Counter(name for module in modules().values() for name in defined(module))


@cache
def identifiers() -> set[str]:
    text = "\n".join(ast.unparse(module) for module in modules().values())
    return set(re.findall(r"\w+", text))


def is_function(name: str, parent: str) -> bool:
    """Return whether one definition has the name: in full, or as its one method."""
    methods = [full for full in definitions() if full.endswith(f".{name}")]
    return name in definitions() or f"{parent}.{name}" in methods or len(methods) == 1


@cache
def routes() -> set[str]:
    paths = create_app(Settings()).openapi()["paths"]
    return {f"{m.upper()} {path}" for path, one in paths.items() for m in one}


@cache
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((SHOP / "compose.yaml").read_text())
    return dict(found["services"])


def tables() -> set[str]:
    load_models()
    return set(Base.metadata.tables)


def exists(kind: str | None, name: str, parent: str) -> bool:
    match kind:
        case "function":
            return is_function(name, parent)
        case "module":
            return any(Path(path).stem == name for path in modules())
        case "route":
            return name in routes()
        case "table":
            return name in tables()
        case _:
            return name in services()


def labels(diagram: Diagram) -> Iterator[tuple[str, Label]]:
    """Yield each label with the name of the shape around it."""
    for address, label in diagram.shapes.items():
        around = diagram.shapes.get(address.rpartition(".")[0])
        yield around.lines[0] if around else "", label
    for arrow in diagram.arrows:
        yield "", arrow.label


def test_every_diagram_is_on_one_page() -> None:
    shown = [
        block.argument
        for page in book.load().pages
        for block in blocks.flattened(blocks.scan(page.body, page.path))
        if block.name == "diagram"
    ]

    assert sorted(shown) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_source_is_formatted(name: str) -> None:
    d2 = Path(sys.executable).with_name("d2")
    path = ROOT / diagrams.path_of(name)

    assert subprocess.run([d2, "fmt", "--check", path], check=False).returncode == 0


@pytest.mark.parametrize("name", NAMES)
def test_every_name_in_a_diagram_is_in_the_code(name: str) -> None:
    unknown = [
        label.lines[0]
        for parent, label in labels(drawn(name))
        if label.kind and not exists(label.kind, label.lines[0], parent)
    ]

    assert unknown == []


@pytest.mark.parametrize("name", NAMES)
def test_words_that_look_like_code_are_in_the_code(name: str) -> None:
    words = " ".join(line for _, label in labels(drawn(name)) for line in label.lines)

    assert set(LIKE_CODE.findall(words)) <= identifiers()


@pytest.mark.parametrize("name", NAMES)
def test_name_in_code_has_a_class(name: str) -> None:
    plain = {
        label.lines[0]
        for _, label in labels(drawn(name))
        if label.lines and not label.kind
    }

    assert plain.isdisjoint(definitions().keys() | services().keys() | tables())


@pytest.mark.parametrize(
    "name", ["aera", "OrderService.aera", "add", "Orders", "POST /orders"]
)
def test_renamed_function_is_not_in_the_code(name: str) -> None:
    assert not exists("function", name, "")


def test_middleware_is_in_the_order_of_the_app() -> None:
    inside = drawn("request").inside("middleware")

    assert [label.lines[0] for label in inside] == [
        middleware.cls.__name__  # type: ignore[attr-defined]  # all of ours are classes
        for middleware in create_app(Settings()).user_middleware
    ]


def record(app: FastAPI, dependency: Callable[..., object], called: list[str]) -> None:
    """Let the app call a stand-in that needs what the dependency needs."""

    async def note(**_: object) -> None:
        called.append(dependency.__name__)

    note.__signature__ = inspect.signature(dependency)  # type: ignore[attr-defined]  # FastAPI reads it
    app.dependency_overrides[dependency] = note


async def test_dependencies_are_in_the_order_of_their_calls() -> None:
    app, called = create_app(Settings()), list[str]()
    app.state.rate_limiter = app.state.database = None  # the stand-ins use neither
    known = (get_current_user, get_session, get_verified_token, limit_requests)
    for dependency in known:
        record(app, dependency, called)

    async with AsyncClient(transport=ASGITransport(app), base_url="http://t") as client:
        await client.post("/api/v1/orders")

    inside = drawn("request").inside("dependencies")
    assert [label.lines[0] for label in inside] == called


def test_layers_are_those_of_the_contract() -> None:
    settings = tomllib.loads((SHOP / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    rows = [re.findall(r"\w+", row) for row in contracts[0]["layers"]]
    diagram = drawn("layers")
    level = {name: number for number, row in enumerate(rows) for name in row}

    assert contracts[0]["name"] == "Calls go down"
    assert {label.lines[0] for label in diagram.shapes.values()} == level.keys()
    assert all(level[arrow.start] < level[arrow.end] for arrow in diagram.arrows)


def test_arrow_between_layers_is_an_import() -> None:
    imports = {
        (Path(path).stem, (node.module or "").rpartition(".")[2])
        for path, module in modules().items()
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
    }

    assert {(a.start, a.end) for a in drawn("layers").arrows} <= imports


def test_deployment_has_every_service_and_its_networks() -> None:
    diagram, known = drawn("deployment"), services()
    named = {a: label.lines[0] for a, label in diagram.shapes.items() if label.kind}
    networks = {
        name: set(service.get("networks", ["default"]))
        for name, service in known.items()
    }
    arrows = [
        (named[arrow.start], named[arrow.end])
        for arrow in diagram.arrows
        if arrow.start in named
    ]

    assert set(named.values()) == known.keys()
    assert [a for a in arrows if networks[a[0]].isdisjoint(networks[a[1]])] == []


def test_deployment_shows_the_public_ports_and_the_built_image() -> None:
    diagram, known = drawn("deployment"), services()
    public = {
        diagram.shapes[a.end].lines[0] for a in diagram.arrows if a.start == "client"
    }
    built = {label.lines[0] for label in diagram.inside("image")}

    assert public == {name for name, service in known.items() if "ports" in service}
    assert built == {name for name, service in known.items() if "build" in service}
