"""What one account has is nobody else's: asked of every route with an id."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

import pytest
from accounts import CORRECT_HORSE, SignIn
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Settings
from app.items.models import Item
from app.main import create_app
from app.notifications.models import Notification
from app.outbox.models import OutboxMessage

Make = Callable[[AsyncClient, AsyncSession], Awaitable[int]]


async def make_user(ada: AsyncClient, _: AsyncSession) -> int:
    user_id: int = (await ada.get("/api/v1/users/me")).json()["id"]
    return user_id


async def make_session(ada: AsyncClient, _: AsyncSession) -> int:
    form = {
        "grant_type": "password",
        "username": "ada@example.com",
        "password": CORRECT_HORSE,
    }
    await ada.post("/api/v1/auth/token", data=form)
    session_id: int = (await ada.get("/api/v1/auth/sessions")).json()[0]["id"]
    return session_id


async def make_notification(ada: AsyncClient, session: AsyncSession) -> int:
    user_id = await make_user(ada, session)
    message = OutboxMessage(topic="tea", payload={})
    session.add(message)
    await session.flush()
    notification = Notification(
        user_id=user_id, outbox_message_id=message.id, kind="tea", text="Ready."
    )
    session.add(notification)
    await session.commit()
    return notification.id


async def make_item(_: AsyncClient, session: AsyncSession) -> int:
    item = Item(name="Tea", price=Decimal("2.50"), stock=5)
    session.add(item)
    await session.commit()
    return item.id


async def make_order(ada: AsyncClient, session: AsyncSession) -> int:
    line = {"item_id": await make_item(ada, session), "quantity": 1}
    key = {"Idempotency-Key": "first"}
    placed = await ada.post("/api/v1/orders", json={"lines": [line]}, headers=key)
    order_id: int = placed.json()["id"]
    return order_id


# How to make what an id in a path names: a route with a new id has to add its own.
OWNED: dict[str, Make] = {
    "user_id": make_user,
    "session_id": make_session,
    "notification_id": make_notification,
    "item_id": make_item,
    "order_id": make_order,
}
# What everyone may do with whatever the id names.
COMMON = {("get", "/api/v1/items/{item_id}")}
# What needs no token.
OPEN = COMMON | {
    ("get", "/health"),
    ("get", "/ready"),
    ("get", "/metrics"),
    ("get", "/api/v1/items"),
    ("post", "/api/v1/users"),
    ("post", "/api/v1/auth/token"),
    ("post", "/api/v1/auth/refresh"),
    ("post", "/api/v1/auth/logout"),
}


def operations(app: FastAPI) -> list[tuple[str, str]]:
    """Return method and path of everything that the app says it serves."""
    paths: dict[str, dict[str, Any]] = app.openapi()["paths"]
    return [(method, path) for path, found in paths.items() for method in found]


def ids(path: str) -> list[str]:
    """Return the names of the path's parameters."""
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


ALL = operations(create_app(Settings()))
OF_SOMEBODY = [each for each in ALL if ids(each[1]) and each not in COMMON]
CLOSED = [each for each in ALL if each not in OPEN]


def name(operation: tuple[str, str]) -> str:
    """Return how a test of it is called."""
    return " ".join(operation)


def test_document_names_what_is_asked() -> None:
    assert ("get", "/api/v1/users/{user_id}") in OF_SOMEBODY
    assert ("delete", "/api/v1/auth/sessions/{session_id}") in OF_SOMEBODY
    assert set(ALL) >= OPEN - {("get", "/metrics")}


@pytest.mark.parametrize(("method", "path"), OF_SOMEBODY, ids=map(name, OF_SOMEBODY))
async def test_nobody_reaches_what_another_user_has(
    sign_in: SignIn, admin: AsyncClient, session: AsyncSession, method: str, path: str
) -> None:
    ada, grace = await sign_in(), await sign_in("grace@example.com")
    found = {each: await OWNED[each](ada, session) for each in ids(path)}
    path = path.format_map(found)

    response = await grace.request(method, path, json={})
    allowed = [await each.request(method, path, json={}) for each in (ada, admin)]

    assert response.status_code in {403, 404}
    assert response.headers["content-type"] == "application/problem+json"
    assert {each.status_code for each in allowed} - {401, 403, 404}


@pytest.mark.parametrize(("method", "path"), CLOSED, ids=map(name, CLOSED))
async def test_nobody_gets_in_without_a_token(
    client: AsyncClient, method: str, path: str
) -> None:
    response = await client.request(
        method, path.format_map(dict.fromkeys(ids(path), 1)), json={}
    )

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.json()["code"] == "not_authenticated"
