"""An attacker who uses a stolen refresh token seconds after its owner."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from antipatterns.security.forked_token_chain import ForkingSessionService
from app.core.database import Database, unit_of_work
from app.sessions.service import Grant, SessionService

DAY = timedelta(days=1)
REUSE_INTERVAL, NO_INTERVAL = timedelta(seconds=10), timedelta(0)
LONG = timedelta(hours=1)
ROUNDS = 5


async def count_renewals(
    database: Database, service: type[SessionService], stolen: str
) -> int:
    """Use the token as owner and as attacker, then renew in turns until a refusal."""

    async def refresh(token: str, interval: timedelta) -> str:
        async with unit_of_work(database) as session:
            grant = await service.on(session).refresh(token, DAY, interval)
        return grant.refresh_token if grant else ""

    tokens = [await refresh(stolen, REUSE_INTERVAL) for _ in ("owner", "attacker")]
    renewals = 0
    for _ in range(ROUNDS):
        for holder, token in enumerate(tokens):
            tokens[holder] = await refresh(token, NO_INTERVAL)
            if not tokens[holder]:
                return renewals
            renewals += 1
    return renewals


async def test_attacker_keeps_second_chain_undetected(
    login: Grant, database: Database, measured: Callable[[str], None]
) -> None:
    renewals = await count_renewals(
        database, ForkingSessionService, login.refresh_token
    )

    assert renewals == 2 * ROUNDS
    measured(
        f"Owner and attacker renewed {renewals} times after the interval, and no"
        " reuse was detected."
    )


async def test_shop_detects_second_chain_at_its_first_use(
    login: Grant, database: Database
) -> None:
    assert await count_renewals(database, SessionService, login.refresh_token) == 1
    async with database.sessions() as session:
        assert not await SessionService.on(session).list_live(login.user_id)


@pytest.mark.usefixtures("login")
async def test_unknown_token_gets_no_grant(database: Database) -> None:
    async with unit_of_work(database) as session:
        unknown = await ForkingSessionService.on(session).refresh(
            "unknown", DAY, REUSE_INTERVAL
        )

    assert unknown is None


async def test_reuse_after_the_interval_revokes_the_session(
    login: Grant, database: Database
) -> None:
    async with unit_of_work(database) as session:
        service = ForkingSessionService.on(session)
        first = await service.refresh(login.refresh_token, DAY, REUSE_INTERVAL)
        second = await service.refresh(login.refresh_token, DAY, -LONG)

    assert first is not None
    assert second is None
