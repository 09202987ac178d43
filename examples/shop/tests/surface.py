"""The operations of the app, and how to make a row that a path's parameter names."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

from accounts import CORRECT_HORSE
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Settings
from app.items.models import Item
from app.main import create_app
from app.notifications.models import Notification
from app.outbox.models import OutboxMessage

SESSIONS = "/api/v1/auth/sessions"
STOCK = 1_000_000

type Make = Callable[[AsyncClient, AsyncSession], Awaitable[int]]
type Operation = tuple[str, str]


async def read_account(owner: AsyncClient, _: AsyncSession) -> int:
    """Return the ID of the owner's account."""
    user_id: int = (await owner.get("/api/v1/users/me")).json()["id"]
    return user_id


async def make_session(owner: AsyncClient, _: AsyncSession) -> int:
    """Log the owner in once more."""
    before = {login["id"] for login in (await owner.get(SESSIONS)).json()}
    email = (await owner.get("/api/v1/users/me")).json()["email"]
    form = {"grant_type": "password", "username": email, "password": CORRECT_HORSE}
    await owner.post("/api/v1/auth/token", data=form)
    after = {login["id"] for login in (await owner.get(SESSIONS)).json()}
    [session_id] = after - before
    return int(session_id)


async def make_notification(owner: AsyncClient, session: AsyncSession) -> int:
    """Notify the owner."""
    message = OutboxMessage(topic="tea", payload={})
    session.add(message)
    await session.flush()
    notification = Notification(
        user_id=await read_account(owner, session),
        outbox_message_id=message.id,
        kind="tea",
        text="Ready.",
    )
    session.add(notification)
    await session.commit()
    return notification.id


async def make_item(_: AsyncClient, session: AsyncSession) -> int:
    """Add an item that stays in stock."""
    item = Item(name="Tea", price=Decimal("2.50"), stock=STOCK)
    session.add(item)
    await session.commit()
    return item.id


async def make_order(owner: AsyncClient, session: AsyncSession) -> int:
    """Place an order of the owner."""
    line = {"item_id": await make_item(owner, session), "quantity": 1}
    key = {"Idempotency-Key": "first"}
    placed = await owner.post("/api/v1/orders", json={"lines": [line]}, headers=key)
    order_id: int = placed.json()["id"]
    return order_id


OWNED: dict[str, Make] = {
    "user_id": read_account,
    "session_id": make_session,
    "notification_id": make_notification,
    "item_id": make_item,
    "order_id": make_order,
}
"""How to make a row of the client's account, by the name of the path's parameter."""

COMMON: set[Operation] = {("get", "/api/v1/items/{item_id}")}
"""Operations on a row that everyone may do."""

OPEN: set[Operation] = COMMON | {
    ("get", "/health"),
    ("get", "/ready"),
    ("get", "/metrics"),
    ("get", "/api/v1/items"),
    ("post", "/api/v1/users"),
    ("post", "/api/v1/auth/token"),
    ("post", "/api/v1/auth/refresh"),
    ("post", "/api/v1/auth/logout"),
}
"""Operations that need no token."""


class NoSampleError(Exception):
    """A path has a parameter that the tests can't fill."""


async def make_owned(name: str, owner: AsyncClient, session: AsyncSession) -> int:
    """Make the row that a path's parameter names; NoSampleError for an unknown name."""
    if name not in OWNED:
        raise NoSampleError(
            f"A route has the new parameter {name!r}: add to OWNED in tests/surface.py "
            "how to make a row that it names."
        )
    return await OWNED[name](owner, session)


def operations() -> list[Operation]:
    """Return method and path of every operation that the app documents."""
    paths: dict[str, dict[str, Any]] = create_app(Settings()).openapi()["paths"]
    return [(method, path) for path, found in paths.items() for method in found]


def parameters(path: str) -> list[str]:
    """Return the names of the path's parameters."""
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


ALL = operations()
OF_ONE_ACCOUNT = [each for each in ALL if parameters(each[1]) and each not in COMMON]
NEED_TOKEN = [each for each in ALL if each not in OPEN]


def label(operation: Operation) -> str:
    """Return the name of a test of the operation."""
    return " ".join(operation)
