"""A cart whose line is inserted or updated by one statement."""

from sqlalchemy.dialects.postgresql import insert  # SQLite has the same clause
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
    line = insert(CartLine).values(cart_id=cart_id, article=article, pieces=1)
    await session.execute(
        line.on_conflict_do_update(
            index_elements=[CartLine.cart_id, CartLine.article],
            set_={"pieces": CartLine.pieces + line.excluded.pieces},
        )
    )
