"""The label of a status that was added later."""

from collections.abc import Callable
from typing import cast

import pytest

from antipatterns.typing_code import default_branch as wrong
from patterns.typing_code import exhaustive_match as right


def test_new_status_is_shown_as_open(measured: Callable[[str], None]) -> None:
    text = wrong.label(wrong.Status.REFUNDED)

    assert text == wrong.label(wrong.Status.OPEN) != wrong.label(wrong.Status.PAID)
    measured(f'The customer of a refunded order read "{text}".')


def test_each_status_has_a_label_of_its_own() -> None:
    assert len({right.label(status) for status in right.Status}) == 3


def test_unknown_status_fails() -> None:
    with pytest.raises(AssertionError):
        right.label(cast("right.Status", "lost"))
