"""What a client reads from a replica that lags behind the primary."""

import asyncio
import os
import tempfile
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from logged_process import free_port
from servers import PostgresqlServer, folder_for
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.scaling import reads_from_replica as wrong
from app.core.database import Database, DatabaseOptions, create_engine, unit_of_work
from patterns.scaling import read_replica as right

STORE = text("INSERT INTO notes VALUES ('new')")
NOT_YET_PAUSED = "SELECT (pg_get_wal_replay_pause_state() <> 'paused')::int"
COUNT = text("SELECT count(*) FROM notes")

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture(scope="module")
def replica_server(postgresql: PostgresqlServer) -> Iterator[PostgresqlServer]:
    """Run a streaming replica of the tests' server."""
    parent = folder_for(postgresql.user)
    with tempfile.TemporaryDirectory(prefix="replica-", dir=parent) as name:
        folder = Path(name)
        if postgresql.user is not None:
            os.chown(folder, postgresql.user, -1)
        replica = PostgresqlServer(
            folder / "server.log",
            folder=folder,
            programs=postgresql.programs,
            user=postgresql.user,
            port=free_port(),
        )
        source = ["-h", "127.0.0.1", "-p", str(postgresql.port), "-U", "app"]
        options = ["-D", str(folder / "data"), "-R", "-c", "fast", "--no-sync"]
        assert replica.run(replica.program("pg_basebackup"), *source, *options) == 0
        try:
            replica.start()
            yield replica
        finally:
            replica.stop()


@asynccontextmanager
async def opened(
    server: PostgresqlServer, name: str | None
) -> AsyncGenerator[Database]:
    """Open a database of a server."""
    url = make_url(server.url).set(database=name)
    database = Database(create_engine(url, DatabaseOptions()))
    yield database
    await database.engine.dispose()


async def ask(database: Database, statement: str) -> int:
    async with database.sessions() as session:
        return await session.scalar(text(statement)) or 0


@pytest.fixture
async def cluster(
    database: Database, replica_server: PostgresqlServer
) -> AsyncGenerator[right.Cluster]:
    """Yield a primary with one table, and its replica, which has replayed it."""
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE notes (body text)"))
    found = right.Cluster(primary=database, replica=database)
    position = await found.position()
    async with opened(replica_server, "postgres") as default:
        await replayed(default, position)
    async with opened(replica_server, database.engine.url.database) as replica:
        yield right.Cluster(primary=database, replica=replica)


async def replayed(replica: Database, position: int) -> None:
    """Wait until the replica has reached a position."""
    async with asyncio.timeout(30):
        while await ask(replica, "SELECT pg_last_wal_replay_lsn()") < position:
            pass


@asynccontextmanager
async def lag(replica: Database) -> AsyncGenerator[None]:
    """Let the replica receive and not replay."""
    await ask(replica, "SELECT pg_wal_replay_pause()")
    async with asyncio.timeout(30):
        while await ask(replica, NOT_YET_PAUSED):
            pass
    try:
        yield
    finally:
        await ask(replica, "SELECT pg_wal_replay_resume()")


async def store(cluster: right.Cluster) -> None:
    async with unit_of_work(cluster.primary) as session:
        await session.execute(STORE)


async def is_replica(session: AsyncSession) -> bool:
    return bool(await session.scalar(text("SELECT pg_is_in_recovery()")))


async def test_client_misses_its_own_write(
    cluster: right.Cluster, measured: Callable[[str], None]
) -> None:
    followed = wrong.Cluster(cluster.primary, cluster.replica)

    async with lag(cluster.replica):
        await store(cluster)
        async with followed.session() as session:
            found = await session.scalar(COUNT)

    assert found == 0
    measured(
        "The replica lagged. After its commit, the client read from it and "
        f"found {found} of 1 rows."
    )


async def test_client_reads_its_own_write_from_the_primary(
    cluster: right.Cluster,
) -> None:
    async with lag(cluster.replica):
        await store(cluster)
        position = await cluster.position()
        async with cluster.session_after(position) as session:
            found = await session.scalar(COUNT)
            from_replica = await is_replica(session)

    assert (found, from_replica) == (1, False)


async def test_replica_that_has_caught_up_serves_the_read(
    cluster: right.Cluster,
) -> None:
    await store(cluster)
    position = await cluster.position()
    await replayed(cluster.replica, position)

    async with cluster.session_after(position) as session:
        found = await session.scalar(COUNT)
        from_replica = await is_replica(session)

    assert (found, from_replica) == (1, True)


async def test_primary_serves_the_read_while_the_replica_is_down(
    database: Database,
) -> None:
    url = database.engine.url.set(port=free_port())
    down = Database(create_engine(url, DatabaseOptions()))
    cluster = right.Cluster(primary=database, replica=down)

    position = await cluster.position()
    async with cluster.session_after(position) as session:
        from_replica = await is_replica(session)

    assert not from_replica
    assert down.outages.next_at > 0  # the outage is in the log
