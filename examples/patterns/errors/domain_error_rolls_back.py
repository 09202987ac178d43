"""A domain error that rolls back the transaction."""

from fastapi import APIRouter, status
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.dependencies import SessionDep
from app.core.errors import ConflictError


class Base(DeclarativeBase):
    """The tables of this example."""


class Order(Base):
    """Some pieces of an article."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    pieces: Mapped[int]


class SoldOutError(ConflictError):
    """The stock is smaller than the order."""

    code = "sold_out"
    title = "Sold out"


router = APIRouter()


@router.post("/orders", status_code=status.HTTP_201_CREATED)
async def create_order(pieces: int, session: SessionDep) -> int:
    """Create an order and return its ID; SoldOutError if the stock is too small."""
    order = Order(pieces=pieces)
    session.add(order)
    await session.flush()
    if pieces > 1:
        raise SoldOutError("Only 1 piece is left.")
    return order.id
