from collections.abc import Awaitable, Callable

from sqlalchemy import text

from app.core.database import Database
from tests.patterns.sets.conftest import Serve


async def test_repeated_payment_is_made_once(
    serve: Serve,
    database: Database,
    database_variable: str,
    create_tables_of: Callable[[str], Awaitable[None]],
) -> None:
    await create_tables_of("idempotency")

    async with serve("idempotency", DATABASE_URL=database_variable) as served:
        client = served.client
        client.headers["Idempotency-Key"] = "a1"
        first = await client.post("/payments", json={"cents": 1200})
        again = await client.post("/payments", json={"cents": 1200})
        other = await client.post("/payments", json={"cents": 99})

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    async with database.sessions() as session:
        assert await session.scalar(text("SELECT sum(cents) FROM payments")) == 1200
