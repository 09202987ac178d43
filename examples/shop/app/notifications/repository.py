"""The queries on notifications. It flushes; who began the unit of work commits."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import violated_constraint
from app.notifications.models import UNIQUE_MESSAGE, Notification
from app.notifications.schemas import NotificationParams


class NotificationRepository:
    """Reads and writes notifications in the session of one unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get_own(self, user_id: int, notification_id: int) -> Notification | None:
        """Return the account's notification, or None."""
        return await self.session.scalar(
            select(Notification).where(
                Notification.id == notification_id, Notification.user_id == user_id
            )
        )

    async def list_own(
        self, user_id: int, params: NotificationParams
    ) -> tuple[Sequence[Notification], int]:
        """Return one page, the newest first, and the count of all."""
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

    async def add_once(self, notification: Notification) -> bool:
        """Write it; tell whether it is new.

        The savepoint keeps the unit of work alive when the row is there already.
        """
        try:
            async with self.session.begin_nested():
                self.session.add(notification)
        except IntegrityError as error:
            if violated_constraint(error) == UNIQUE_MESSAGE:
                return False
            raise
        return True
