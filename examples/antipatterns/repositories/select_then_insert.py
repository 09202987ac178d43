# /// bad
# also = {DB-005 = "two concurrent additions to a stored line lose one, which DB-005 shows"}
# harm = "tests/antipatterns/repositories/test_select_then_insert.py::test_second_concurrent_addition_fails"
# right = "examples/patterns/repositories/upsert.py"
# ///
"""A cart whose line is looked up before it is inserted."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class CartLine(Base):
    """How many pieces of an article are in a cart."""

    __tablename__ = "cart_lines"

    cart_id: Mapped[int] = mapped_column(primary_key=True)
    article: Mapped[str] = mapped_column(primary_key=True)
    pieces: Mapped[int]


async def add_to_cart(session: AsyncSession, cart_id: int, article: str) -> None:
    """Add one piece to a cart."""
    line = await session.get(CartLine, (cart_id, article))
    if line is None:
        session.add(CartLine(cart_id=cart_id, article=article, pieces=1))
    else:
        line.pieces += 1
    await session.flush()
