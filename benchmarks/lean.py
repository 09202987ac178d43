"""The leanest FastAPI and async SQLAlchemy for the same work, on the same tables.

Each handler does by itself what its answer needs; the schemas are the shop's, so that
as much is validated and the same is answered. There are no layers, no middleware, no
limits, metrics, request ids or problems.
"""

import hashlib
import os
import secrets
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from anyio import to_thread
from fastapi import Depends, FastAPI, Form, Header, HTTPException, Response
from fastapi.security import OAuth2PasswordBearer
from pwdlib import PasswordHash
from pydantic import BaseModel
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import (
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from app.auth.schemas import LoginForm, TokenPair
from app.core.pagination import Page
from app.core.passwords import DUMMY_HASH
from app.items.dependencies import ItemQuery
from app.items.schemas import ItemCreate, ItemRead
from app.orders.schemas import OrderCreate, OrderRead
from app.users.schemas import UserRead
from benchmarks.lean_models import (
    CENT,
    AuthSession,
    IdempotencyKey,
    Item,
    Order,
    OrderLine,
    OutboxMessage,
    RefreshToken,
    User,
    select_user,
)
from benchmarks.tokens import LIFETIME, InvalidTokenError, read, sign

REFRESH = timedelta(days=30)

engine = create_async_engine(
    os.environ["APP_DATABASE_URL"],
    pool_size=int(os.environ["APP_DATABASE_POOL_SIZE"]),
    max_overflow=int(os.environ["APP_DATABASE_MAX_OVERFLOW"]),
)
sessions = async_sessionmaker(engine, expire_on_commit=False)
hasher = PasswordHash.recommended()
app = FastAPI(openapi_url=None)


class Health(BaseModel):
    """The body of the shop's `/health`."""

    status: str = "ok"


async def get_session() -> AsyncGenerator[AsyncSession]:
    """Commit at the end, before the response is sent."""
    async with sessions() as session:
        yield session
        await session.commit()


SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]
Token = Annotated[str, Depends(OAuth2PasswordBearer(tokenUrl="/api/v1/auth/token"))]


async def get_current_user(token: Token, session: SessionDep) -> User:
    """Verify the token and load its user."""
    try:
        claims = read(token)
    except InvalidTokenError as error:
        raise HTTPException(401) from error
    user = await session.scalar(select_user(claims))
    if user is None:
        raise HTTPException(401)
    return user


CurrentUser = Annotated[User, Depends(get_current_user)]


@app.get("/health")
async def health() -> Health:
    """Return a constant."""
    return Health()


@app.get("/api/v1/users/me", response_model=UserRead)
async def read_me(user: CurrentUser) -> User:
    """Return the current user."""
    return user


@app.get("/api/v1/items", response_model=Page[ItemRead])
async def list_items(params: ItemQuery, session: SessionDep) -> dict[str, Any]:
    """List items ordered by ID, with the total."""
    for_sale = select(Item).where(Item.is_archived.is_(False))
    count = select(func.count()).select_from(for_sale.subquery())
    total = await session.scalar(count)
    rows = await session.scalars(
        for_sale.order_by(Item.id).offset(params.offset).limit(params.page_size)
    )
    page = {"page": params.page, "page_size": params.page_size, "total": total}
    return {"items": rows.all(), **page}


@app.post("/api/v1/items", status_code=201, response_model=ItemRead)
async def create_item(data: ItemCreate, user: CurrentUser, session: SessionDep) -> Item:
    """Store an item."""
    if user.role != "admin":
        raise HTTPException(403)
    values = data.model_dump(exclude={"price"})
    item = Item(**values, cents=int(data.price / CENT))
    session.add(item)
    await session.flush()
    return item


