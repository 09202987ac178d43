"""Two concurrent requests with one idempotency key."""

import asyncio
from collections.abc import Awaitable, Callable

from pydantic import BaseModel
from sqlalchemy import MetaData, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from antipatterns.reliability import idempotency_key_stored_last as wrong
from app.core.database import Database, unit_of_work
from app.core.idempotency import Idempotency, IdempotencyKey


class PaymentRead(BaseModel):
    """The response to a payment."""

    id: int
    amount: int


async def test_two_requests_with_one_key_pay_twice(
    database: Database,
    meeting_sessions: async_sessionmaker[AsyncSession],
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)

    outcomes = await asyncio.gather(
        *[wrong.pay_once(meeting_sessions, "one", 500) for _ in range(2)],
        return_exceptions=True,
    )
    await wrong.pay_once(database.sessions, "one", 500)  # finds the stored key
    async with database.sessions() as session:
        paid = await session.scalar(select(func.sum(wrong.Payment.amount)))

    failed = [outcome for outcome in outcomes if outcome is not None]
    assert [type(error) for error in failed] == [IntegrityError]
    assert paid == 1000
    measured(
        f"The customer paid {paid} cents instead of 500: both requests were charged."
    )


async def test_claimed_key_allows_one_payment(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(wrong.Base.metadata)
    await create_tables(IdempotencyKey.metadata)

    async def pay() -> bytes:
        async with unit_of_work(database) as session:

            async def effect() -> PaymentRead:
                payment = wrong.Payment(amount=500)
                session.add(payment)
                await session.flush()
                return PaymentRead(id=payment.id, amount=payment.amount)

            response = await Idempotency(session, "one", "-", 201).run(1, effect)
        return bytes(response.body)

    first, second = await asyncio.gather(pay(), pay())

    assert first == second
    async with database.sessions() as session:
        paid = await session.scalar(select(func.sum(wrong.Payment.amount)))
    assert paid == 500
