"""The form of a harm test, read from its source: no test has to run for it."""

import ast
import builtins
from collections.abc import Iterator, Mapping
from pathlib import Path

from handbook.common.errors import HandbookError
from handbook.common.files import parse, read_text
from handbook.prove.header import Header
from handbook.sources.python import last_name

type Function = ast.FunctionDef | ast.AsyncFunctionDef

_COMMON = {*dir(builtins), "measured", "record_property", "pytest", "raises", "asyncio"}
"""Names that two tests share without measuring the same thing."""


def malformed(root: Path, declared: Mapping[str, Header]) -> list[HandbookError]:
    """Return the faults of each harm test's form.

    It asserts, it records a sentence with a value that it read, and another test of
    its module asserts something else of the same measure.
    """
    faults: dict[str, HandbookError] = {}
    for header in declared.values():
        for fault in _faults(root, header.harm) if header.harm else ():
            faults.setdefault(str(fault), fault)
    return list(faults.values())


def _faults(root: Path, harm: str) -> Iterator[HandbookError]:
    path, _, name = harm.partition("::")
    functions = _functions(parse(read_text(root, path), path))
    test = functions[name.rpartition("::")[2]]

    def fault(what: str, fix: str, line: int = test.lineno) -> HandbookError:
        return HandbookError(f"{test.name} {what}", path=path, line=line, fix=fix)

    if not _assertions(test):
        yield fault("asserts nothing", "assert what the wrong code did")
    sentences = list(_sentences(test))
    if not sentences:
        yield fault(
            "records nothing",
            'call the fixture: measured(f"It returned {value} instead of 2.")',
        )
    for sentence in sentences:
        if not _has_value(sentence):
            yield fault(
                "records a sentence without a measured value",
                "put what the test read between braces; a constant was not measured",
                sentence.lineno,
            )
    others = [f for f in functions.values() if f is not test and _is_test(f)]
    if not any(_is_twin(test, other) for other in others):
        yield fault(
            "has no twin",
            "take the same measure of the right code in another test of this module, "
            "and assert the opposite",
        )


def _functions(module: ast.Module) -> dict[str, Function]:
    return {
        node.name: node
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _is_test(function: Function) -> bool:
    return function.name.startswith("test_")


def _is_twin(test: Function, other: Function) -> bool:
    """Whether another test measures the same, and asserts something else of it."""
    differs = _assertions(test) ^ _assertions(other)
    return bool(differs and _measures(test) & _measures(other) - _COMMON)


def _assertions(test: Function) -> set[str]:
    """Return what a test asserts and which exceptions it expects, as source."""
    found: set[str] = set()
    for node in ast.walk(test):
        match node:
            case ast.Assert():
                found.add(ast.unparse(node.test))
            case ast.Call(func=func) if last_name(func) in {"raises", "warns"}:
                found.add(ast.unparse(node))
            case _:
                pass
    return found


def _measures(test: Function) -> set[str]:
    """Return the names of what a test calls and of what it asserts about."""
    asserted = [n.test for n in ast.walk(test) if isinstance(n, ast.Assert)]
    called = {last_name(n.func) for n in ast.walk(test) if isinstance(n, ast.Call)}
    return called.union(*(_names(node) for node in asserted)) - {""}


def _sentences(test: Function) -> Iterator[ast.expr]:
    """Yield what the test hands to ``measured``, or records under that name."""
    for node in ast.walk(test):
        match node:
            case ast.Call(func=ast.Name(id="measured"), args=[sentence]):
                yield sentence
            case ast.Call(
                func=ast.Name(id="record_property"),
                args=[ast.Constant(value="measured"), sentence],
            ):
                yield sentence
            case _:
                pass


def _has_value(sentence: ast.expr) -> bool:
    """Whether a sentence holds a value that is not a constant of its module."""
    values = (n.value for n in ast.walk(sentence) if isinstance(n, ast.FormattedValue))
    return any(not name.isupper() for value in values for name in _names(value))


def _names(node: ast.AST) -> set[str]:
    return {last_name(inner) for inner in ast.walk(node)} - {""}
