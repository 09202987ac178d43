# /// bad
# ast-grep = ["ERR-003"]
# harm = "tests/antipatterns/errors/test_returned_error.py::test_returned_error_is_answered_200_and_stored"
# right = "examples/patterns/errors/domain_error_rolls_back.py"
# ///
"""An error that is returned like a result."""

from fastapi import APIRouter
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.dependencies import SessionDep


class Base(DeclarativeBase):
    """The tables of this example."""


class Order(Base):
    """Some pieces of an article."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    pieces: Mapped[int]


router = APIRouter()


@router.post("/orders")
async def create_order(pieces: int, session: SessionDep) -> dict[str, int | str]:
    """Order some pieces."""
    order = Order(pieces=pieces)
    session.add(order)
    await session.flush()
    if pieces > 1:
        return {"error": "Only 1 piece is left."}
    return {"id": order.id}
