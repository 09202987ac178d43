import importlib
import sys
from collections.abc import Callable
from types import ModuleType

import pytest

type Measured = Callable[[str], None]

ORDERS = "antipatterns.structure.orders_need_invoices"
INVOICES = "antipatterns.structure.invoices_need_orders"


def failure(first: str, second: str) -> str:
    """Return why a module can't be the first of the two to be imported."""
    for name in (first, second):
        sys.modules.pop(name, None)
    try:
        importlib.import_module(first)
    except ImportError as error:
        return error.msg.partition(" (")[0]
    return ""


def total_once_imported(monkeypatch: pytest.MonkeyPatch) -> int:
    """Replace one module of the cycle by a stub: the modules have no other fault."""
    stand_in = ModuleType(ORDERS)
    stand_in.__dict__["Order"] = object
    monkeypatch.setitem(sys.modules, ORDERS, stand_in)
    importlib.import_module(INVOICES)
    monkeypatch.delitem(sys.modules, ORDERS)
    total: int = importlib.import_module(ORDERS).Order(500).pay().total
    return total


def test_neither_module_can_be_imported(
    monkeypatch: pytest.MonkeyPatch, measured: Measured
) -> None:
    messages = [failure(ORDERS, INVOICES), failure(INVOICES, ORDERS)]

    assert messages == [
        f"cannot import name 'Order' from partially initialized module '{ORDERS}'",
        f"cannot import name 'Invoice' from partially initialized module '{INVOICES}'",
    ]
    assert total_once_imported(monkeypatch) == 500
    measured(f"ImportError: {messages[0]}.")


def test_one_direction_imports_without_cycle() -> None:
    right = [f"patterns.structure.{name}" for name in ("orders", "invoices")]

    assert [failure(*right), failure(*reversed(right))] == ["", ""]
    assert importlib.import_module(right[0]).Order(500).pay().total == 500
