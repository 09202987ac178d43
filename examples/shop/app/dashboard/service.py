"""Asks several domains at the same time."""

import asyncio
from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, unit_of_work
from app.core.pagination import Page
from app.core.tokens import Subject
from app.dashboard.schemas import Dashboard
from app.notifications.schemas import NotificationParams, NotificationRead
from app.notifications.service import NotificationService
from app.users.schemas import UserRead
from app.users.service import UserService

SHOWN = 5


class DashboardService:
    """Gives each question a session of its own: one session is for one task.

    It holds no connection while it waits for these. A request that kept one and
    asked the pool for more could wait for requests that do the same.
    """

    def __init__(
        self,
        database: Database,
        users: Callable[[AsyncSession], UserService],
        notifications: Callable[[AsyncSession], NotificationService],
    ) -> None:
        self.database = database
        self.users = users
        self.notifications = notifications

    async def read(self, subject: Subject) -> Dashboard:
        """Gather everything; InvalidTokenError when the token counts no more.

        What one question raises ends the others.
        """
        try:
            async with asyncio.TaskGroup() as group:
                profile = group.create_task(self.read_profile(subject))
                unread = group.create_task(self.list_unread(subject.user_id))
        except ExceptionGroup as errors:  # the first one is what a handler knows
            raise errors.exceptions[0] from errors
        return Dashboard(profile=profile.result(), unread_notifications=unread.result())

    async def read_profile(self, subject: Subject) -> UserRead:
        """Return the account, if the token still speaks for it."""
        async with unit_of_work(self.database) as session:
            return await self.users(session).authorize(subject)

    async def list_unread(self, user_id: int) -> Page[NotificationRead]:
        """Return the newest of the unread notifications, and how many there are."""
        params = NotificationParams(unread=True, page_size=SHOWN)
        async with unit_of_work(self.database) as session:
            return await self.notifications(session).list_own(user_id, params)
