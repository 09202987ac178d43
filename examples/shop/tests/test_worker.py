import asyncio
import os
import runpy
import signal
import sys
from collections.abc import Awaitable, Callable

import pytest
from logged_process import free_port
from sign_ups import HANDLERS, add_sign_ups, count_accounts, sign_up_handlers
from sqlalchemy import make_url
from workers import (
    APP_WORKER,
    WAIT_SECONDS,
    count_pending,
    database_variable,
    wait_until_counted,
    worker_process,
)

from app.config import InvalidSettingsError, Settings
from app.core.database import Database
from app.core.logging import configure_logging
from app.outbox.relay import OutboxRelay, RetryPolicy
from app.worker import poll, run


async def stop_worker(working: asyncio.Task[None]) -> None:
    """Send SIGTERM to this process, where the worker runs as a task."""
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(WAIT_SECONDS):
        await working


async def test_worker_delivers_until_sigterm(
    settings: Settings, committing_database: Database
) -> None:
    working = asyncio.create_task(run(settings, sign_up_handlers))
    await add_sign_ups(committing_database, 3)
    await wait_until_counted(count_pending, committing_database, 0)

    await stop_worker(working)

    assert await count_accounts(committing_database) == 3


async def test_stop_finishes_the_current_message_and_claims_no_other(
    committing_database: Database,
) -> None:
    stop = asyncio.Event()
    relay = OutboxRelay(committing_database, HANDLERS, RetryPolicy())
    await add_sign_ups(committing_database, 3)

    async def deliver_and_stop() -> bool:
        stop.set()
        return await relay.deliver_next()

    await poll(deliver_and_stop, 60, stop)

    assert await count_accounts(committing_database) == 1
    assert await count_pending(committing_database) == 2


async def poll_until(work: Callable[[], Awaitable[bool]], stop: asyncio.Event) -> None:
    async with asyncio.timeout(WAIT_SECONDS):
        await poll(work, 0.01, stop)


async def test_failing_work_is_logged_and_polled_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    configure_logging("INFO", as_json=False, log_sql=False)
    stop, calls = asyncio.Event(), 0

    async def fail_twice() -> bool:
        nonlocal calls
        calls += 1
        if calls <= 2:
            raise RuntimeError("out of tea")
        stop.set()
        return False

    await poll_until(fail_twice, stop)

    assert calls == 3
    assert caplog.text.count("worker_failed") == 2


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_database_outage_is_polled_and_logged_once(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    away = make_url(f"postgresql+asyncpg://app@127.0.0.1:{free_port()}/postgres")
    away_settings = settings.model_copy(
        update={"database_url": away, "outbox_poll_interval": 0.05}
    )

    working = asyncio.create_task(run(away_settings, sign_up_handlers))
    await asyncio.sleep(0.5)
    assert not working.done()
    await stop_worker(working)

    assert caplog.text.count("database_unavailable") == 1
    assert "worker_failed" not in caplog.text


def test_worker_with_an_unusable_setting_does_not_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "app.worker")  # else runpy warns
    monkeypatch.setenv("APP_OUTBOX_LEASE", "soon")

    with pytest.raises(InvalidSettingsError, match="APP_OUTBOX_LEASE"):
        runpy.run_module("app.worker", run_name="__main__")


@pytest.mark.processes
async def test_worker_process_ends_with_status_0_at_sigterm(
    settings: Settings, committing_database: Database
) -> None:
    variables = database_variable(committing_database.engine.url)
    assert settings.database_url == committing_database.engine.url
    with worker_process(variables, APP_WORKER) as worker:
        worker.wait_for("rows_purged")
        status = worker.stop()
        log = worker.log

    assert status == 0
    assert "worker_stopped" in log
    assert "Traceback" not in log
