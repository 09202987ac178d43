"""Two tabs that refresh at the same time."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from antipatterns.security.rotation_without_reuse_interval import StrictSessionService
from app.core.database import Database, unit_of_work
from app.sessions.service import Grant, SessionService

DAY, INTERVAL = timedelta(days=1), timedelta(seconds=10)


async def refresh_in_two_tabs(
    database: Database, service: type[SessionService], token: str
) -> tuple[Grant | None, Grant | None]:
    """Return what each tab gets for the same token."""

    async def refresh() -> Grant | None:
        async with unit_of_work(database) as session:
            return await service.on(session).refresh(token, DAY, INTERVAL)

    return await asyncio.gather(refresh(), refresh())


async def is_live(database: Database, user_id: int) -> bool:
    """Return whether the user still has a session."""
    async with database.sessions() as session:
        return bool(await SessionService.on(session).list_live(user_id))


async def test_two_tabs_are_logged_out(
    login: Grant, database: Database, measured: Callable[[str], None]
) -> None:
    answers = await refresh_in_two_tabs(
        database, StrictSessionService, login.refresh_token
    )

    refused = answers.count(None)
    assert refused == 1
    assert not await is_live(database, login.user_id)
    measured(
        f"Two tabs sent the same refresh token at once: {refused} was refused, and the"
        " session of both was revoked."
    )


async def test_shop_answers_both_tabs(login: Grant, database: Database) -> None:
    answers = await refresh_in_two_tabs(database, SessionService, login.refresh_token)

    assert None not in answers
    assert await is_live(database, login.user_id)


@pytest.mark.usefixtures("login")
async def test_unknown_token_gets_no_grant(database: Database) -> None:
    async with unit_of_work(database) as session:
        unknown = await StrictSessionService.on(session).refresh(
            "unknown", DAY, INTERVAL
        )

    assert unknown is None
