from collections.abc import Awaitable, Callable

from sqlalchemy import text

from app.core.database import Database, unit_of_work
from tests.patterns.sets.conftest import Serve


async def insert(database: Database, *paths: str) -> None:
    async with unit_of_work(database) as session:
        for path in paths:
            await session.execute(
                text("INSERT INTO visits (path) VALUES (:path)"), {"path": path}
            )


async def test_pages_miss_and_repeat_no_row_while_rows_are_added(
    serve: Serve,
    database: Database,
    database_variable: str,
    create_tables_of: Callable[[str], Awaitable[None]],
) -> None:
    await create_tables_of("keyset_pagination")
    await insert(database, "/a", "/b", "/c")

    async with serve("keyset_pagination", DATABASE_URL=database_variable) as served:
        first = (await served.client.get("/visits?page_size=2")).json()
        await insert(database, "/d")
        params = {"page_size": 2, "cursor": first["next_cursor"]}
        last = (await served.client.get("/visits", params=params)).json()
        forged = await served.client.get("/visits?cursor=x")

    assert (first["items"], last["items"]) == (["/c", "/b"], ["/a"])
    assert last["next_cursor"] is None
    assert forged.status_code == 422
