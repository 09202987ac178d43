"""What a silent cancellation does."""

from collections.abc import Callable

from antipatterns.typing_code import boolean_positions as wrong
from patterns.typing_code import keyword_only as right


def test_swapped_flags_skip_the_refund(measured: Callable[[str], None]) -> None:
    steps = wrong.cancel_silently(7)

    assert steps == ["cancel 7", "notify"]
    assert wrong.cancel(7, notify=False, refund=True) == ["cancel 7", "refund"]
    measured(
        f"A call for a refund without a mail made these steps: {', '.join(steps)}."
    )


def test_named_flags_refund_and_notify() -> None:
    assert right.cancel_silently(7) == ["cancel 7", "refund"]
    assert right.cancel(7, notify=True, refund=False) == ["cancel 7", "notify"]
