import asyncio
from collections.abc import Awaitable, Callable

import pytest
from accounts import CORRECT_HORSE, account
from fastapi import FastAPI
from httpx import AsyncClient, Response
from servers import shop_processes
from sqlalchemy import func, select
from token_use import are_revoked, assert_refused, exchange, pass_time, refresh

from app.config import Settings
from app.core.database import Database, unit_of_work
from app.sessions.models import RefreshToken

LogIn = Callable[..., Awaitable[Response]]


FORM = {
    "grant_type": "password",
    "username": "ada@example.com",
    "password": CORRECT_HORSE,
}


async def add_ada(database: Database) -> None:
    async with unit_of_work(database) as session:
        session.add(account("ada@example.com"))


async def test_two_tabs_that_refresh_at_once_stay_logged_in(
    client: AsyncClient, app: FastAPI, log_in: LogIn, committing_database: Database
) -> None:
    app.state.database = committing_database
    await add_ada(committing_database)
    token = (await log_in()).json()["refresh_token"]

    pairs = await asyncio.gather(*[exchange(client, token) for _ in range(5)])

    assert len(set(pairs)) == 5
    assert (await refresh(client, pairs[2])).status_code == 200
    async with committing_database.sessions() as session:
        assert await are_revoked(session) == [False]


async def test_of_two_successors_used_at_once_one_chain_remains(
    client: AsyncClient, app: FastAPI, log_in: LogIn, committing_database: Database
) -> None:
    app.state.database = committing_database
    await add_ada(committing_database)
    token = (await log_in()).json()["refresh_token"]
    successors = [await exchange(client, token) for _ in range(2)]

    await asyncio.gather(*[exchange(client, each) for each in successors])

    async with committing_database.sessions() as session:
        times = select(func.count(RefreshToken.used_at.distinct()))
        assert await session.scalar(times) == 2  # `token`, then both successors


@pytest.mark.processes
async def test_two_processes_that_refresh_at_once_keep_session(
    settings: Settings, committing_database: Database
) -> None:
    await add_ada(committing_database)
    url = settings.database_url.render_as_string(hide_password=False)

    with shop_processes(2, {"APP_DATABASE_URL": url}) as shops:
        async with (
            AsyncClient(base_url=shops[0].url) as one,
            AsyncClient(base_url=shops[1].url) as two,
        ):
            pair = (await one.post("/api/v1/auth/token", data=FORM)).json()
            token = pair["refresh_token"]
            for _ in range(20):
                token = pair["refresh_token"]
                responses = await asyncio.gather(
                    *[refresh(each, token) for each in (one, two, one, two)]
                )
                pair = responses[-1].json()
                assert [each.status_code for each in responses] == [200] * 4
            async with unit_of_work(committing_database) as session:
                await pass_time(session, 11)
            reused = await refresh(one, token)
            after = await refresh(two, pair["refresh_token"])

    assert_refused(reused)
    assert_refused(after)
    async with committing_database.sessions() as session:
        assert await are_revoked(session) == [True]
