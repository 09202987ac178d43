import asyncio

import pytest

from app.core.valkey import ValkeyFailedError, ValkeyGuard


async def test_success_of_a_use_that_began_before_the_failure_is_old_news(
    caplog: pytest.LogCaptureFixture,
) -> None:
    guard = ValkeyGuard(timeout=10, pause=0)
    end = asyncio.Event()

    async def fail() -> None:
        raise ConnectionError

    begun_before = asyncio.create_task(guard.run(end.wait))
    await asyncio.sleep(0)
    with pytest.raises(ValkeyFailedError):
        await guard.run(fail)
    end.set()
    await begun_before

    assert guard.is_failing
    assert "valkey_is_back" not in caplog.text

    await guard.run(end.wait)

    assert not guard.is_failing
    assert caplog.text.count("valkey_is_back") == 1
