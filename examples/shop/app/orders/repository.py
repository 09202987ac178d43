"""The queries on orders. It flushes; the unit of work commits."""

from collections.abc import Sequence

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.core.pagination import CursorParams
from app.orders.models import Order, OrderStatus


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
        return await self.session.scalar(
            select_own(user_id).where(Order.id == order_id)
        )

    async def list_own(self, user_id: int, params: CursorParams) -> Sequence[Order]:
        """Return the page after the cursor, and one more order if there is one.

        The page starts after a key, not at an offset: new orders shift nothing, and
        the last page costs as much as the first.
        """
        chosen = select_own(user_id)
        if params.cursor is not None:
            chosen = chosen.where(Order.id < params.cursor)
        rows = await self.session.scalars(
            chosen.order_by(Order.id.desc()).limit(params.page_size + 1)
        )
        return rows.all()

    async def cancel(self, user_id: int, order_id: int) -> bool:
        """Cancel a placed order; return whether this call did it."""
        cancelled = await self.session.scalar(
            update(Order)
            .where(Order.id == order_id, Order.user_id == user_id)
            .where(Order.status == OrderStatus.PLACED)
            .values(status=OrderStatus.CANCELLED)
            .returning(Order.id)
        )
        return cancelled is not None


def select_own(user_id: int) -> Select[Order]:
    """Select the account's orders; one more statement loads the lines of all."""
    return (
        select(Order)
        .where(Order.user_id == user_id)
        .options(selectinload(Order.lines))
        .execution_options(populate_existing=True)
    )
