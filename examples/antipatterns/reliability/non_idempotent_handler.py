# /// bad
# harm = "tests/antipatterns/reliability/test_non_idempotent_handler.py::test_repeated_delivery_notifies_twice"
# right = "examples/shop/app/notifications/repository.py"
# ///
"""A message handler that inserts a row at every delivery."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.events import OrderPlaced
from app.outbox.schemas import Message


class Base(DeclarativeBase):
    """The tables of this example."""


class Notification(Base):
    """A notification of one account."""

    __tablename__ = "notifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    text: Mapped[str]


async def on_order_placed(session: AsyncSession, message: Message) -> None:
    """Notify the customer who placed the order."""
    order = OrderPlaced.model_validate(message.payload)
    text = f"Your order {order.order_id} has been placed."
    session.add(Notification(user_id=order.user_id, text=text))
