"""The routes of orders: each account places, reads and cancels its own."""

import json

from fastapi import APIRouter, Request, Response, status

from app.core.idempotency import IdempotencyDep
from app.core.pagination import CursorPage
from app.core.problems import problem_responses
from app.orders.dependencies import CursorQuery, OrderId, OrderServiceDep
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
    response_model=OrderRead,
    responses=problem_responses(status.HTTP_409_CONFLICT),
)
async def place_order(
    data: OrderCreate,
    user: CurrentUser,
    orders: OrderServiceDep,
    idempotency: IdempotencyDep,
    request: Request,
) -> Response:
    """Place an order; `Location` holds its path.

    A repeat with the same key gets the first response.
    """
    response = await idempotency.run(user.id, lambda: orders.place(user.id, data))
    order_id = json.loads(bytes(response.body))["id"]
    response.headers["Location"] = f"{request.url.path}/{order_id}"
    return response


@router.get("")
async def list_orders(
    params: CursorQuery, user: CurrentUser, orders: OrderServiceDep
) -> CursorPage[OrderRead]:
    """List your orders, newest first."""
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
    """Cancel an order. A second call changes nothing."""
    return await orders.cancel(user.id, order_id)
