"""The dependencies of the order routes."""

from typing import Annotated

from fastapi import Depends, Path, Query

from app.core.dependencies import SessionDep
from app.core.keys import LARGEST_KEY
from app.core.pagination import CursorParams
from app.items.dependencies import ItemServiceDep
from app.orders.repository import OrderRepository
from app.orders.service import OrderService
from app.outbox.dependencies import OutboxServiceDep


async def get_order_service(
    session: SessionDep, items: ItemServiceDep, outbox: OutboxServiceDep
) -> OrderService:
    """Return the service of this request; all of its parts share one transaction."""
    return OrderService(OrderRepository(session), items, outbox)


OrderServiceDep = Annotated[OrderService, Depends(get_order_service)]
CursorQuery = Annotated[CursorParams, Query()]
OrderId = Annotated[int, Path(ge=1, le=LARGEST_KEY)]
