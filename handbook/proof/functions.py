"""Which lines of a module lie inside functions, and what stays when they go."""

import ast
import hashlib
from collections.abc import Iterable, Iterator, Sequence

type Function = ast.FunctionDef | ast.AsyncFunctionDef


def function_lines(source: str) -> dict[int, str]:
    r"""Return for each line of a function's body the function's qualified name.

    The innermost function counts; the head and the docstring are no body.

    ```python
    from handbook.proof.functions import function_lines

    print(function_lines("def half(x):\n    return x / 2"))
    #> {2: 'half'}
    ```
    """
    found: dict[int, str] = {}
    for name, function in _functions(ast.parse(source), ""):
        for statement in _without_docstring(function.body):
            last = statement.end_lineno or statement.lineno
            found |= dict.fromkeys(range(_first_line(statement), last + 1), name)
    return found


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, Function]]:
    """Yield functions with their names, the outer before the inner."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + child.name, child
            yield from _functions(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{prefix}{child.name}.")
        else:
            yield from _functions(child, prefix)


def _without_docstring(body: Sequence[ast.stmt]) -> Sequence[ast.stmt]:
    return body[1:] if _is_docstring(body[0]) else body


def _is_docstring(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case _:
            return False


def shape(source: str) -> str:
    """Return the fingerprint of all that runs at import.

    Two sources of one shape differ in function bodies, comments and layout only.
    A docstring counts as shape: FastAPI publishes those of routes.
    """
    try:
        module = ast.parse(source)
    except SyntaxError:
        return "unreadable"
    for _, function in list(_functions(module, "")):
        kept = function.body[:1] if _is_docstring(function.body[0]) else []
        function.body = [*kept, ast.Pass()]
    return hashlib.sha256(ast.dump(module).encode()).hexdigest()


def fails_to_import(source: str, never_ran: Iterable[int]) -> bool:
    """Whether something outside all functions never ran: the import ended before."""
    inside = function_lines(source)
    return any(line not in inside for line in never_ran)


def caches(source: str) -> bool:
    """Whether results outlive the test that computed them, so that credit is lost."""
    return any(name in source for name in ("lru_cache", "functools.cache", "@cache"))
