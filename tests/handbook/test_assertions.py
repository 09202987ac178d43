"""A test that asserts nothing would prove whatever it runs."""

import ast
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from handbook.common.files import ROOT
from handbook.proof.scope import TEST_ROOTS
from handbook.sources.python import last_name

_TELLING = ("raises", "warns", "check", "test_")


def asserts(test: ast.AST) -> bool:
    """Say whether a test asserts, expects an exception, or names what does."""
    return any(
        isinstance(node, ast.Assert) or last_name(node).startswith(_TELLING)
        for node in ast.walk(test)
    )


def telling(functions: Mapping[str, ast.AST], known: Collection[str] = ()) -> set[str]:
    """Return the functions that assert, by themselves or by what they call."""
    calls = {
        name: {last_name(inner) for inner in ast.walk(node)}
        for name, node in functions.items()
    }
    all_found: set[str] = set()
    found = {
        name
        for name, node in functions.items()
        if asserts(node) or calls[name].intersection(known)
    }
    while found:  # a caller of a function that asserts does so too, at any depth
        all_found |= found
        callers = {name for name, called in calls.items() if called & all_found}
        found = callers - all_found
    return all_found


def silent_tests(file: Path, helpers: Collection[str] = ()) -> Iterator[str]:
    """Yield the tests that assert nothing; ``helpers`` are functions that do."""
    functions = functions_of(file)
    tests = {name for name in functions if name.startswith("test_")}
    for name in sorted(tests - telling(functions, helpers)):
        yield f"{file.name}::{name}"


def functions_of(file: Path) -> dict[str, ast.AST]:
    return dict(_functions(ast.parse(file.read_text(encoding="utf-8"))))


def _functions(module: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.walk(module):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name, node
            case _:
                pass


def test_every_test_that_proves_something_asserts() -> None:
    files = {file for root in TEST_ROOTS for file in (ROOT / root).rglob("*.py")}
    tests = {file for file in files if file.name.startswith("test_")}
    shared = [telling(functions_of(file)) for file in files - tests]
    helpers = frozenset[str]().union(*shared)

    assert tests
    assert helpers
    assert [
        name for file in sorted(tests) for name in silent_tests(file, helpers)
    ] == []


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


def test_helper_of_another_module_asserts_for_its_callers(tmp_path: Path) -> None:
    file = tmp_path / "test_x.py"
    file.write_text("def test_a():\n    refused()\n\ndef test_b():\n    asked()\n")

    assert list(silent_tests(file, {"refused"})) == ["test_x.py::test_b"]
