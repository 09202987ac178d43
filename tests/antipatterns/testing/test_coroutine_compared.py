from collections.abc import Callable

import pytest

from antipatterns.testing import coroutine_compared
from patterns.testing import coroutine_awaited

type Measured = Callable[[str], None]


async def test_empty_outbox_passes(measured: Measured) -> None:
    outbox = coroutine_compared.Outbox([])

    with pytest.warns(RuntimeWarning, match=r"Outbox\.waiting' was never awaited"):
        await coroutine_compared.test_message_is_kept(outbox)

    waiting = await outbox.waiting()
    assert waiting == 0
    measured(f"Passed on an outbox with {waiting} messages.")


async def test_awaited_count_fails_on_empty_outbox() -> None:
    await coroutine_awaited.test_message_is_kept(coroutine_awaited.Outbox(["hello"]))

    with pytest.raises(AssertionError):
        await coroutine_awaited.test_message_is_kept(coroutine_awaited.Outbox([]))