@app.post("/api/v1/orders", status_code=201, response_model=OrderRead)
async def place_order(
    data: OrderCreate,
    user: CurrentUser,
    session: SessionDep,
    key: Annotated[str, Header(alias="Idempotency-Key")],
) -> Response:
    """Reserve the stock; store order, outbox message and idempotency key."""
    claimed = await session.scalar(
        insert(IdempotencyKey)
        .values(owner_id=user.id, key=key, fingerprint=fingerprint(data))
        .on_conflict_do_nothing()
        .returning(IdempotencyKey.id)
    )
    if claimed is None:
        return await repeat(session, user.id, key, data)
    lines = [await take(session, *line) for line in sorted(data.quantities.items())]
    cents = sum(line.cents * line.quantity for line in lines)
    order = Order(user_id=user.id, cents=cents, lines=lines)
    session.add(order)
    await session.flush()
    payload = {"order_id": order.id, "user_id": user.id}
    session.add(OutboxMessage(topic="order_placed", payload=payload))
    body = OrderRead.model_validate(order).model_dump_json()
    await session.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.id == claimed)
        .values(status_code=201, body=body)
    )
    return Response(body, 201, media_type="application/json")


def fingerprint(data: OrderCreate) -> str:
    """Return the hash that identifies a request body."""
    return hashlib.sha256(data.model_dump_json().encode()).hexdigest()


async def take(session: AsyncSession, item_id: int, quantity: int) -> OrderLine:
    """Reserve the stock of an item and return the order line."""
    taken = await session.execute(
        update(Item)
        .where(Item.id == item_id, Item.is_archived.is_(False))
        .where(Item.stock >= quantity)
        .values(
            stock=Item.stock - quantity,
            version=Item.version + 1,
            updated_at=func.now(),
        )
        .returning(Item.name, Item.cents)
    )
    if (row := taken.one_or_none()) is None:
        raise HTTPException(409)
    return OrderLine(item_id=item_id, name=row[0], cents=row[1], quantity=quantity)


async def repeat(
    session: AsyncSession, user_id: int, key: str, data: OrderCreate
) -> Response:
    """Return the stored response of the first request with this key."""
    first = await session.scalar(
        select(IdempotencyKey).where(
            IdempotencyKey.owner_id == user_id, IdempotencyKey.key == key
        )
    )
    if first is None or first.fingerprint != fingerprint(data):
        raise HTTPException(422)
    return Response(first.body, 201, media_type="application/json")


@app.post("/api/v1/auth/token")
async def create_token(
    form: Annotated[LoginForm, Form()],
    session: SessionDep,
    user_agent: Annotated[str | None, Header()] = None,
) -> TokenPair:
    """Verify the password, start a session, sign a token."""
    user = await session.scalar(select(User).where(User.email == form.username))
    password = form.password.get_secret_value()
    known = user.password_hash if user else DUMMY_HASH
    is_right, _ = await to_thread.run_sync(hasher.verify_and_update, password, known)
    if user is None or not is_right or not user.is_active:
        raise HTTPException(401)
    session_id, refresh_token = await start_session(session, user, user_agent)
    return TokenPair(
        access_token=sign(user.id, session_id),
        refresh_token=refresh_token,
        expires_in=int(LIFETIME.total_seconds()),
    )


async def start_session(
    session: AsyncSession, user: User, user_agent: str | None
) -> tuple[int, str]:
    """Store a session and a token hash; return session ID and refresh token."""
    now = datetime.now(UTC)
    await session.execute(
        delete(AuthSession)
        .where(AuthSession.user_id == user.id, AuthSession.expires_at <= now)
        .execution_options(synchronize_session=False)
    )
    login = AuthSession(
        user_id=user.id,
        user_agent=user_agent,
        created_at=now,
        last_used_at=now,
        expires_at=now + REFRESH,
    )
    session.add(login)
    await session.flush()
    token = secrets.token_urlsafe(32)
    token_hash = hashlib.sha256(token.encode()).hexdigest()
    session.add(RefreshToken(session_id=login.id, token_hash=token_hash))
    return login.id, token
