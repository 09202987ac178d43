"""Delete many rows in batches, each within the statement timeout (DB-020)."""

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
    """Delete up to `limit` matching rows in `order`; return their number.

    `order` should have an index. On PostgreSQL the query skips rows that another
    transaction has locked. The CTE is evaluated once: as a subquery inside `IN`, a
    nested loop can evaluate it for each row, and delete more rows than the limit.
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
