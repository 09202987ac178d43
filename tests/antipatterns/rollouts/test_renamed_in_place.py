"""Requests to two versions of a service while a column is renamed."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData

from antipatterns.rollouts import renamed_in_place as wrong
from app.core.database import Database
from patterns.rollouts import renamed_column as right
from patterns.rollouts import required_column, version_1
from patterns.rollouts.backfill import backfill
from tests.patterns.rollouts.customers import ENOUGH, Traffic, apply

type CreateTables = Callable[[MetaData], Awaitable[None]]

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def send_to_both(traffic: Traffic) -> tuple[int, int]:
    """Send as many requests to each version; return how many failed."""
    traffic.failed.clear()
    for version in "12":
        for _ in range(ENOUGH):
            await traffic.send(version, "POST", "/customers", "Ada")
    return traffic.failed["1"], traffic.failed["2"]


async def test_running_version_fails_after_the_rename(
    database: Database, create_tables: CreateTables, measured: Callable[[str], None]
) -> None:
    await create_tables(version_1.Base.metadata)
    traffic = Traffic(database)

    before = await send_to_both(traffic)
    await apply(database, wrong.upgrade)
    after = await send_to_both(traffic)

    assert (before, after) == ((0, ENOUGH), (ENOUGH, 0))
    measured(
        f"Before the rename, {before[1]} of {ENOUGH} requests to the new version "
        f"failed; after it, {after[0]} of {ENOUGH} to the old version."
    )


async def test_no_request_fails_between_expand_and_contract(
    database: Database, create_tables: CreateTables
) -> None:
    await create_tables(version_1.Base.metadata)
    traffic = Traffic(database)
    stored = await traffic.send("1", "POST", "/customers", "Ada")

    async with traffic.between("1"):
        await traffic.go_on("1")
        await apply(database, right.expand)
        await traffic.go_on("1")
        await backfill(database, size=10)
        await traffic.go_on("1")
    assert await traffic.send("2", "GET", f"/customers/{stored}") == '"Ada"'
    async with traffic.between("1", "2"):
        await traffic.go_on("1", "2")
    async with traffic.between("2"):
        for step in (
            required_column.refuse_new_nulls,
            required_column.validate,
            required_column.require,
            right.contract,
        ):
            await apply(database, step)
            await traffic.go_on("2")

    assert (traffic.failed.total(), traffic.stale) == (0, 0)
