"""Find Python symbols by their qualified names."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from handbook.common.errors import HandbookError
from handbook.common.files import parse
from handbook.sources.lines import (
    Found,
    Range,
    merged,
    split_lines,
    with_glued_comments,
    without_header,
    without_trailing_blanks,
)

IMPORT = "import"
"""Names the import block; a keyword, so that no symbol can be called so."""

type Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Symbol:
    """A statement that binds a name; ``owner`` is the class around it."""

    name: str
    node: ast.stmt
    owner: ast.ClassDef | None


def find(source: str, names: Sequence[str], path: str) -> Found:
    """Return where ``names`` lie in ``source``; no name means the whole module.

    Several members of one class bring the class's header along. A name that is
    bound several times (overloads, a property and its setter) means all of them.

    Raises HandbookError where a name isn't bound in the module.
    """
    lines = split_lines(source)
    if not names:
        return Found((without_header(source),))
    module = parse(source, path)
    symbols = list(walk(module))
    picked = [symbol for name in names for symbol in _pick(symbols, name, source, path)]
    blocks = [_block(symbol.node, lines) for symbol in picked]
    if len(names) == 1:
        return Found(merged(lines, blocks), verbatim=verbatim_lines(module))
    headers = {_header(symbol.owner, lines) for symbol in picked if symbol.owner}
    whole = merged(lines, [*headers, *blocks])
    return Found(whole, _goes_on(picked), verbatim_lines(module))


def walk(module: ast.Module) -> Iterator[Symbol]:
    """Yield every symbol that the module's statements bind, outermost first."""
    yield from _walk(module.body, "", None)


def _walk(
    body: Sequence[ast.stmt], prefix: str, owner: ast.ClassDef | None
) -> Iterator[Symbol]:
    for node in body:
        for name in _bound(node):
            yield Symbol(prefix + name, node, owner)
        if isinstance(node, ast.ClassDef):
            yield from _walk(node.body, f"{prefix}{node.name}.", node)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _walk(node.body, f"{prefix}{node.name}.", None)
        else:
            yield from _walk(_inner(node), prefix, owner)


def _bound(node: ast.stmt) -> list[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return [node.name]
        case ast.Assign(targets=targets):
            return [name for target in targets for name in _names(target)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case ast.TypeAlias(name=ast.Name(id=name)):
            return [name]
        case _:
            return []


def _names(target: ast.expr) -> list[str]:
    """Return the names that an assignment binds: `a[KEY] = 1` binds none."""
    match target:
        case ast.Name(id=name):
            return [name]
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            return [name for inner in targets for name in _names(inner)]
        case ast.Starred(value=value):
            return _names(value)
        case _:
            return []


def _inner(node: ast.stmt) -> list[ast.stmt]:
    handlers = getattr(node, "handlers", [])
    blocks = [getattr(node, field, []) for field in ("body", "orelse", "finalbody")]
    blocks += [handler.body for handler in handlers]
    return [statement for block in blocks for statement in block]


def _pick(symbols: Sequence[Symbol], name: str, source: str, path: str) -> list[Symbol]:
    if name == IMPORT:
        return _imports(source, path)
    picked = [symbol for symbol in symbols if symbol.name == name]
    if picked:
        return picked
    known = sorted({symbol.name for symbol in symbols})
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    last = name.rpartition(".")[2]
    near += [
        other for other in known if other.endswith(f".{last}") and other not in near
    ]
    hint = (
        f"did you mean {' or '.join(near)}?" if near else f"it has {', '.join(known)}"
    )
    raise HandbookError(f"{path} has no symbol {name!r}", fix=hint)


def _imports(source: str, path: str) -> list[Symbol]:
    module = parse(source, path)
    nodes = [n for n in module.body if isinstance(n, ast.Import | ast.ImportFrom)]
    if not nodes:
        raise HandbookError(f"{path} imports nothing", fix="name a symbol instead")
    return [Symbol(IMPORT, node, None) for node in nodes]


def _block(node: ast.stmt, lines: Sequence[str]) -> Range:
    first = _first_line(node)
    return Range(with_glued_comments(lines, first), node.end_lineno or node.lineno)


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _header(node: ast.ClassDef, lines: Sequence[str]) -> Range:
    first_inside = with_glued_comments(lines, _first_line(node.body[0]))
    return without_trailing_blanks(lines, _first_line(node), first_inside - 1)


def _goes_on(picked: Sequence[Symbol]) -> bool:
    last = max(picked, key=lambda symbol: symbol.node.lineno)
    return last.owner is not None and last.owner.body[-1] is not last.node


def verbatim_lines(module: ast.Module) -> frozenset[int]:
    """Return the lines that a string holds from its second line on.

    Docstrings are left out: they are read with their indentation taken away.
    """
    statements = (node for node in ast.walk(module) if isinstance(node, ast.Expr))
    docstrings = {id(node.value) for node in statements}
    return frozenset(
        line
        for node in ast.walk(module)
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in docstrings
        for line in range(node.lineno + 1, (node.end_lineno or node.lineno) + 1)
    )


def last_name(node: ast.AST) -> str:
    """Return the last part of a dotted name; empty for anything else."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
