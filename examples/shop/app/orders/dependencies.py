"""How a route gets the service: session, repositories, service, by annotation."""

from typing import Annotated

from fastapi import Depends, Header, Path

from app.core.database import LARGEST_KEY, SessionDep
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
OrderId = Annotated[int, Path(ge=1, le=LARGEST_KEY)]
RequestKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=100,
        pattern=r"^[\x21-\x7e]+$",
        description=(
            "The client makes one for each order, and repeats it in a retry. "
            "It counts for a day at least; later the same key may place a new order."
        ),
    ),
]
