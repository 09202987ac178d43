"""The shop's tables, mapped with the plainest types."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    DateTime,
    ForeignKey,
    Identity,
    Select,
    exists,
    func,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

CENT = Decimal("0.01")

Key = Annotated[int, mapped_column(Identity(), primary_key=True)]
Time = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Stamp = Annotated[
    datetime, mapped_column(DateTime(timezone=True), server_default=func.now())
]


class Base(DeclarativeBase):
    """The base of the models; the shop's migrations create the tables."""


class User(Base):
    """An account."""

    __tablename__ = "users"
    id: Mapped[Key]
    email: Mapped[str]
    full_name: Mapped[str | None]
    password_hash: Mapped[str]
    role: Mapped[str]
    is_active: Mapped[bool]
    version: Mapped[int]
    created_at: Mapped[Stamp]
    updated_at: Mapped[Stamp]


class Item(Base):
    """An item of the catalogue; the column `price` holds cents."""

    __tablename__ = "items"
    id: Mapped[Key]
    name: Mapped[str]
    description: Mapped[str | None]
    cents: Mapped[int] = mapped_column("price")
    stock: Mapped[int]
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Stamp]
    updated_at: Mapped[Stamp]

    @property
    def price(self) -> Decimal:
        """The amount in the response."""
        return self.cents * CENT


class Order(Base):
    """What a user has ordered."""

    __tablename__ = "orders"
    id: Mapped[Key]
    user_id: Mapped[int]
    status: Mapped[str] = mapped_column(default="placed")
    cents: Mapped[int] = mapped_column("total")
    created_at: Mapped[Stamp]
    updated_at: Mapped[Stamp]
    lines: Mapped[list["OrderLine"]] = relationship()

    @property
    def total(self) -> Decimal:
        """The amount in the response."""
        return self.cents * CENT


class OrderLine(Base):
    """The quantity of one item in an order."""

    __tablename__ = "order_lines"
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    cents: Mapped[int] = mapped_column("unit_price")
    quantity: Mapped[int]

    @property
    def unit_price(self) -> Decimal:
        """The amount in the response."""
        return self.cents * CENT


class IdempotencyKey(Base):
    """A completed request and its response."""

    __tablename__ = "idempotency_keys"
    id: Mapped[Key]
    owner_id: Mapped[int]
    key: Mapped[str]
    fingerprint: Mapped[str]
    status_code: Mapped[int | None]
    body: Mapped[str | None]


class OutboxMessage(Base):
    """An event for the worker to deliver."""

    __tablename__ = "outbox_messages"
    id: Mapped[Key]
    topic: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)


class AuthSession(Base):
    """A login."""

    __tablename__ = "auth_sessions"
    id: Mapped[Key]
    user_id: Mapped[int]
    user_agent: Mapped[str | None]
    created_at: Mapped[Time]
    last_used_at: Mapped[Time]
    expires_at: Mapped[Time]
    revoked_at: Mapped[Time | None]


class RefreshToken(Base):
    """The hash of an issued refresh token."""

    __tablename__ = "refresh_tokens"
    id: Mapped[Key]
    session_id: Mapped[int]
    token_hash: Mapped[str]


def select_user(claims: Mapping[str, Any]) -> Select[User]:
    """Select the active user of a token whose session is not revoked."""
    is_live = exists().where(
        AuthSession.id == int(claims["sid"]),
        AuthSession.user_id == int(claims["sub"]),
        AuthSession.revoked_at.is_(None),
        AuthSession.expires_at > datetime.now(UTC),
    )
    return select(User).where(User.id == int(claims["sub"]), User.is_active, is_live)
