from collections.abc import Callable

import pytest

from antipatterns.testing import leaked_override
from patterns.testing import app_per_test

type Measured = Callable[[str], None]


async def test_leaked_override_authenticates_anonymous_request(
    monkeypatch: pytest.MonkeyPatch, measured: Measured
) -> None:
    monkeypatch.setattr(leaked_override.app, "dependency_overrides", {})

    await leaked_override.test_anonymous_user_gets_401()
    await leaked_override.test_user_reads_own_name()
    status = (await leaked_override.get_me()).status_code
    with pytest.raises(AssertionError):
        await leaked_override.test_anonymous_user_gets_401()

    assert status == 200
    measured(
        "The second test passed when it ran first; after the other it failed: "
        f"the anonymous request got {status}."
    )


async def test_app_per_test_passes_in_any_order() -> None:
    await app_per_test.test_anonymous_user_gets_401()
    await app_per_test.test_user_reads_own_name()
    await app_per_test.test_anonymous_user_gets_401()
