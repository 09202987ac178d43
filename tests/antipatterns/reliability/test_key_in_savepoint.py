"""A refused payment, and its retry with the same key, on SQLite's default engine."""

from collections.abc import AsyncGenerator, Callable
from pathlib import Path

import pytest
from pydantic import BaseModel
from sqlalchemy import MetaData, func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from antipatterns.reliability import key_in_savepoint as wrong
from app.core.idempotency import Idempotency, IdempotencyKey


class RefusedError(Exception):
    """The bank refuses the payment."""


class PaymentRead(BaseModel):
    """The response to a payment."""

    amount: int


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncGenerator[AsyncEngine]:
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    yield engine
    await engine.dispose()


async def create_tables(engine: AsyncEngine, metadata: MetaData) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)


async def claim_and_refuse(engine: AsyncEngine) -> None:
    async with AsyncSession(engine) as session, session.begin():
        await wrong.claim(session, "one")
        raise RefusedError


async def test_refused_payment_keeps_its_key(
    engine: AsyncEngine, measured: Callable[[str], None]
) -> None:
    await create_tables(engine, wrong.Base.metadata)

    with pytest.raises(RefusedError):
        await claim_and_refuse(engine)
    async with AsyncSession(engine) as session, session.begin():
        is_new = await wrong.claim(session, "one")
        kept = await session.scalar(select(func.count()).select_from(wrong.ClaimedKey))

    assert (is_new, kept) == (False, 1)
    measured(f"SQLite kept {kept} key of a refused payment, whose retry never pays.")


async def pay(engine: AsyncEngine, *, is_refused: bool) -> int:
    """Pay once; return the status of the response."""

    async def effect() -> PaymentRead:
        if is_refused:
            raise RefusedError
        return PaymentRead(amount=500)

    async with AsyncSession(engine) as session, session.begin():
        response = await Idempotency(session, "one", "-", 201).run(1, effect)
    return response.status_code


async def test_refused_payment_may_be_retried(engine: AsyncEngine) -> None:
    await create_tables(engine, IdempotencyKey.metadata)

    with pytest.raises(RefusedError):
        await pay(engine, is_refused=True)

    assert await pay(engine, is_refused=False) == 201
