"""Posts to a real HTTP server, which runs in a thread."""

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from exchange import REQUEST_ID
from fastapi import FastAPI, Request, Response
from httpx import AsyncClient, Headers
from logged_process import free_port
from pydantic import HttpUrl, SecretStr
from servers import http_server
from sqlalchemy import select
from standardwebhooks import Webhook, WebhookVerificationError
from workers import deliver_due, make_due

from app.config import Settings
from app.core.database import Database, unit_of_work
from app.core.http_client import Upstream, create_client
from app.core.logging import configure_logging
from app.core.request_ids import bound_request_id
from app.events import ORDER_PLACED
from app.notifications.models import Notification
from app.outbox.models import OutboxMessage
from app.outbox.relay import OutboxRelay, RetryPolicy
from app.outbox.service import OutboxService
from app.users.models import User
from app.webhooks.service import WebhookService
from app.webhooks.subscriptions import ORDER_WEBHOOK
from app.worker import create_handlers

KEY = "plJ3nmyCDGBKInavdOK15jsl"


@dataclass
class Receiver:
    """The receiver of webhooks: the statuses it answers next; None never answers."""

    address: str = ""
    answers: list[int | None] = field(default_factory=list[int | None])
    received: list[tuple[Headers, bytes]] = field(
        default_factory=list[tuple[Headers, bytes]]
    )


@pytest.fixture
def receiver() -> Generator[Receiver]:
    receiver = Receiver()
    app = FastAPI()

    @app.post("/orders")
    async def receive(request: Request, response: Response) -> None:
        receiver.received.append((Headers(request.headers.raw), await request.body()))
        status = receiver.answers.pop(0) if receiver.answers else 204
        while status is None and (await request.receive())["type"] == "http.request":
            pass
        response.status_code = status or 204

    with http_server(app) as receiver.address:
        yield receiver


async def deliver(settings: Settings, database: Database, address: str | None) -> None:
    """Deliver as the worker does, with a webhook at this address or with none."""
    webhook = {
        "order_webhook_url": HttpUrl(f"{address}/orders") if address else None,
        "order_webhook_key": SecretStr(KEY),
        "outbound_timeout": 0.2,
    }
    settings = settings.model_copy(update=webhook)
    async with create_client(settings.outbound_timeout) as client:
        handlers = create_handlers(settings, client)
        await deliver_due(OutboxRelay(database, handlers, RetryPolicy()))


async def place_order(database: Database) -> None:
    """Commit the event of a request that places an order."""
    with bound_request_id(REQUEST_ID):
        async with unit_of_work(database) as session:
            ada = User(email="ada@example.com", password_hash="secret")
            session.add(ada)
            await session.flush()
            payload = {"order_id": 7, "user_id": ada.id}
            await OutboxService.on(session).add(ORDER_PLACED, payload)


async def stored(database: Database) -> tuple[list[tuple[str, bool, str | None]], int]:
    """Return each message's topic, delivery and error, and count the notifications."""
    async with database.sessions() as session:
        messages = await session.scalars(
            select(OutboxMessage).order_by(OutboxMessage.id)
        )
        notifications = await session.scalars(select(Notification))
        return [
            (one.topic, one.delivered_at is not None, one.last_error)
            for one in messages
        ], len(notifications.all())


def test_headers_equal_the_published_example() -> None:
    """Assert the example that the standard's authors publish."""
    service = WebhookService(Upstream(AsyncClient(), 1, 0), "", KEY)

    headers = service.sign(
        "msg_loFOjxBNrRLzqYUf",
        datetime.fromtimestamp(1731705121, UTC),
        '{"event_type":"ping","data":{"success":true}}',
    )

    assert headers == {
        "Content-Type": "application/json",
        "webhook-id": "msg_loFOjxBNrRLzqYUf",
        "webhook-timestamp": "1731705121",
        "webhook-signature": "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
    }


async def test_placed_order_is_posted_signed_with_its_request_id(
    settings: Settings,
    committing_database: Database,
    receiver: Receiver,
    caplog: pytest.LogCaptureFixture,
) -> None:
    configure_logging("INFO", as_json=False, log_sql=False)
    await place_order(committing_database)

    await deliver(settings, committing_database, receiver.address)

    [(headers, body)] = receiver.received
    event = Webhook(KEY).verify(body, dict(headers))  # as the receiver does
    assert event["type"] == "order_placed"
    assert event["data"]["order_id"] == 7
    assert headers["webhook-id"] == "order_placed_7"
    assert headers["content-type"] == "application/json"
    assert headers["x-request-id"] == REQUEST_ID
    with pytest.raises(WebhookVerificationError):
        Webhook(KEY).verify(body.replace(b"7", b"8"), dict(headers))
    assert [
        (record.__dict__["msg"]["topic"], record.__dict__["msg"]["request_id"])
        for record in caplog.records
        if record.name == "app.outbox.relay"
    ] == [(ORDER_PLACED, REQUEST_ID), (ORDER_WEBHOOK, REQUEST_ID)]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(500, "UpstreamError", id="fails"),
        pytest.param(410, "UpstreamError", id="refuses"),
        pytest.param(None, "UpstreamTimeoutError", id="slow"),
    ],
)
async def test_failed_post_is_retried_with_the_same_webhook_id(
    settings: Settings,
    committing_database: Database,
    receiver: Receiver,
    answer: int | None,
    error: str,
) -> None:
    receiver.answers = [answer]
    await place_order(committing_database)

    await deliver(settings, committing_database, receiver.address)
    failed = await stored(committing_database)
    await make_due(committing_database)
    await deliver(settings, committing_database, receiver.address)

    placed = (ORDER_PLACED, True, None)
    assert failed == ([placed, (ORDER_WEBHOOK, False, error)], 1)
    assert await stored(committing_database) == (
        [placed, (ORDER_WEBHOOK, True, None)],
        1,
    )
    assert [headers["webhook-id"] for headers, _ in receiver.received] == [
        "order_placed_7",
        "order_placed_7",
    ]


async def test_unreachable_receiver_does_not_delay_the_notification(
    settings: Settings, committing_database: Database
) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    await place_order(committing_database)

    await deliver(settings, committing_database, nowhere)

    assert await stored(committing_database) == (
        [(ORDER_PLACED, True, None), (ORDER_WEBHOOK, False, "UpstreamError")],
        1,
    )


async def test_without_webhook_url_no_post_is_queued(
    settings: Settings, committing_database: Database
) -> None:
    await place_order(committing_database)

    await deliver(settings, committing_database, None)

    assert await stored(committing_database) == ([(ORDER_PLACED, True, None)], 1)
