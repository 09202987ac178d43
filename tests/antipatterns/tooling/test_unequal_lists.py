"""An invoice for three items, one of them without a price."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from antipatterns.tooling import unequal_lists as wrong
from patterns.tooling import equal_lists as right

ITEMS, CENTS = ["lamp", "desk", "chair"], [1900, 12900]
RUFF = str(Path(sys.executable).with_name("ruff"))
DEFAULT = [RUFF, "check", "--isolated", "--target-version", "py312"]


def findings(*options: str) -> int:
    """Return the number of lines that ruff prints about the wrong code."""
    command = [*DEFAULT, "--output-format", "concise", "--quiet", *options]
    done = subprocess.run(
        [*command, wrong.__file__], capture_output=True, text=True, check=False
    )
    return len(done.stdout.splitlines())


def test_item_without_price_is_dropped(measured: Callable[[str], None]) -> None:
    prices = wrong.invoice(ITEMS, CENTS)

    default = findings()
    assert (len(prices), default) == (2, 0)
    assert findings("--select", "B") == 1
    measured(
        f"An invoice for {len(ITEMS)} items lists {len(prices)}. Ruff's default rules "
        f"report {default} faults."
    )


def test_item_without_price_is_refused() -> None:
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        right.invoice(ITEMS, CENTS)


def test_item_with_price_is_listed() -> None:
    assert right.invoice(ITEMS[:2], CENTS) == {"lamp": 1900, "desk": 12900}
