from collections.abc import Awaitable, Callable

from tests.patterns.sets.conftest import Serve


async def test_request_commits_all_or_nothing(
    serve: Serve,
    database_variable: str,
    create_tables_of: Callable[[str], Awaitable[None]],
) -> None:
    await create_tables_of("unit_of_work")

    async with serve("unit_of_work", DATABASE_URL=database_variable) as served:
        stored = await served.client.post("/notes", json=["tea", "milk"])
        refused = await served.client.post("/notes", json=["bread", "tea"])
        listed = await served.client.get("/notes")

    assert (stored.status_code, refused.status_code) == (201, 409)
    assert listed.json() == ["tea", "milk"]
