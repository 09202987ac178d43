"""A refusal that undoes what came before it."""

from fastapi import APIRouter
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.database import SessionDep
from app.core.errors import ConflictError


class Base(DeclarativeBase):
    """The tables of this example."""


class Order(Base):
    """Some pieces of an article."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    pieces: Mapped[int]


class SoldOutError(ConflictError):
    """There are fewer pieces than were asked for."""

    code = "sold_out"
    title = "Sold out"


router = APIRouter()


@router.post("/orders")
async def create_order(pieces: int, session: SessionDep) -> int:
    """Order some pieces; return the number of the order."""
    order = Order(pieces=pieces)
    session.add(order)
    await session.flush()
    if pieces > 1:
        raise SoldOutError("Only 1 piece is left.")
    return order.id
