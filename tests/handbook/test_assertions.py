"""A test that asserts nothing would prove whatever it runs."""

import ast
from collections.abc import Iterator
from pathlib import Path

from handbook.common.files import ROOT
from handbook.proof.scope import TEST_ROOTS

_TELLING = ("raises", "warns", "check", "test_")


def asserts(test: ast.AST) -> bool:
    """Say whether a test asserts, expects an exception, or names what does."""
    return any(
        isinstance(node, ast.Assert) or _name(node).startswith(_TELLING)
        for node in ast.walk(test)
    )


def _name(node: ast.AST) -> str:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def silent_tests(file: Path) -> Iterator[str]:
    functions = dict(_functions(ast.parse(file.read_text(encoding="utf-8"))))
    calls = {
        name: {_name(inner) for inner in ast.walk(node)}
        for name, node in functions.items()
    }
    telling: set[str] = set()
    found = {name for name, node in functions.items() if asserts(node)}
    while found:  # who calls what asserts does so too, at any depth
        telling |= found
        found = {name for name, called in calls.items() if called & telling} - telling
    for name in functions:
        if name.startswith("test_") and name not in telling:
            yield f"{file.name}::{name}"


def _functions(module: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.walk(module):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name, node
            case _:
                pass


def test_every_test_that_proves_something_asserts() -> None:
    files = [file for root in TEST_ROOTS for file in (ROOT / root).rglob("test_*.py")]

    assert files
    assert [name for file in files for name in silent_tests(file)] == []


def test_test_without_an_assertion_is_found(tmp_path: Path) -> None:
    file = tmp_path / "test_x.py"
    file.write_text(
        "def test_a():\n    1 + 1\n\n"
        "def test_b():\n    assert 1\n\n"
        "def told():\n    assert 1\n\n"
        "def test_c():\n    told()\n\n"
        "def passes_on():\n    told()\n\n"
        "def test_d():\n    passes_on()\n\n"
        "def says_nothing():\n    1 + 1\n\n"
        "def test_e():\n    says_nothing()\n"
    )

    assert list(silent_tests(file)) == ["test_x.py::test_a", "test_x.py::test_e"]
