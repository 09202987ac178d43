"""Which lines of a module the interpreter runs, and which of them a test has to run."""

import ast
import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType

type Function = ast.FunctionDef | ast.AsyncFunctionDef
type Body = tuple[str, int, int, int]
"""Name, first line of the code object, and the first and last line of the body."""

AMBIGUOUS = 0
"""Stands for the first line of code that shares its line with other code."""


@dataclass(frozen=True)
class Code:
    """The lines of a module for which the compiler emits code.

    ``lines`` are those that have to run: stubs, `TYPE_CHECKING` blocks and type
    expressions that Python never evaluates are left out. ``inside`` maps the lines of
    function bodies to the function's qualified name; the others run at import.
    ``entered_at`` maps a line that holds a whole body (a lambda, a generator
    expression, a function of one line) to the first line of that code object: such a
    line runs whether or not the body does. It is AMBIGUOUS where two bodies share it.
    """

    lines: frozenset[int]
    inside: Mapping[int, str]
    entered_at: Mapping[int, int]


@lru_cache(maxsize=512)
def code_of(source: str) -> Code:
    r"""Return the lines that the interpreter runs, as the compiler says.

    Raises SyntaxError.

    ```python
    from handbook.proof.functions import code_of

    print(dict(code_of("def half(x):\n    return x / 2\n").inside))
    #> {2: 'half'}
    ```
    """
    module = ast.parse(source)
    starts: Counter[int] = Counter()
    emitted: set[int] = set()
    for code in _code_objects(compile(source, "module", "exec")):
        emitted |= {line for _, _, line in code.co_lines() if line}
        starts[code.co_firstlineno] += not code.co_name.startswith("<generic")
    lines = frozenset(emitted - set(_never_evaluated(module)))
    inside: dict[int, str] = {}
    entered: dict[int, int] = {}
    for name, start, first, last in _bodies(module, ""):
        body = (line for line in range(first, last + 1) if line in lines)
        inside |= dict.fromkeys(body, name) if name else {}
        if start == first:
            alone = starts[start] == 1 + (start == 1)  # the module starts at 1 too
            entered[first] = start if alone else AMBIGUOUS
    return Code(lines, inside, {n: s for n, s in entered.items() if n in lines})


def _code_objects(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _code_objects(constant)


def _bodies(node: ast.AST, prefix: str, function: str = "") -> Iterator[Body]:
    """Yield the bodies that run when they are called, the outer before the inner.

    ``function`` is the function around the node: what is in none may run at import.
    """
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                name = prefix + child.name
                first = _without_docstring(child.body)
                if not is_stub(child):
                    last = child.end_lineno or child.lineno
                    yield name, _first_line(child), _first_line(first[0]), last
                yield from _bodies(child, f"{name}.", name)
            case ast.ClassDef():
                yield from _bodies(child, f"{prefix}{child.name}.", function)
            case ast.Lambda() | ast.GeneratorExp():
                body = child.body if isinstance(child, ast.Lambda) else child.elt
                yield function, child.lineno, *_extent(body)
                yield from _bodies(child, prefix, function)
            case _:
                yield from _bodies(child, prefix, function)


def _extent(node: ast.expr) -> tuple[int, int]:
    return node.lineno, node.end_lineno or node.lineno


def _never_evaluated(module: ast.Module) -> Iterator[int]:
    """Yield the lines that no run of the program can reach."""
    for node in ast.walk(module):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() if is_stub(node):
                lines = _span(node.body[0], node.body[-1])
                yield from (line for line in lines if line > _header_end(node))
            case ast.If(test=test, body=body) if _is_type_checking(test):
                yield from _span(body[0], body[-1])
            case ast.TypeAlias(value=value) | ast.TypeVar(bound=ast.expr() as value):
                yield from range(node.lineno + 1, _extent(value)[1] + 1)
            case _:
                pass


def _span(first: ast.stmt, last: ast.stmt) -> range:
    return range(_first_line(first), (last.end_lineno or last.lineno) + 1)


def is_stub(function: Function) -> bool:
    """Whether a body does nothing: it is a docstring, `...`, or both."""
    return all(_is_ellipsis(node) for node in _without_docstring(function.body))


def _header_end(function: Function) -> int:
    """Return the last line of what runs where the function is defined."""
    arguments = function.args
    parts: list[ast.arg | ast.expr | None] = [
        *(*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs),
        *(*arguments.defaults, *arguments.kw_defaults),
        *(arguments.vararg, arguments.kwarg, function.returns),
    ]
    ends = [part.end_lineno or 0 for part in parts if part]
    return max([function.lineno, *ends])


def _is_ellipsis(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(value=ast.Constant(value=value)):
            return value is ...
        case _:
            return False


def _is_type_checking(test: ast.expr) -> bool:
    match test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return True
        case _:
            return False


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _functions(node: ast.AST) -> Iterator[Function]:
    for child in ast.walk(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child


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
    for function in list(_functions(module)):
        kept = function.body[:1] if _is_docstring(function.body[0]) else []
        function.body = [*kept, ast.Pass()]
    return hashlib.sha256(ast.dump(module).encode()).hexdigest()


def fails_to_import(source: str, ran: Collection[int]) -> bool:
    """Whether the import ended early: the last statement of the module never ran."""
    code = code_of(source)
    statements = ast.parse(source).body
    lines = [_first_line(node) for node in statements]
    last = max((n for n in lines if n in code.lines), default=None)
    return last is not None and last not in ran


def caches(source: str) -> bool:
    """Whether results outlive the test that computed them, so that credit is lost."""
    return any(name in source for name in ("lru_cache", "functools.cache", "@cache"))
