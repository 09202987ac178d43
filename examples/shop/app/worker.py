"""Runs what the outbox holds, and deletes what is old: here, or over Valkey in many.

`python -m app.worker` looks every second. Without Valkey it delivers by itself.
With Valkey it only sends tasks, and `taskiq worker app.worker:create_broker`
does them, in as many processes as you like.
"""

import asyncio
import signal
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

import structlog
from httpx import AsyncClient
from pydantic import SecretStr
from taskiq import AsyncBroker, InMemoryBroker, TaskiqEvents, TaskiqState
from taskiq.exceptions import SendTaskError
from taskiq_redis import RedisStreamBroker

from app.config import Settings, load_settings
from app.core.database import Database, create_engine
from app.core.http_client import Upstream, create_client
from app.core.logging import configure_logging
from app.core.setting_types import decode_webhook_key
from app.models import load_models
from app.notifications.subscriptions import SUBSCRIPTIONS
from app.outbox.service import Handler, OutboxService, RetryPolicy
from app.retention import purge
from app.webhooks.service import WebhookService
from app.webhooks.subscriptions import with_webhook

DELIVER = "deliver_outbox"
PURGE = "purge"
LONGEST_QUEUE = 1000
ANSWER_SECONDS = 5.0  # workers wait for a task for two of them

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def redis_url(url: SecretStr) -> str:
    """Return the URL as the broker spells it: the protocol is older than Valkey."""
    return url.get_secret_value().replace("valkey", "redis", 1)


def connect_broker(settings: Settings) -> AsyncBroker:
    """Return where tasks go: to Valkey if there is one, else straight to work.

    The queue may lose or repeat a task, because it holds no message: a task says
    only that it is time to look into the outbox.
    """
    if settings.valkey_url is None:
        return InMemoryBroker(await_inplace=True)
    return RedisStreamBroker(
        redis_url(settings.valkey_url),
        queue_name="shop:tasks",
        maxlen=LONGEST_QUEUE,
        unacknowledged_lock_timeout=settings.outbox_lease,
        socket_connect_timeout=settings.valkey_timeout,
        socket_timeout=ANSWER_SECONDS,
    )


def create_handlers(settings: Settings, client: AsyncClient) -> Mapping[str, Handler]:
    """Return who hears of which topic; a webhook only if one is configured."""
    url, key = settings.order_webhook_url, settings.order_webhook_key
    if url is None or key is None:
        return SUBSCRIPTIONS
    upstream = Upstream(client, settings.outbound_timeout, settings.outbound_retries)
    webhook = WebhookService(upstream, str(url), decode_webhook_key(key))
    return with_webhook(SUBSCRIPTIONS, webhook)


def create_broker(settings: Settings | None = None) -> AsyncBroker:
    """Return a broker whose workers know both tasks."""
    settings = settings or load_settings()
    configure_logging(settings)
    load_models()
    broker = connect_broker(settings)
    database = Database(create_engine(settings))
    policy = RetryPolicy(
        max_attempts=settings.outbox_max_attempts,
        lease=timedelta(seconds=settings.outbox_lease),
    )
    client = create_client(settings)
    outbox = OutboxService(database, create_handlers(settings, client), policy)

    async def deliver_outbox() -> int:
        return await outbox.deliver_due()

    async def purge_old() -> dict[str, int]:
        return await purge(database, settings)

    async def close(_: TaskiqState) -> None:
        await client.aclose()
        await database.engine.dispose()

    broker.register_task(deliver_outbox, DELIVER)
    broker.register_task(purge_old, PURGE)
    broker.add_event_handler(TaskiqEvents.WORKER_SHUTDOWN, close)
    return broker


async def relay(
    broker: AsyncBroker, name: str, interval: float, stop: asyncio.Event
) -> None:
    """Send the task at every interval; told to stop, let the current one end."""
    task = broker.find_task(name)
    while task and not stop.is_set():
        try:
            await task.kiq()
        except SendTaskError:  # Valkey is away: the messages wait in the database
            logger.warning("outbox_relay_failed", task=name, exc_info=True)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), interval)


async def run(settings: Settings) -> None:
    """Relay until SIGTERM or SIGINT."""
    broker = create_broker(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await broker.startup()
    logger.info("worker_started", broker=type(broker).__name__)
    try:
        await asyncio.gather(
            relay(broker, DELIVER, settings.outbox_interval, stop),
            relay(broker, PURGE, settings.purge_interval, stop),
        )
    finally:
        await broker.shutdown()
        logger.info("worker_stopped")


if __name__ == "__main__":
    asyncio.run(run(load_settings()))
