import builtins
import symtable
from pathlib import Path

import pytest

from handbook.book import book
from handbook.book.snippets import read_span
from handbook.render.imports import Lean, with_imports
from tests.handbook.conftest import Write

BY_THE_INTERPRETER = {"__file__", "__name__"}

MODULE = """
    import os.path
    from collections.abc import (
        Callable,
        Iterable,
    )
    from typing import TYPE_CHECKING, Any as Anything

    from app.names import FIRST, LAST

    if TYPE_CHECKING:
        from decimal import Decimal

    LIMIT = 10


    def join(parts: Iterable[str], total: "Decimal") -> Anything:
        return os.path.join(FIRST, *parts) + str(bounded(len(total)))


    def bounded(value: int) -> int:
        return min(value, LIMIT)
    """


@pytest.fixture(autouse=True)
def repository(write: Write) -> None:
    write("examples/shop/app/parts.py", MODULE)
    write("examples/shop/app/names.py", 'FIRST = "a"\nLAST = "z"\n')


def test_imports_are_just_those_that_the_symbol_uses(tmp_path: Path) -> None:
    form = with_imports(read_span("app/parts.py::join", tmp_path), tmp_path)

    assert form.text.splitlines()[:7] == [
        "import os.path",
        "from collections.abc import Iterable",
        "from typing import Any as Anything",
        "from app.names import FIRST",
        "from decimal import Decimal",
        "",
        "",
    ]


def test_project_symbols_are_named_with_their_home(tmp_path: Path) -> None:
    form = with_imports(read_span("app/parts.py::join", tmp_path), tmp_path)

    assert form.leans == (
        Lean("FIRST", "examples/shop/app/names.py", "FIRST"),
        Lean("bounded", "examples/shop/app/parts.py", "bounded"),
    )


def test_files_are_counted_with_those_that_they_need(
    tmp_path: Path, write: Write
) -> None:
    write("examples/shop/app/names.py", "from app.text import UPPER\n")
    write("examples/shop/app/text.py", "UPPER = True\n")

    form = with_imports(read_span("app/parts.py::import, join", tmp_path), tmp_path)

    app = "examples/shop/app/"
    assert form.direct == {f"{app}names.py", f"{app}parts.py"}
    assert form.all == {f"{app}names.py", f"{app}parts.py", f"{app}text.py"}


def test_code_that_needs_no_import_stays_as_it_is(tmp_path: Path) -> None:
    span = read_span("app/parts.py::LIMIT", tmp_path)

    form = with_imports(span, tmp_path)

    assert (form.text, form.leans) == (span.text, ())


def test_shown_imports_are_not_repeated(tmp_path: Path) -> None:
    form = with_imports(read_span("app/parts.py", tmp_path), tmp_path)

    assert form.text.count("import os.path") == 1


def test_every_name_of_the_handbooks_own_code_is_accounted_for() -> None:
    for _, shown, fence in book.load().sources:
        if fence.span.language != "python":
            continue
        form = with_imports(fence.span)
        missing = _unbound(form.text) - {lean.name for lean in form.leans}

        assert not missing, f"{fence.span.reference} (line {shown.line}): {missing}"


def _unbound(code: str) -> set[str]:
    """Return the names that are read as globals but bound nowhere in the code."""
    module = symtable.symtable(code, "copied", "exec")
    bound = {s.get_name() for s in module.get_symbols() if _is_bound(s)}
    return _global_names(module) - bound - set(dir(builtins)) - BY_THE_INTERPRETER


def _is_bound(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported()


def _global_names(table: symtable.SymbolTable) -> set[str]:
    outermost = table.get_type() == "module"
    names = {s.get_name() for s in table.get_symbols() if outermost or s.is_global()}
    return names.union(*(_global_names(inner) for inner in table.get_children()))
