"""The routes of orders: everyone places, sees and cancels his own."""

from fastapi import APIRouter, status

from app.core.pagination import CursorPage, CursorQuery
from app.core.problems import problem_responses
from app.orders.dependencies import OrderId, OrderServiceDep, RequestKey
from app.orders.schemas import OrderCreate, OrderRead
from app.users.dependencies import CurrentUser

NOT_FOUND = problem_responses(status.HTTP_404_NOT_FOUND)

router = APIRouter(
    prefix="/orders",
    tags=["orders"],
    responses=problem_responses(status.HTTP_401_UNAUTHORIZED),
)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(status.HTTP_409_CONFLICT),
)
async def place_order(
    data: OrderCreate, user: CurrentUser, key: RequestKey, orders: OrderServiceDep
) -> OrderRead:
    """Place an order. A repeat with the same key gets the first answer."""
    return await orders.place_once(user.id, key, data)


@router.get("")
async def list_orders(
    params: CursorQuery, user: CurrentUser, orders: OrderServiceDep
) -> CursorPage[OrderRead]:
    """List your orders, the newest first."""
    return await orders.list_own(user.id, params)


@router.get("/{order_id}", responses=NOT_FOUND)
async def read_order(
    order_id: OrderId, user: CurrentUser, orders: OrderServiceDep
) -> OrderRead:
    """Read one of your orders."""
    return await orders.read(user.id, order_id)


@router.post("/{order_id}/cancel", responses=NOT_FOUND)
async def cancel_order(
    order_id: OrderId, user: CurrentUser, orders: OrderServiceDep
) -> OrderRead:
    """Cancel an order. A second time changes nothing."""
    return await orders.cancel(user.id, order_id)
