import asyncio

from fastapi import HTTPException, status
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from src.orders.models import Order


class OrderService:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, order_id: int) -> Order:
        order = await self.session.get(Order, order_id)
        if order is None:
            raise HTTPException(status.HTTP_404_NOT_FOUND, "no such order")
        return order

    async def totals(self) -> tuple[object, object]:
        return await asyncio.gather(
            self.session.scalars(select(Order)),
            self.session.scalars(select(Order.id)),
        )
