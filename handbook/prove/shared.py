"""What a test shares with others, as its source shows."""

import ast
from collections.abc import Iterator

_FILLS = {
    *("add", "append", "appendleft", "clear", "discard", "extend", "insert"),
    *("pop", "popitem", "remove", "setdefault", "update"),
}
_WORKERS = {"multiprocessing", "ProcessPoolExecutor", "to_process"}
"""What starts processes without an audit event."""


def keeps_state(source: str) -> bool:
    """Whether a function changes what outlives its call: globals, classes, caches.

    Rather one too many than one too few: what is reached through a name of the module
    and is changed counts, whatever it is.
    """
    module = _parsed(source)
    if module is None or _caches(module):
        return True
    return _fills(module, set(_outer_names(module)))


def _caches(module: ast.Module) -> bool:
    """Whether a decorator, or a name taken from functools, speaks of a cache."""
    named: set[str] = set()
    for node in ast.walk(module):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                for decorator in node.decorator_list:
                    named |= set(_names(decorator))
            case ast.ImportFrom(module="functools", names=names):
                named |= {alias.name for alias in names}
            case ast.Attribute(value=ast.Name(id="functools"), attr=name):
                named.add(name)
            case _:
                pass
    return any("cache" in name for name in named - {"cached_property"})


def _fills(node: ast.AST, outer: set[str]) -> bool:
    """Whether a function below the node changes what a name outside of it holds."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                visible = outer - set(_locals(child))
                if any(_changes(inner, visible) for inner in _own(child)):
                    return True
                if _fills(child, visible):
                    return True
            case _ if _fills(child, outer):
                return True
            case _:
                pass
    return False


def _own(function: ast.AST) -> Iterator[ast.AST]:
    """Yield what is in a function and in none within it."""
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
            yield from _own(child)
        else:
            yield from child.decorator_list
            for decorator in child.decorator_list:
                yield from ast.walk(decorator)


def starts_workers(source: str) -> bool:
    """Whether a module starts processes of which the interpreter reports nothing."""
    module = _parsed(source)
    return module is None or any(name in _WORKERS for name in _names(module))


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return None


def _names(module: ast.AST) -> Iterator[str]:
    for node in ast.walk(module):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                yield name.rpartition(".")[2]
            case ast.ImportFrom(module=str(name)):
                yield name
            case _:
                pass


def _outer_names(module: ast.Module) -> Iterator[str]:
    """Yield the names that modules and classes bind, those of imports included."""
    for node in module.body:
        for child in ast.walk(node):
            match child:
                case ast.alias(name=name, asname=other):
                    yield other or name.partition(".")[0]
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                    yield name
                case ast.Name(id=name, ctx=ast.Store()):
                    yield name
                case _:
                    pass


def _locals(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    nodes = list(ast.walk(function))
    shared = {n for node in nodes if isinstance(node, ast.Global) for n in node.names}
    for node in nodes:
        match node:
            case ast.arg(arg=name) if name != "cls":
                yield name
            case ast.Name(id=name, ctx=ast.Store()) if name not in shared:
                yield name
            case _:
                pass


def _changes(node: ast.AST, outer: set[str]) -> bool:
    match node:
        case ast.Global():
            return True
        case (
            ast.Attribute(ctx=ast.Store() | ast.Del(), value=value)
            | ast.Subscript(ctx=ast.Store() | ast.Del(), value=value)
        ):
            return _root(value) in outer | {"cls"}
        case ast.Call(func=ast.Attribute(attr=name, value=value)) if name in _FILLS:
            return _root(value) in outer | {"cls"}
        case _:
            return False


def _root(node: ast.expr) -> str:
    """Return the name that a chain of attributes and keys begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
