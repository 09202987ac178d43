"""Many rows, a few at a time, so that none is locked for long."""

from typing import Any

from sqlalchemy import ColumnElement, delete, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from app.core.database import Base


async def delete_batch(
    session: AsyncSession,
    model: type[Base],
    condition: ColumnElement[bool],
    order: InstrumentedAttribute[Any],
    limit: int,
) -> int:
    """Delete the first rows that fulfil the condition; return how many there were.

    Order by what has an index. On PostgreSQL rows that somebody else holds are left
    for the next time.
    """
    [key] = inspect(model).primary_key
    chosen = (
        select(key)
        .where(condition)
        .order_by(order)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    deleted = await session.scalars(
        delete(model)
        .where(key.in_(chosen))
        .returning(key)
        .execution_options(synchronize_session=False)
    )
    return len(deleted.all())
