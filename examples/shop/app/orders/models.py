"""The tables of orders and their lines."""

from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, PrimaryKey, Timestamps
from app.core.money import Money


class OrderStatus(StrEnum):
    """The states of an order."""

    PLACED = "placed"
    CANCELLED = "cancelled"


def stored_statuses(statuses: type[OrderStatus]) -> list[str]:
    """Return the stored values: by default SQLAlchemy stores names, `PLACED`."""
    return [status.value for status in statuses]


class Order(Timestamps, Base):
    """An order of one account; `total` never changes with the prices of items."""

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
    """The quantity of one item, with its name and price when the order was placed."""

    __tablename__ = "order_lines"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    unit_price: Mapped[Decimal] = mapped_column(Money)
    quantity: Mapped[int]
