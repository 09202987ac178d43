import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.config import Settings
from app.main import create_app

ROOT = Path(__file__).parents[1]
APP = ROOT / "app"
MODULES = {path: ast.parse(path.read_text("utf-8")) for path in APP.rglob("*.py")}
DOMAINS = sorted(path.parent.name for path in APP.glob("*/router.py"))
COMPOSITION = {APP / "main.py"}  # creates what the dependencies hand out


def name_of(node: ast.expr) -> str:
    """Return the last part of a dotted name, empty for any other expression."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def calls_of(tree: ast.AST, function: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) == function:
            yield node


def dependency_functions() -> set[str]:
    """Return the names of all functions that some `Depends(...)` calls."""
    return {
        name_of(call.args[0])
        for tree in MODULES.values()
        for call in calls_of(tree, "Depends")
        if call.args
    } - {""}


def aliases() -> Iterator[tuple[str, str]]:
    """Yield the name and the type of each alias `Annotated[type, Depends(...)]`."""
    for tree in MODULES.values():
        for node in tree.body:
            if not isinstance(node, ast.Assign) or not any(calls_of(node, "Depends")):
                continue
            if isinstance(node.value, ast.Subscript):
                kind, *_ = ast.unparse(node.value.slice).partition(",")
                yield name_of(node.targets[0]), kind.strip("( ")


def test_dependency_function_is_called_by_fastapi_alone() -> None:
    functions = dependency_functions()
    called = {
        (path.relative_to(APP).as_posix(), name_of(node.func))
        for path, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node.func) in functions
    }

    assert functions >= {"get_session", "get_settings", "get_current_user"}
    assert called == set()


def test_app_state_is_read_by_dependency_functions_alone() -> None:
    readers = {
        function.name
        for path, tree in MODULES.items()
        if path not in COMPOSITION
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and ast.unparse(node).endswith("app.state")
    }

    assert "get_settings" in readers
    assert readers <= dependency_functions()


@pytest.mark.parametrize(("name", "kind"), sorted(set(aliases())))
def test_alias_is_named_for_its_type_or_its_meaning(name: str, kind: str) -> None:
    """`Dep` follows the name of a class; any other alias states a meaning."""
    if name.endswith("Dep"):
        assert kind.partition(" |")[0].endswith(name.removesuffix("Dep"))
    else:
        assert not name.lower().endswith(("depends", "dependency", "annotation"))


def test_router_prefix_is_the_name_of_its_package() -> None:
    prefixes = {
        path.parent.name: {
            ast.literal_eval(keyword.value).strip("/").replace("-", "_")
            for call in calls_of(tree, "APIRouter")
            for keyword in call.keywords
            if keyword.arg == "prefix"
        }
        for path, tree in MODULES.items()
        if path.name == "router.py"
    }

    assert prefixes.pop("health") == set()  # probes have fixed paths
    assert prefixes == {name: {name} for name in prefixes}


def test_every_domain_has_a_folder_of_tests() -> None:
    tested = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}

    assert [name for name in DOMAINS if name not in tested] == []


def test_every_domain_with_tables_protects_them() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    protected = {
        module
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["type"] == "protected"
        for module in contract["protected_modules"]
    }
    tables = {
        f"app.{path.parent.name}.{path.stem}"
        for file in ("models.py", "repository.py")
        for path in APP.glob(f"*/{file}")
    }

    assert protected == tables, (
        "each domain with tables has a protected contract in pyproject.toml"
    )


def test_every_patch_requires_if_match() -> None:
    document = create_app(Settings()).openapi()
    unconditional = {
        path
        for path, operations in document["paths"].items()
        if "patch" in operations
        and "if-match"
        not in {
            parameter["name"].lower()
            for parameter in operations["patch"].get("parameters", [])
        }
    }

    assert unconditional == set()


def test_no_task_shares_a_session_by_gather() -> None:
    assert [
        path for path, tree in MODULES.items() if any(calls_of(tree, "gather"))
    ] == []
