from collections.abc import Callable

import pytest

from antipatterns.testing import leaked_override
from patterns.testing import app_per_test

type Measured = Callable[[str], None]


async def test_override_leaks_into_the_next_test(
    monkeypatch: pytest.MonkeyPatch, measured: Measured
) -> None:
    monkeypatch.setattr(leaked_override.app, "dependency_overrides", {})

    await leaked_override.test_new_show_has_all_seats()
    await leaked_override.test_sold_out_show_has_no_seat()
    seats = (await leaked_override.get_seats()).json()
    with pytest.raises(AssertionError):
        await leaked_override.test_new_show_has_all_seats()

    assert seats == 0
    measured(
        "The second test passed when it ran first; after the other it failed: "
        f"it got the {seats} seats of the other test."
    )


async def test_app_per_test_passes_in_any_order() -> None:
    await app_per_test.test_new_show_has_all_seats()
    await app_per_test.test_sold_out_show_has_no_seat()
    await app_per_test.test_new_show_has_all_seats()
