"""The logic of orders, for routes and jobs."""

from app.core.pagination import CursorPage, CursorParams, encode_cursor
from app.events import ORDER_PLACED, OrderPlaced
from app.items.schemas import ItemRead
from app.items.service import ItemService
from app.orders.exceptions import OrderNotFoundError
from app.orders.models import Order, OrderLine
from app.orders.repository import OrderRepository
from app.orders.schemas import OrderCreate, OrderRead
from app.outbox.service import OutboxService


class OrderService:
    """Takes and returns schemas, raises domain errors, the unit of work commits."""

    def __init__(
        self, orders: OrderRepository, items: ItemService, outbox: OutboxService
    ) -> None:
        self.orders = orders
        self.items = items
        self.outbox = outbox

    async def place(self, user_id: int, data: OrderCreate) -> OrderRead:
        """Reduce the stock, then store the order and its event.

        ItemUnavailableError or OutOfStockError for an item; the caller rolls back.
        """
        items = await self.items.reduce_stock(data.quantities)
        lines = [order_line(item, data.quantities[item.id]) for item in items]
        total = sum(line.unit_price * line.quantity for line in lines)
        order = Order(user_id=user_id, total=total, lines=lines)
        await self.orders.add(order)
        placed = OrderPlaced(order_id=order.id, user_id=user_id)
        await self.outbox.add(ORDER_PLACED, placed.model_dump())
        return OrderRead.model_validate(order)

    async def read(self, user_id: int, order_id: int) -> OrderRead:
        """Return an order; OrderNotFoundError unless the account owns it."""
        return OrderRead.model_validate(await self._find(user_id, order_id))

    async def list_own(
        self, user_id: int, params: CursorParams
    ) -> CursorPage[OrderRead]:
        """Return one page of the account's orders, newest first."""
        found = await self.orders.list_own(user_id, params)
        page = [OrderRead.model_validate(one) for one in found[: params.page_size]]
        is_last = len(found) == len(page)
        return CursorPage(
            items=page, next_cursor=None if is_last else encode_cursor(page[-1].id)
        )

    async def cancel(self, user_id: int, order_id: int) -> OrderRead:
        """Cancel an order and return its stock; a second call changes nothing.

        OrderNotFoundError unless the account owns it.
        """
        is_first = await self.orders.cancel(user_id, order_id)
        order = await self._find(user_id, order_id)
        if is_first:
            await self.items.increase_stock(
                {line.item_id: line.quantity for line in order.lines}
            )
        return OrderRead.model_validate(order)

    async def _find(self, user_id: int, order_id: int) -> Order:
        order = await self.orders.get_own(user_id, order_id)
        if order is None:
            raise OrderNotFoundError(order_id)
        return order


def order_line(item: ItemRead, quantity: int) -> OrderLine:
    """Return a line with the item's present name and price."""
    return OrderLine(
        item_id=item.id, name=item.name, unit_price=item.price, quantity=quantity
    )
