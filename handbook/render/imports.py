"""The imports that make a shown piece of Python work when it is copied alone."""

import ast
import builtins
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.book.needs import closure, module_path
from handbook.book.snippets import Span
from handbook.common.files import ROOT, parse, read_text
from handbook.sources.lines import Range
from handbook.sources.python import walk

_WIDTH = 88


@dataclass(frozen=True)
class Lean:
    """A symbol of the project that shown code uses: where it is defined."""

    name: str
    path: str
    symbol: str


@dataclass(frozen=True)
class WithImports:
    """Shown code and the import statements that it uses.

    ``leans`` are the project's own symbols that the code needs as well, ``direct`` the
    files that define them, and ``all`` these files with everything they import.
    """

    imports: str
    code: str
    leans: tuple[Lean, ...]
    direct: frozenset[str]
    all: frozenset[str]

    @property
    def text(self) -> str:
        """What a reader pastes: the imports, two blank lines, the code."""
        return f"{self.imports}\n\n{self.code}" if self.imports else self.code


def with_imports(span: Span, root: Path = ROOT) -> WithImports:
    """Return the span under exactly the imports that its code uses."""
    module = parse(read_text(root, span.path), span.path)
    used = _used(module, span.ranges)
    needed = [(node, _needed(node, used)) for node in _imports(module.body)]
    needed = [(node, aliases) for node, aliases in needed if aliases]
    lines = [
        _written(node, aliases)
        for node, aliases in needed
        if not _within(node, span.ranges)
    ]
    leans = [*_imported(needed, root), *_beside(module, used, span)]
    direct = frozenset(lean.path for lean in leans)
    every = closure(direct, root)
    return WithImports("".join(lines), span.text, tuple(leans), direct, every)


def _within(node: ast.stmt, ranges: Sequence[Range]) -> bool:
    return any(block.first <= node.lineno <= block.last for block in ranges)


def _used(module: ast.Module, ranges: Sequence[Range]) -> set[str]:
    shown = [node for node in ast.walk(module) if _is_shown(node, ranges)]
    unquoted = [node for annotation in shown for node in _unquoted(annotation)]
    return {node.id for node in (*shown, *unquoted) if isinstance(node, ast.Name)}


def _is_shown(node: ast.AST, ranges: Sequence[Range]) -> bool:
    line = getattr(node, "lineno", 0)
    return any(block.first <= line <= block.last for block in ranges)


def _unquoted(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what an annotation names that is written as a string."""
    for field in ("annotation", "returns"):
        annotation = getattr(node, field, None)
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            yield from ast.walk(ast.parse(annotation.value))


type Import = ast.Import | ast.ImportFrom


def _imports(body: Sequence[ast.stmt]) -> Iterator[Import]:
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If):
            yield from _imports(node.body)


def _needed(node: Import, used: set[str]) -> list[ast.alias]:
    return [alias for alias in node.names if _bound(alias) in used]


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _written(node: Import, aliases: Sequence[ast.alias]) -> str:
    names = [f"{a.name} as {a.asname}" if a.asname else a.name for a in aliases]
    if isinstance(node, ast.Import):
        return "".join(f"import {name}\n" for name in names)
    start = f"from {'.' * node.level}{node.module or ''} import "
    line = start + ", ".join(names)
    if len(line) <= _WIDTH:
        return f"{line}\n"
    return f"{start}(\n" + "".join(f"    {name},\n" for name in names) + ")\n"


def _imported(
    statements: Sequence[tuple[Import, list[ast.alias]]], root: Path
) -> Iterator[Lean]:
    for node, aliases in statements:
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in aliases:
                if lean := _lean(node.module, alias, root):
                    yield lean


def _lean(module: str, alias: ast.alias, root: Path) -> Lean | None:
    whole = module_path(f"{module}.{alias.name}", root)
    if whole:
        return Lean(_bound(alias), whole, "")
    path = module_path(module, root)
    return Lean(_bound(alias), path, alias.name) if path else None


def _beside(module: ast.Module, used: set[str], span: Span) -> Iterator[Lean]:
    symbols = {
        symbol.name: symbol.node for symbol in walk(module) if "." not in symbol.name
    }
    for name in sorted(used & symbols.keys()):
        if name not in dir(builtins) and not _within(symbols[name], span.ranges):
            yield Lean(name, span.path, name)
