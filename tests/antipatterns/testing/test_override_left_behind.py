from collections.abc import Callable

import pytest

from antipatterns.testing import override_left_behind
from patterns.testing import app_per_test

type Measured = Callable[[str], None]


async def test_leftover_override_logs_every_client_in(
    monkeypatch: pytest.MonkeyPatch, measured: Measured
) -> None:
    monkeypatch.setattr(override_left_behind.app, "dependency_overrides", {})

    await override_left_behind.test_anonymous_user_gets_401()
    await override_left_behind.test_user_reads_own_name()
    status = (await override_left_behind.get_me()).status_code
    with pytest.raises(AssertionError):
        await override_left_behind.test_anonymous_user_gets_401()

    assert status == 200
    measured(
        "The second test passed when it ran first; after the other it failed: "
        f"the anonymous request got {status}."
    )


async def test_app_per_test_passes_in_any_order() -> None:
    await app_per_test.test_anonymous_user_gets_401()
    await app_per_test.test_user_reads_own_name()
    await app_per_test.test_anonymous_user_gets_401()
