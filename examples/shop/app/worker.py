"""Delivers outbox messages and purges expired rows; run any number of workers.

`python -m app.worker` needs nothing but the database. Workers share the outbox by
leases, so they need no broker between them.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial

import structlog
from httpx import AsyncClient

from app.config import Settings, load_settings
from app.core.database import Database, create_engine
from app.core.errors import DatabaseUnavailableError
from app.core.http_client import Upstream, create_client
from app.core.logging import configure_logging
from app.models import load_models
from app.notifications.subscriptions import SUBSCRIPTIONS
from app.outbox.relay import Handler, OutboxRelay, RetryPolicy
from app.retention import purge, retentions
from app.webhooks.service import WebhookService
from app.webhooks.subscriptions import with_webhook

Work = Callable[[], Awaitable[bool]]
HandlersFactory = Callable[[Settings, AsyncClient], Mapping[str, Handler]]

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def create_handlers(settings: Settings, client: AsyncClient) -> Mapping[str, Handler]:
    """Return the handler of each topic; the webhook's only if one is configured."""
    url, key = settings.order_webhook_url, settings.order_webhook_key
    if url is None or key is None:
        return SUBSCRIPTIONS
    upstream = Upstream(client, settings.outbound_timeout, retries=0)  # the outbox does
    webhook = WebhookService(upstream, str(url), key.get_secret_value())
    return with_webhook(SUBSCRIPTIONS, webhook)


async def attempt(work: Work) -> bool:
    """Do the work; return whether more is waiting, False after any failure.

    A failure must not end the worker. The unit of work has logged an outage already.
    """
    try:
        return await work()
    except DatabaseUnavailableError:
        return False
    except Exception:
        logger.exception("worker_failed")
        return False


async def poll(work: Work, interval: float, stop: asyncio.Event) -> None:
    """Work until stopped: at once while more is waiting, else after `interval` seconds.

    Work in progress is finished before this returns.
    """
    while not stop.is_set():
        if await attempt(work):
            continue
        with suppress(TimeoutError):
            async with asyncio.timeout(interval):
                await stop.wait()


async def poll_all(
    database: Database,
    handlers: Mapping[str, Handler],
    settings: Settings,
    stop: asyncio.Event,
) -> None:
    """Deliver and purge side by side; each unit of work has a session of its own."""
    policy = RetryPolicy(
        max_attempts=settings.outbox_max_attempts,
        lease=timedelta(seconds=settings.outbox_lease),
    )
    relay = OutboxRelay(database, handlers, policy)
    async with asyncio.TaskGroup() as group:
        group.create_task(poll(relay.deliver_next, settings.outbox_poll_interval, stop))
        for retention in retentions(settings):
            work = partial(purge, database, retention)
            group.create_task(poll(work, settings.purge_interval, stop))


async def run(
    settings: Settings, handlers_for: HandlersFactory = create_handlers
) -> None:
    """Work until SIGTERM or SIGINT; then finish what is in progress."""
    configure_logging(
        settings.log_level, as_json=settings.in_production, log_sql=settings.debug
    )
    load_models()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    database = Database(create_engine(settings.database_url, settings.database_options))
    async with create_client(settings.outbound_timeout) as client:
        logger.info("worker_started", version=settings.version)
        try:
            await poll_all(database, handlers_for(settings, client), settings, stop)
        finally:
            await database.engine.dispose()
            logger.info("worker_stopped")


if __name__ == "__main__":
    asyncio.run(run(load_settings()))
