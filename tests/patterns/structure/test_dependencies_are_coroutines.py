"""Right code declares what it gives to `Depends` as PERF-001 asks."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PATTERNS = Path(__file__).parents[3] / "examples/patterns"


def depended_on(module: ast.Module) -> Iterator[str]:
    """Yield the names that a module gives to `Depends`."""
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Name(id="Depends"), args=[ast.Name(id=name)]):
                yield name
            case _:
                pass


MODULES = {
    path.relative_to(PATTERNS).as_posix(): tree
    for path in sorted(PATTERNS.rglob("*.py"))
    for tree in [ast.parse(path.read_text(encoding="utf-8"))]
    if any(depended_on(tree))
}


@pytest.mark.parametrize("path", MODULES)
def test_dependency_of_a_pattern_is_a_coroutine_function(path: str) -> None:
    functions = {
        node.name: node
        for node in ast.walk(MODULES[path])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    used = {name for name in depended_on(MODULES[path]) if name in functions}
    threaded = [n for n in used if isinstance(functions[n], ast.FunctionDef)]

    assert threaded == []
