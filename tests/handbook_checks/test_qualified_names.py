"""A check finds a violation however the file imports the library."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.common.files import ROOT
from handbook_checks.findings import find
from handbook_checks.rules import load

WRONG = ROOT / "examples/antipatterns"
LIBRARIES = {"fastapi", "httpx", "jwt", "pydantic", "sqlalchemy", "starlette"}


def qualified(source: str) -> str:
    """Return the source with `import fastapi` and `fastapi.Depends`, for instance."""
    tree, names = ast.parse(source), dict[str, str]()
    changes: list[tuple[int, int, str]] = []
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def replace(node: ast.stmt | ast.expr, text: str) -> None:
        assert node.end_lineno
        assert node.end_col_offset is not None
        start = starts[node.lineno - 1] + node.col_offset
        changes.append((start, starts[node.end_lineno - 1] + node.end_col_offset, text))

    for node in imports(tree):
        names |= {
            each.asname or each.name: f"{node.module}.{each.name}"
            for each in node.names
        }
        replace(node, f"import {node.module}")
    for expression in ast.walk(tree):
        if isinstance(expression, ast.Name) and expression.id in names:
            replace(expression, names[expression.id])
    text = source.encode()
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new.encode() + text[end:]
    return text.decode()


def imports(tree: ast.Module) -> Iterator[ast.ImportFrom]:
    """Yield the statements that import names from one of the libraries."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            library, _, _ = (node.module or "").partition(".")
            if library in LIBRARIES:
                yield node


def found(folder: Path) -> set[tuple[str, str]]:
    """Return each file with the code of an ast-grep rule that it violates."""
    return {
        (each.path, each.check)
        for each in find([folder], load())
        if each.check.startswith("ast-grep ")
    }


def test_qualified_names_replace_imported_ones() -> None:
    source = "from fastapi import Depends\n\nx: int = Depends(y)\n"

    assert qualified(source) == "import fastapi\n\nx: int = fastapi.Depends(y)\n"


def test_every_violation_is_found_with_qualified_names_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings: list[set[tuple[str, str]]] = []
    for name, change in (("imported", str), ("qualified", qualified)):
        for file in WRONG.rglob("*.py"):
            copy = tmp_path / name / file.relative_to(WRONG)
            copy.parent.mkdir(parents=True, exist_ok=True)
            text = change(file.read_text(encoding="utf-8"))
            copy.write_text(text, encoding="utf-8")
        monkeypatch.chdir(tmp_path / name)
        findings.append(found(Path()))

    expected, actual = findings
    assert len(expected) > 100
    assert expected - actual == set()
