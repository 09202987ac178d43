from collections.abc import Callable

import pytest

from antipatterns.testing import override_left_behind
from patterns.testing import app_per_test

type Measured = Callable[[str], None]


async def test_order_decides(
    monkeypatch: pytest.MonkeyPatch, measured: Measured
) -> None:
    monkeypatch.setattr(override_left_behind.app, "dependency_overrides", {})

    await override_left_behind.test_stranger_is_refused()
    await override_left_behind.test_user_reads_their_name()
    status = (await override_left_behind.get_me()).status_code
    with pytest.raises(AssertionError):
        await override_left_behind.test_stranger_is_refused()

    assert status == 200
    measured(
        "The second test passed when it ran first; after the other it failed: "
        f"the stranger was answered {status}."
    )


async def test_order_is_the_same() -> None:
    await app_per_test.test_stranger_is_refused()
    await app_per_test.test_user_reads_their_name()
    await app_per_test.test_stranger_is_refused()
