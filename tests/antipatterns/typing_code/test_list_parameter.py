"""The amounts of an invoice, before and after the total."""

from collections.abc import Callable

import pytest

from antipatterns.typing_code import list_parameter as wrong
from patterns.typing_code import sequence_parameter as right


def test_caller_finds_a_float_among_its_integers(
    measured: Callable[[str], None],
) -> None:
    _, amounts = wrong.invoice([100, 200])

    assert amounts == [100, 200, 4.9]
    measured(f"The `list[int]` of the caller became {amounts}.")


def test_amounts_of_the_caller_stay_as_they_were() -> None:
    total, amounts = right.invoice([100, 200])

    assert total == pytest.approx(304.9)
    assert amounts == [100, 200]
    assert right.total_with_shipping((1, 2)) == pytest.approx(7.9)
