"""Two tests that take the same order, one after the other."""

from collections.abc import Callable
from copy import copy

import pytest

from antipatterns.testing import shared_test_data as wrong
from patterns.testing import order_factory as right


def test_change_is_left_for_the_next_test(
    monkeypatch: pytest.MonkeyPatch, measured: Callable[[str], None]
) -> None:
    monkeypatch.setattr(wrong, "ORDER", copy(wrong.ORDER))
    wrong.order_with(quantity=99)

    left = wrong.order_with()["quantity"]

    assert left == 99
    measured(f"After a test with a quantity of 99, the next test began with {left}.")


def test_each_test_gets_a_new_order() -> None:
    right.order_with(quantity=99)

    assert right.order_with()["quantity"] == 1
