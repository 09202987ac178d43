"""The table of notifications."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, PrimaryKey, Timestamps, UtcDateTime


class Notification(Timestamps, Base):
    """One notification of one account.

    The unique constraint makes the handler idempotent: a message that is delivered
    twice creates one row. The row outlives its message, which is purged.
    """

    __tablename__ = "notifications"
    __table_args__ = (UniqueConstraint("outbox_message_id"),)

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    outbox_message_id: Mapped[int | None] = mapped_column(
        ForeignKey("outbox_messages.id", ondelete="SET NULL")
    )
    kind: Mapped[str] = mapped_column(String(50))
    text: Mapped[str] = mapped_column(String(200))
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
