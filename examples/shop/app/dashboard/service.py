"""Asks several domains at the same time."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, read_session
from app.core.pagination import CursorParams, Page
from app.core.tokens import AccessToken
from app.dashboard.schemas import Dashboard
from app.notifications.schemas import NotificationParams, NotificationRead
from app.notifications.service import NotificationService
from app.orders.schemas import OrderRead
from app.orders.service import OrderService
from app.users.schemas import UserRead
from app.users.service import UserService

SHOWN = 5


@dataclass(frozen=True)
class Domains:
    """How the service of each domain is put together on a session."""

    users: Callable[[AsyncSession], Awaitable[UserService]]
    orders: Callable[[AsyncSession], Awaitable[OrderService]]
    notifications: Callable[[AsyncSession], Awaitable[NotificationService]]


class DashboardService:
    """Gives each question a session of its own: one session is for one task.

    It holds no connection while it waits for these. A request that kept one and
    asked the pool for more could wait for requests that do the same.
    """

    def __init__(self, database: Database, domains: Domains) -> None:
        self.database = database
        self.domains = domains

    async def read(self, token: AccessToken) -> Dashboard:
        """Gather everything; InvalidTokenError when the token counts no more.

        What one question raises ends the others.
        """
        try:
            async with asyncio.TaskGroup() as group:
                profile = group.create_task(self.read_profile(token))
                orders = group.create_task(self.list_orders(token.user_id))
                unread = group.create_task(self.list_unread(token.user_id))
        except ExceptionGroup as errors:  # the first one is what a handler knows
            raise errors.exceptions[0] from errors
        return Dashboard(
            profile=profile.result(),
            recent_orders=orders.result(),
            unread_notifications=unread.result(),
        )

    async def read_profile(self, token: AccessToken) -> UserRead:
        """Return the account, if the token still speaks for it."""
        async with read_session(self.database) as session:
            users = await self.domains.users(session)
            return await users.authorize(token)

    async def list_orders(self, user_id: int) -> list[OrderRead]:
        """Return the latest orders."""
        async with read_session(self.database) as session:
            orders = await self.domains.orders(session)
            page = await orders.list_own(user_id, CursorParams(page_size=SHOWN))
            return page.items

    async def list_unread(self, user_id: int) -> Page[NotificationRead]:
        """Return the newest of the unread notifications, and how many there are."""
        params = NotificationParams(unread=True, page_size=SHOWN)
        async with read_session(self.database) as session:
            notifications = await self.domains.notifications(session)
            return await notifications.list_own(user_id, params)
