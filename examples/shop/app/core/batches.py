"""Deletes many rows in small batches, so that no transaction holds locks for long."""

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
    """Delete the first rows that fulfil the condition; return how many.

    `order` should have an index. On PostgreSQL rows that another transaction has
    locked are left for the next batch. The CTE runs once: the same subquery inside
    `IN` runs once for each row in a nested loop, and then the limit does not hold.
    """
    [key] = inspect(model).primary_key
    chosen = (
        select(key)
        .where(condition)
        .order_by(order)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("chosen")
    )
    deleted = await session.scalars(
        delete(model)
        .where(key.in_(chosen.select()))
        .returning(key)
        .execution_options(synchronize_session=False)
    )
    return len(deleted.all())
