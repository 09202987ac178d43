"""An order with a random public ID."""

from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Identity
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Order(Base):
    """An order; foreign keys use the internal ID."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    public_id: Mapped[UUID] = mapped_column(default=uuid4, unique=True)


class OrderRead(BaseModel):
    """An order as its owner sees it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID = Field(validation_alias="public_id")


async def place_order(session: AsyncSession) -> OrderRead:
    """Store an order."""
    order = Order()
    session.add(order)
    await session.flush()
    return OrderRead.model_validate(order)
