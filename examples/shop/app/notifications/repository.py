"""The queries on notifications. It flushes; the unit of work commits."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite has the same clause
from sqlalchemy.ext.asyncio import AsyncSession

from app.notifications.models import Notification
from app.notifications.schemas import NotificationCreate, NotificationParams


class NotificationRepository:
    """Reads and writes notifications in the session of one unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def list_own(
        self, user_id: int, params: NotificationParams
    ) -> tuple[Sequence[Notification], int]:
        """Return one page of the account's notifications, newest first, and the total.

        The total counts all that match the filter.
        """
        chosen = select(Notification).where(Notification.user_id == user_id)
        if params.unread:
            chosen = chosen.where(Notification.read_at.is_(None))
        total = await self.session.scalar(
            select(func.count()).select_from(chosen.subquery())
        )
        rows = await self.session.scalars(
            chosen.order_by(Notification.id.desc())
            .offset(params.offset)
            .limit(params.page_size)
        )
        return rows.all(), total or 0

    async def mark_read(
        self, user_id: int, notification_id: int, now: datetime
    ) -> Notification | None:
        """Set the time unless one is set; None if the account has no such row.

        One statement reads and writes: of two requests at once the first one wins.
        """
        return await self.session.scalar(
            update(Notification)
            .where(Notification.id == notification_id, Notification.user_id == user_id)
            .values(read_at=func.coalesce(Notification.read_at, now))
            .returning(Notification)
            .execution_options(populate_existing=True, synchronize_session=False)
        )

    async def add_once(self, message_id: int, data: NotificationCreate) -> bool:
        """Insert a row unless the message has one; return whether it was inserted."""
        inserted = await self.session.scalar(
            insert(Notification)
            .values(outbox_message_id=message_id, **data.model_dump())
            .on_conflict_do_nothing(index_elements=[Notification.outbox_message_id])
            .returning(Notification.id)
        )
        return inserted is not None
