import asyncio
import os
import signal

import pytest
from logged_process import free_port
from pydantic import SecretStr
from servers import ValkeyServer, valkey_server
from taskiq import InMemoryBroker
from taskiq.exceptions import SendTaskError
from taskiq_redis import RedisStreamBroker
from workers import (
    TASKIQ,
    WAIT_SECONDS,
    count_notifications,
    count_pending,
    database_variable,
    place_orders,
    wait_until_counted,
    worker_process,
    worker_processes,
)

from app.config import Settings
from app.core.database import Database
from app.worker import ANSWER_SECONDS, DELIVER, create_broker, relay, run


def with_valkey(settings: Settings, server: ValkeyServer) -> dict[str, str]:
    return database_variable(settings.database_url) | {"APP_VALKEY_URL": server.url}


async def test_without_valkey_the_worker_delivers_by_itself(
    settings: Settings, committing_database: Database
) -> None:
    broker = create_broker(settings)
    task = broker.find_task(DELIVER)
    assert task is not None
    await place_orders(committing_database, 3)

    await broker.startup()
    sent = await task.kiq()
    result = await sent.get_result()
    await broker.shutdown()

    assert isinstance(broker, InMemoryBroker)
    assert result.return_value == 3
    assert await count_notifications(committing_database) == 3


async def test_worker_looks_until_it_is_told_to_stop(
    settings: Settings, committing_database: Database
) -> None:
    working = asyncio.create_task(run(settings))
    await place_orders(committing_database, 3)
    await wait_until_counted(count_pending, committing_database, 0)

    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(WAIT_SECONDS):
        await working

    assert await count_notifications(committing_database) == 3


async def test_with_valkey_the_tasks_go_there(sqlite_settings: Settings) -> None:
    with valkey_server() as server:
        url = {"valkey_url": SecretStr(server.url)}

        broker = create_broker(sqlite_settings.model_copy(update=url))

    assert isinstance(broker, RedisStreamBroker)


async def test_relay_outlives_a_valkey_that_is_away(
    sqlite_settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    url = {"valkey_url": SecretStr(f"valkey://127.0.0.1:{free_port()}/0")}
    broker = create_broker(sqlite_settings.model_copy(update=url))
    stop = asyncio.Event()

    relaying = asyncio.create_task(relay(broker, DELIVER, 0.05, stop))
    await asyncio.sleep(0.5)
    stop.set()
    await relaying

    assert caplog.text.count("outbox_relay_failed") > 1


@pytest.mark.processes
async def test_valkey_that_went_silent_is_not_waited_for(
    sqlite_settings: Settings,
) -> None:
    with valkey_server() as server:
        url = {"valkey_url": SecretStr(server.url)}
        broker = create_broker(sqlite_settings.model_copy(update=url))
        await broker.startup()
        task = broker.find_task(DELIVER)
        assert task is not None
        await task.kiq()
        os.kill(server.pid, signal.SIGSTOP)
        async with asyncio.timeout(2 * ANSWER_SECONDS):
            with pytest.raises(SendTaskError):
                await task.kiq()
        os.kill(server.pid, signal.SIGCONT)
        await broker.shutdown()


@pytest.mark.processes
async def test_workers_of_taskiq_deliver_what_the_relay_sends_over_valkey(
    settings: Settings, committing_database: Database
) -> None:
    await place_orders(committing_database, 20)
    with valkey_server() as server:
        variables = with_valkey(settings, server)
        with (
            worker_process(variables, TASKIQ) as workers,
            worker_processes(1, variables) as [sender],
        ):
            await wait_until_counted(count_pending, committing_database, 0)
            statuses = (sender.stop(), workers.stop())
            logs = (sender.log, workers.log)

    assert statuses == (0, 0)
    assert [log.count("outbox_delivered") for log in logs] == [0, 20]
    assert await count_notifications(committing_database) == 20


@pytest.mark.processes
@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_valkey_that_was_away_costs_no_message(
    settings: Settings, committing_database: Database
) -> None:
    with valkey_server() as server:
        variables = with_valkey(settings, server)
        with worker_processes(1, variables) as [sender]:
            server.stop()
            sender.wait_for("outbox_relay_failed")
            await place_orders(committing_database, 1)
            server.start()
            with worker_process(variables, TASKIQ):
                await wait_until_counted(count_pending, committing_database, 0)

    assert await count_notifications(committing_database) == 1
