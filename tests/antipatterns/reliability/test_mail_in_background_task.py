"""A mail server that refuses the first mail and accepts the next one."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from fastapi import FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.reliability import mail_in_background_task as wrong
from app.core.database import Database, unit_of_work
from app.outbox.models import OutboxMessage
from app.outbox.relay import OutboxRelay, RetryPolicy
from app.outbox.schemas import Message
from app.outbox.service import OutboxService

ADA = "ada@example.com"


@dataclass
class MailServer:
    """Refuses the first mails."""

    refusals: int = 1
    sent: list[str] = field(default_factory=list)

    async def send(self, to: str) -> None:
        """Send one mail, or raise OSError."""
        if self.refusals:
            self.refusals -= 1
            raise ConnectionRefusedError
        self.sent.append(to)


async def test_mail_that_fails_once_is_never_sent(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    ask: Callable[[FastAPI, Request], Awaitable[Response]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    app = FastAPI()
    app.state.database, app.state.mailer = database, MailServer()
    app.include_router(wrong.router)
    address = f"http://test/members?email={ADA}"

    response = await ask(app, Request("POST", address))

    async with database.sessions() as session:
        members = await session.scalar(select(func.count()).select_from(wrong.Member))
    sent = len(app.state.mailer.sent)
    assert (response.status_code, members, sent) == (201, 1, 0)
    measured(
        f"The client got {response.status_code}. Of {members} mail, {sent} were sent, "
        "and no record was left for a retry."
    )


async def test_outbox_retries_failed_mail(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(OutboxMessage.metadata)
    server = MailServer()

    async def welcome(_: AsyncSession, message: Message) -> None:
        await server.send(message.payload["to"])

    async with unit_of_work(database) as session:
        await OutboxService.on(session).add("signed_up", {"to": ADA})
    policy = RetryPolicy(first_delay=timedelta(0))
    relay = OutboxRelay(database, {"signed_up": welcome}, policy)
    tried = [await relay.deliver_next() for _ in range(3)]

    assert (tried, server.sent) == ([True, True, False], [ADA])
