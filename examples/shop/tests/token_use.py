"""Uses tokens over the API, and reads the state of their sessions."""

from datetime import timedelta

from httpx import AsyncClient, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.problems import TYPES
from app.sessions.models import AuthSession, RefreshToken


async def refresh(client: AsyncClient, token: str) -> Response:
    return await client.post("/api/v1/auth/refresh", json={"refresh_token": token})


async def exchange(client: AsyncClient, token: str) -> str:
    """Return the refresh token that a valid one is exchanged for."""
    response = await refresh(client, token)
    assert response.status_code == 200
    successor: str = response.json()["refresh_token"]
    return successor


def assert_refused(response: Response) -> None:
    """Every refusal looks the same, so an attacker learns nothing from it."""
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": f"{TYPES}invalid-token",
        "title": "Invalid token",
        "status": 401,
        "detail": "The token is expired, revoked or not valid.",
        "instance": response.request.url.path,
        "code": "invalid_token",
    }


async def pass_time(session: AsyncSession, seconds: float) -> None:
    """Move what happened so far into the past, as if so many seconds had passed."""
    for row in await session.scalars(select(RefreshToken)):
        if row.used_at is not None:
            row.used_at -= timedelta(seconds=seconds)
    for login in await session.scalars(select(AuthSession)):
        login.last_used_at -= timedelta(seconds=seconds)
    await session.commit()
    session.expire_all()


async def are_revoked(session: AsyncSession) -> list[bool]:
    """Return for each session, in order of id, whether it is revoked."""
    rows = await session.scalars(
        select(AuthSession.revoked_at.is_not(None)).order_by(AuthSession.id)
    )
    return list(rows)
