# /// bad
# harm = "tests/antipatterns/reliability/test_note_per_delivery.py::test_a_repeated_delivery_tells_twice"
# right = "examples/shop/app/notifications/repository.py"
# ///
"""A handler that counts on each message to come once."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.outbox.schemas import Message, OrderPlaced


class Base(DeclarativeBase):
    """The tables of this example."""


class Note(Base):
    """One thing that one account is told."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    text: Mapped[str]


async def on_order_placed(session: AsyncSession, message: Message) -> None:
    """Tell whoever placed the order."""
    order = OrderPlaced.model_validate(message.payload)
    text = f"Your order {order.order_id} has been placed."
    session.add(Note(user_id=order.user_id, text=text))
