"""The table of outbox messages."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, PrimaryKey, Timestamps, UtcDateTime
from app.core.request_ids import LONGEST_ID


class OutboxMessage(Timestamps, Base):
    """An event, committed in the transaction of the change that it announces.

    It is pending until `delivered_at` or, after too many attempts,
    `dead_lettered_at` is set. Workers claim it from `available_at` on; a claim moves
    that time ahead by the lease. `request_id` names the request that made the change.
    """

    __tablename__ = "outbox_messages"

    id: Mapped[PrimaryKey]
    topic: Mapped[str] = mapped_column(String(100))
    payload: Mapped[Any] = mapped_column(JSON, nullable=False)
    attempts: Mapped[int] = mapped_column(server_default="0")
    available_at: Mapped[datetime] = mapped_column(
        UtcDateTime, server_default=func.now()
    )
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dead_lettered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(String(200))
    request_id: Mapped[str | None] = mapped_column(String(LONGEST_ID))


PENDING = OutboxMessage.delivered_at.is_(None) & OutboxMessage.dead_lettered_at.is_(
    None
)
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
