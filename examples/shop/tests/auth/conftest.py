"""A user, and logins over the API."""

from collections.abc import Awaitable, Callable

import pytest
from accounts import CORRECT_HORSE, account
from httpx import AsyncClient, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.users.models import User

LogIn = Callable[..., Awaitable[Response]]


@pytest.fixture
async def ada(session: AsyncSession) -> User:
    user = account("ada@example.com")
    session.add(user)
    await session.commit()
    return user


@pytest.fixture
def log_in(client: AsyncClient) -> LogIn:
    """Return a function that posts the password form."""

    async def log_in(
        email: str = "ada@example.com", password: str = CORRECT_HORSE
    ) -> Response:
        form = {"grant_type": "password", "username": email, "password": password}
        return await client.post("/api/v1/auth/token", data=form)

    return log_in
