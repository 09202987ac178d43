"""A topic that belongs to no domain: its handler creates an account, once per email.

`python -m sign_ups` runs the worker with this handler only.
"""

import asyncio
from collections.abc import Mapping

from httpx import AsyncClient
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Settings, load_settings
from app.core.database import Database, unit_of_work
from app.outbox.relay import Handler
from app.outbox.schemas import Message
from app.outbox.service import OutboxService
from app.users.models import User
from app.worker import run

TOPIC = "sign_up"


async def on_sign_up(session: AsyncSession, message: Message) -> None:
    """Create the account unless it exists."""
    await session.execute(
        insert(User)
        .values(email=message.payload["email"], password_hash="-")
        .on_conflict_do_nothing(index_elements=[User.email])
    )


HANDLERS: Mapping[str, Handler] = {TOPIC: on_sign_up}


def sign_up_handlers(_: Settings, __: AsyncClient) -> Mapping[str, Handler]:
    """Return the handlers as the worker asks for them."""
    return HANDLERS


async def add_sign_ups(database: Database, count: int, prefix: str = "") -> None:
    """Commit as many messages, each with an email of its own."""
    async with unit_of_work(database) as session:
        for number in range(count):
            payload = {"email": f"{prefix}{number}@example.com"}
            await OutboxService.on(session).add(TOPIC, payload)


async def count_accounts(database: Database) -> int:
    """Return how many accounts exist."""
    async with database.sessions() as session:
        return (await session.scalars(select(func.count(User.id)))).one()


if __name__ == "__main__":
    asyncio.run(run(load_settings(), sign_up_handlers))
