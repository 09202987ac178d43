"""The table of items."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, String, false
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, PrimaryKey, Timestamps
from app.core.money import Money


class Item(Timestamps, Base):
    """An item for sale. Every update, of the stock too, increments the version."""

    __tablename__ = "items"
    __table_args__ = (
        CheckConstraint("stock >= 0", name="stock"),
        CheckConstraint("price >= 0", name="price"),
    )

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(String(100))
    description: Mapped[str | None] = mapped_column(String(1000))
    price: Mapped[Decimal] = mapped_column(Money)
    stock: Mapped[int]
    is_archived: Mapped[bool] = mapped_column(default=False, server_default=false())
    version: Mapped[int] = mapped_column(default=1, server_default="1")
