"""Prices for zones with and without a branch of their own."""

from collections.abc import Callable

import pytest

from antipatterns.tooling import unbound_variable as wrong
from patterns.tooling import checked_twice as right


def test_unknown_zone_leaves_the_variable_unbound(
    measured: Callable[[str], None],
) -> None:
    with pytest.raises(UnboundLocalError) as caught:
        wrong.shipping_cents("world")

    name = type(caught.value).__name__
    assert name == "UnboundLocalError"
    measured(f'The zone "world" failed with {name}.')


@pytest.mark.parametrize(("zone", "cents"), [("domestic", 490), ("europe", 990)])
def test_known_zone_has_a_price(zone: str, cents: int) -> None:
    assert wrong.shipping_cents(zone) == cents
    assert right.shipping_cents(zone) == cents


def test_unknown_zone_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="world"):
        right.shipping_cents("world")
