"""Whether the imports shown for some lines are exactly those that the lines use.

It reads the source by itself: in code that it shared with the renderer, a fault of the
renderer would hide.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from handbook.proof.spans import Lines
from handbook.sources.lines import split_lines

type Alias = tuple[str, str, str | None]
"""From which module, which name, under which other name."""

type Import = ast.Import | ast.ImportFrom

_IDENTIFIER = re.compile(r"[^\W\d]\w*")


def import_faults(
    shown: str, source: str, path: str, ranges: Sequence[Lines]
) -> Iterator[str]:
    """Yield what is wrong with the imports shown for some lines of ``source``."""
    try:
        statements = ast.parse(shown).body
    except SyntaxError:
        yield f"{shown.strip()!r} is no import"
        return
    written: list[Import] = []
    for statement in statements:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            written.append(statement)
        else:
            yield f"{ast.unparse(statement)!r} is no import"
    ours = set(_aliases(written))
    module = ast.parse(source)
    known = set(_aliases(ast.walk(module)))
    for origin, name, _ in sorted(ours - known, key=str):
        yield f"{path} does not import {origin}.{name}"
    yield from (f"its lines do not use {n}" for n in _unused(ours, source, ranges))
    yield from (f"it lacks the import of {n}" for n in _lacking(ours, module, ranges))


def _aliases(nodes: Iterable[ast.AST]) -> Iterator[Alias]:
    for node in nodes:
        match node:
            case ast.Import(names=names):
                yield from (("", alias.name, alias.asname) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                start = "." * level + (module or "")
                yield from ((start, alias.name, alias.asname) for alias in names)
            case _:
                pass


def _bound(alias: Alias) -> str:
    """Return the name under which the code uses an import."""
    origin, name, other = alias
    return other or (name if origin else name.partition(".")[0])


def _unused(ours: set[Alias], source: str, ranges: Sequence[Lines]) -> list[str]:
    lines = split_lines(source)
    text = "\n".join("\n".join(lines[first - 1 : last]) for first, last in ranges)
    return sorted({_bound(alias) for alias in ours} - set(_IDENTIFIER.findall(text)))


def _lacking(
    ours: set[Alias], module: ast.Module, ranges: Sequence[Lines]
) -> list[str]:
    names = {
        node.id
        for node in ast.walk(module)
        if isinstance(node, ast.Name) and _within(node, ranges)
    }
    outside = (n for n in _at_the_top(module.body) if not _within(n, ranges))
    return sorted(
        _bound(alias)
        for alias in set(_aliases(outside)) - ours
        if _bound(alias) in names
    )


def _at_the_top(body: Iterable[ast.stmt]) -> Iterator[Import]:
    """Yield a module's imports: those in functions serve no other code."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If):
            yield from _at_the_top(node.body)


def _within(node: ast.expr | ast.stmt, ranges: Sequence[Lines]) -> bool:
    return any(first <= node.lineno <= last for first, last in ranges)
