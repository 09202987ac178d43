"""The queries on orders. It flushes; who began the unit of work commits."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.core.batches import delete_batch
from app.core.database import violated_constraint
from app.core.pagination import CursorParams
from app.orders.models import UNIQUE_KEY, IdempotencyKey, Order, OrderStatus


class OrderRepository:
    """Reads and writes orders in the session of one unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, order: Order) -> None:
        """Write a new order with its lines."""
        self.session.add(order)
        await self.session.flush()

    async def get_own(self, user_id: int, order_id: int) -> Order | None:
        """Return the account's order with its lines, or None."""
        return await self.session.scalar(of(user_id).where(Order.id == order_id))

    async def list_own(self, user_id: int, params: CursorParams) -> Sequence[Order]:
        """Return the page that the cursor leads to, and one order more if there is.

        The page begins behind a key, not at a number: orders that are placed
        meanwhile shift nothing, and the last page costs as much as the first.
        """
        chosen = of(user_id)
        if params.cursor is not None:
            chosen = chosen.where(Order.id < params.cursor)
        rows = await self.session.scalars(
            chosen.order_by(Order.id.desc()).limit(params.page_size + 1)
        )
        return rows.all()

    async def cancel(self, user_id: int, order_id: int) -> bool:
        """Cancel it; tell whether it was this call that did."""
        cancelled = await self.session.scalar(
            update(Order)
            .where(Order.id == order_id, Order.user_id == user_id)
            .where(Order.status == OrderStatus.PLACED)
            .values(status=OrderStatus.CANCELLED)
            .returning(Order.id)
        )
        return cancelled is not None

    async def claim(self, key: IdempotencyKey) -> bool:
        """Write the key; tell whether it is new.

        A repeat at the same time waits here until the first one has been committed,
        or takes over when it is rolled back.
        """
        try:
            async with self.session.begin_nested():
                self.session.add(key)
        except IntegrityError as error:
            if violated_constraint(error) == UNIQUE_KEY:
                return False
            raise
        return True

    async def find_key(self, user_id: int, key: str) -> IdempotencyKey:
        """Return the key that was there first."""
        found = await self.session.scalars(
            select(IdempotencyKey).where(
                IdempotencyKey.user_id == user_id, IdempotencyKey.key == key
            )
        )
        return found.one()

    async def delete_keys(self, before: datetime, limit: int) -> int:
        """Forget what was asked by then: the same request would be a new one."""
        age = IdempotencyKey.created_at
        return await delete_batch(
            self.session, IdempotencyKey, age <= before, age, limit
        )


def of(user_id: int) -> Select[Order]:
    """Select the account's orders; the lines of all come with one statement."""
    return (
        select(Order)
        .where(Order.user_id == user_id)
        .options(selectinload(Order.lines))
        .execution_options(populate_existing=True)
    )
