"""An import inside a function, beside the same pair of modules without a cycle."""

import importlib
import sys
from collections.abc import Callable

import pytest

WRONG = ("antipatterns.structure.import_in_function", "imported_in_function")
RIGHT = ("patterns.structure.orders", "invoices")


def payment_outcome(
    orders: str, invoices: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, str]:
    """Return how the import of orders ends without invoices, and the first payment."""
    missing = f"{orders.rpartition('.')[0]}.{invoices}"
    monkeypatch.delitem(sys.modules, orders, raising=False)
    monkeypatch.setitem(sys.modules, missing, None)
    try:
        module = importlib.import_module(orders)
    except ImportError as error:
        return type(error).__name__, "not reached"
    with pytest.raises(ImportError) as caught:
        module.Order(500).pay()
    return "success", type(caught.value).__name__


def test_missing_module_fails_at_the_first_payment(
    monkeypatch: pytest.MonkeyPatch, measured: Callable[[str], None]
) -> None:
    at_import, at_payment = payment_outcome(*WRONG, monkeypatch)

    assert (at_import, at_payment) == ("success", "ModuleNotFoundError")
    measured(
        "Without the module for invoices, the app started, and the first payment"
        f" raised {at_payment}."
    )


def test_missing_module_fails_at_the_import(monkeypatch: pytest.MonkeyPatch) -> None:
    assert payment_outcome(*RIGHT, monkeypatch) == (
        "ModuleNotFoundError",
        "not reached",
    )


def test_both_pairs_pay() -> None:
    orders = [importlib.import_module(name) for name in (WRONG[0], RIGHT[0])]
    wrong, right = (module.Order(price=500).pay() for module in orders)

    assert (wrong, right.total) == (500, 500)


def loaded_with_invoices(
    orders: str, invoices: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, int]:
    """Return how many of the pair an import of invoices loads, and a total."""
    pair = (orders, f"{orders.rpartition('.')[0]}.{invoices}")
    for name in pair:
        monkeypatch.delitem(sys.modules, name, raising=False)
    module = importlib.import_module(pair[1])
    loaded = sum(name in sys.modules for name in pair)
    order = importlib.import_module(orders).Order(500)
    price = order if "antipatterns" in orders else order.price
    return loaded, module.Invoice(price).total


def test_invoices_load_the_orders_that_hide_them(
    monkeypatch: pytest.MonkeyPatch, measured: Callable[[str], None]
) -> None:
    loaded, total = loaded_with_invoices(*WRONG, monkeypatch)

    assert (loaded, total) == (2, 500)
    measured(f"An import of invoices alone loaded {loaded} modules: they are a cycle.")


def test_invoices_load_without_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    assert loaded_with_invoices(*RIGHT, monkeypatch) == (1, 500)
