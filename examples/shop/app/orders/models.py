"""How orders are stored."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Enum,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, PrimaryKey, Timestamps
from app.core.money import Money

UNIQUE_KEY = "uq_idempotency_keys_user_id_key"


class OrderStatus(StrEnum):
    """How far an order has come."""

    PLACED = "placed"
    CANCELLED = "cancelled"


def stored_statuses(statuses: type[OrderStatus]) -> list[str]:
    """Store `placed`; SQLAlchemy by itself would store the name, `PLACED`."""
    return [status.value for status in statuses]


class Order(Timestamps, Base):
    """What somebody has bought, for as much as it cost then."""

    __tablename__ = "orders"
    __table_args__ = (Index(None, "user_id", "id"),)

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    status: Mapped[OrderStatus] = mapped_column(
        Enum(
            OrderStatus, native_enum=False, length=20, values_callable=stored_statuses
        ),
        default=OrderStatus.PLACED,
    )
    total: Mapped[Decimal] = mapped_column(Money)
    lines: Mapped[list["OrderLine"]] = relationship(
        lazy="raise", order_by="OrderLine.item_id"
    )


class OrderLine(Base):
    """Pieces of one item; name and price stay what they were."""

    __tablename__ = "order_lines"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    unit_price: Mapped[Decimal] = mapped_column(Money)
    quantity: Mapped[int]


class IdempotencyKey(Timestamps, Base):
    """A request that was carried out, and what it was answered."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        UniqueConstraint("user_id", "key", name=UNIQUE_KEY),
        Index(None, "created_at"),  # for the purge
    )

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    key: Mapped[str] = mapped_column(String(100))
    request_hash: Mapped[str] = mapped_column(String(64))
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
