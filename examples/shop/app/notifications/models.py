"""How notifications are stored."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, PrimaryKey, Timestamps, UtcDateTime

UNIQUE_MESSAGE = "uq_notifications_outbox_message_id"


class Notification(Timestamps, Base):
    """One thing that one account is told.

    An outbox message makes one at most: the constraint turns a delivery that is
    repeated into no second row, whoever repeats it. It outlives the message, which
    is deleted some time after its delivery.
    """

    __tablename__ = "notifications"
    __table_args__ = (UniqueConstraint("outbox_message_id", name=UNIQUE_MESSAGE),)

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    outbox_message_id: Mapped[int | None] = mapped_column(
        ForeignKey("outbox_messages.id", ondelete="SET NULL")
    )
    kind: Mapped[str] = mapped_column(String(50))
    text: Mapped[str] = mapped_column(String(200))
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
