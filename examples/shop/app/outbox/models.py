"""How messages wait for their delivery."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, PrimaryKey, Timestamps, UtcDateTime
from app.core.request_ids import LONGEST_ID


class OutboxMessage(Timestamps, Base):
    """What is to be told to others, stored with the change that it tells of.

    It is pending until `delivered_at` or, after too many attempts, `parked_at` is
    set. `available_at` is when it may next be taken: a worker that takes it moves
    this ahead, so that nobody else does, and a worker's death only delays it.
    `request_id` is of the request that made the change, if one did.
    """

    __tablename__ = "outbox_messages"

    id: Mapped[PrimaryKey]
    topic: Mapped[str] = mapped_column(String(100))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    attempts: Mapped[int] = mapped_column(server_default="0")
    available_at: Mapped[datetime] = mapped_column(
        UtcDateTime, server_default=func.now()
    )
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    parked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(String(200))
    request_id: Mapped[str | None] = mapped_column(String(LONGEST_ID))


PENDING = OutboxMessage.delivered_at.is_(None) & OutboxMessage.parked_at.is_(None)
Index(
    None,
    OutboxMessage.available_at,
    postgresql_where=PENDING,
    sqlite_where=PENDING,
)
DELIVERED = OutboxMessage.delivered_at.is_not(None)
Index(  # for the purge
    None,
    OutboxMessage.delivered_at,
    postgresql_where=DELIVERED,
    sqlite_where=DELIVERED,
)
