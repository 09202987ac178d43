"""What a shown method uses of its class: attributes, other methods, the constructor."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.book.snippets import Span
from handbook.common.files import parse, read_text
from handbook.sources.lines import Range
from handbook.sources.python import Symbol, walk

_CONSTRUCTOR = "__init__"
_DATACLASS = "dataclass"


@dataclass(frozen=True)
class Member:
    """An attribute that a method reads: ``words`` say what it is.

    ``symbol`` is where the class defines it.
    """

    name: str
    words: str
    symbol: str


@dataclass(frozen=True)
class Methods:
    """The class of shown methods, how it is built, and what they use of it."""

    owner: str
    constructor: str
    members: tuple[Member, ...]


def methods_of(span: Span, root: Path) -> tuple[Methods, ...]:
    """Return what the shown methods need that the span does not show."""
    module = parse(read_text(root, span.path), span.path)
    symbols = list(walk(module))
    owners = {id(s.owner): s for s in symbols if s.owner and _is_shown(s, span.ranges)}
    found = (_methods(symbol, symbols, span.ranges) for symbol in owners.values())
    return tuple(each for each in found if each.constructor or each.members)


def _is_shown(symbol: Symbol, ranges: Sequence[Range]) -> bool:
    return _within(symbol.node, ranges) and _is_function(symbol.node)


def _within(node: ast.stmt | ast.expr, ranges: Sequence[Range]) -> bool:
    return any(block.first <= node.lineno <= block.last for block in ranges)


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def _methods(
    method: Symbol, symbols: Sequence[Symbol], ranges: Sequence[Range]
) -> Methods:
    owner = method.name.rpartition(".")[0]
    inside = {
        symbol.name.rpartition(".")[2]: symbol
        for symbol in symbols
        if symbol.owner is method.owner
    }
    shown = [s for s in inside.values() if _is_shown(s, ranges)]
    used = sorted({name for symbol in shown for name in _attributes(symbol.node)})
    members = [_member(name, owner, inside, ranges) for name in used]
    is_whole = all(_within(symbol.node, ranges) for symbol in inside.values())
    constructor = (
        "" if is_whole or _is_built_here(inside, ranges) else _built(owner, inside)
    )
    return Methods(owner, constructor, tuple(filter(None, members)))


def _attributes(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        match inner:
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                yield name
            case _:
                pass


def _member(
    name: str, owner: str, inside: dict[str, Symbol], ranges: Sequence[Range]
) -> Member | None:
    if symbol := inside.get(name):
        if _within(symbol.node, ranges):
            return None
        return Member(name, _kind(symbol.node, owner), symbol.name)
    for symbol in inside.values():
        for node in ast.walk(symbol.node):
            if value := _assigned(node, name):
                if _within(value, ranges):
                    return None
                return Member(name, f"set to `{_one_line(value)}`", symbol.name)
    return Member(name, f"inherited from a base of `{owner}`", owner)


def _kind(node: ast.stmt, owner: str) -> str:
    match node:
        case ast.AnnAssign(annotation=annotation):
            return f"`{ast.unparse(annotation)}`, an attribute of `{owner}`"
        case ast.FunctionDef(decorator_list=[ast.Name(id="property"), *_]):
            return f"a property of `{owner}`"
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return f"a method of `{owner}`"
        case _:
            return f"an attribute of `{owner}`"


def _assigned(node: ast.AST, name: str) -> ast.expr | None:
    """Return what a statement assigns to the attribute of that name."""
    match node:
        case ast.Assign(
            targets=[ast.Attribute(value=ast.Name(id="self"), attr=attribute)],
            value=value,
        ) if attribute == name:
            return value
        case ast.AnnAssign(
            target=ast.Attribute(value=ast.Name(id="self"), attr=attribute),
            value=ast.expr() as value,
        ) if attribute == name:
            return value
        case _:
            return None


def _one_line(value: ast.expr) -> str:
    return " ".join(ast.unparse(value).split())


def _is_built_here(inside: dict[str, Symbol], ranges: Sequence[Range]) -> bool:
    constructor = inside.get(_CONSTRUCTOR)
    return constructor is not None and _within(constructor.node, ranges)


def _built(owner: str, inside: dict[str, Symbol]) -> str:
    """Return the class as a call of its constructor."""
    constructor = inside.get(_CONSTRUCTOR)
    if constructor and isinstance(constructor.node, ast.FunctionDef):
        arguments = ast.unparse(constructor.node.args).removeprefix("self")
        return f"{owner}({arguments.removeprefix(', ')})"
    holder = next(iter(inside.values())).owner
    if holder and any(_DATACLASS in ast.unparse(d) for d in holder.decorator_list):
        fields = [n for n in holder.body if isinstance(n, ast.AnnAssign)]
        return f"{owner}({', '.join(ast.unparse(field) for field in fields)})"
    return owner
