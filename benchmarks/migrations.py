"""How long writes wait while a migration changes a table of a million rows."""

import asyncio
from collections.abc import Sequence
from itertools import count
from time import perf_counter

import asyncpg

from benchmarks.results import Migration

ROWS = 1_000_000
LIMIT_MS = 100.0
"""The longest that a write may wait for a change that is made as it should be."""
STRIDE = 7919  # so that the writes are spread over the table
PAUSE = 0.002  # seconds between two writes
LOCK_TIMEOUT = "SET lock_timeout = '2s'"
TABLE = """
    CREATE TABLE parcels AS
    SELECT n AS id, 'Parcel ' || n AS name, n % 7 AS weight, NULL::int AS depot
    FROM generate_series(1, $1::int) n
"""
CHANGES: dict[str, tuple[str, ...]] = {
    "a column with a constant default": (
        "ALTER TABLE parcels ADD COLUMN colour text NOT NULL DEFAULT 'brown'",
    ),
    "a column with a default of its own for each row": (
        "ALTER TABLE parcels ADD COLUMN code uuid NOT NULL DEFAULT gen_random_uuid()",
    ),
    "an index": ("CREATE INDEX ix_name ON parcels (name)",),
    "an index, concurrently": (
        "CREATE INDEX CONCURRENTLY ix_weight ON parcels (weight, name)",
    ),
    "NOT NULL": ("ALTER TABLE parcels ALTER COLUMN weight SET NOT NULL",),
    "NOT NULL, checked beforehand": (
        "ALTER TABLE parcels ADD CONSTRAINT ck_name CHECK (name IS NOT NULL) NOT VALID",
        "ALTER TABLE parcels VALIDATE CONSTRAINT ck_name",
        "ALTER TABLE parcels ALTER COLUMN name SET NOT NULL",
        "ALTER TABLE parcels DROP CONSTRAINT ck_name",
    ),
}
HELD = {
    "a column with a constant default",
    "an index, concurrently",
    "NOT NULL, checked beforehand",
}
"""The changes that are held to the limit; the others show why."""


class Writer:
    """Updates one row after another, and records the longest wait."""

    def __init__(self, connection: asyncpg.Connection, rows: int) -> None:
        self.connection = connection
        self.rows = rows
        self.longest = 0.0

    async def write(self) -> None:
        """Write until cancelled."""
        for number in count():
            row = number * STRIDE % self.rows + 1
            began = perf_counter()
            await self.connection.execute(
                "UPDATE parcels SET depot = 1 WHERE id = $1", row
            )
            self.longest = max(self.longest, perf_counter() - began)
            await asyncio.sleep(PAUSE)


async def measure(address: str, rows: int) -> list[Migration]:
    """Create the table, and migrate it under write load."""
    address = address.replace("+asyncpg", "")
    owner, other = await asyncpg.connect(address), await asyncpg.connect(address)
    try:
        await owner.execute(LOCK_TIMEOUT)
        await owner.execute(TABLE.replace("$1::int", str(rows)))
        await owner.execute("ALTER TABLE parcels ADD PRIMARY KEY (id)")
        return [
            await change(owner, Writer(other, rows), title, statements)
            for title, statements in CHANGES.items()
        ]
    finally:
        await owner.close()
        await other.close()


async def change(
    owner: asyncpg.Connection, writer: Writer, title: str, statements: Sequence[str]
) -> Migration:
    """Run one migration."""
    task = asyncio.create_task(writer.write())
    await asyncio.sleep(0.2)
    writer.longest = 0.0
    began = perf_counter()
    for statement in statements:
        await owner.execute(statement)
    seconds = perf_counter() - began
    await asyncio.sleep(0.2)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return Migration(
        title=title,
        statements=list(statements),
        seconds=seconds,
        longest_wait_ms=writer.longest * 1e3,
        limit_ms=LIMIT_MS if title in HELD else None,
    )
