import asyncio
import subprocess
import sys

import pytest
from servers import SHOP

from app.core.logging import configure_logging
from app.core.valkey import ValkeyFailedError, ValkeyGuard


async def test_success_of_a_use_that_began_before_the_failure_is_old_news(
    caplog: pytest.LogCaptureFixture,
) -> None:
    configure_logging("INFO", as_json=False, log_sql=False)
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


def test_app_imports_no_client_of_another_server() -> None:
    imported = subprocess.run(
        [sys.executable, "-c", "import sys, app.main; print(*sys.modules)"],
        cwd=SHOP,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()

    assert "valkey" in imported
    assert "redis" not in imported
