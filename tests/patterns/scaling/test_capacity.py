"""Whether the numbers of app, PgBouncer and PostgreSQL agree."""

from collections.abc import Callable
from configparser import ConfigParser

import pytest
from sqlalchemy import text

from app.config import Settings
from app.core.database import Database, DatabaseOptions, read_session
from patterns.scaling.capacity import Pooler, client_connections, fits

PROCESSES = 20
RESERVED = 20  # for migrations, monitoring and superusers
MOST = text("SELECT current_setting('max_connections')::int")
FILE = "examples/shop/deploy/pgbouncer/pgbouncer.ini::pgbouncer"


@pytest.fixture
def settings_of_pgbouncer(shown: Callable[[str], str]) -> dict[str, str]:
    """Return the section that the page shows."""
    parser = ConfigParser()
    parser.read_string(shown(FILE))
    return dict(parser["pgbouncer"])


@pytest.fixture
def pooler(settings_of_pgbouncer: dict[str, str]) -> Pooler:
    found = settings_of_pgbouncer
    return Pooler(int(found["max_client_conn"]), int(found["max_db_connections"]))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_all_processes_of_a_rollout_fit(
    database: Database, pooler: Pooler, record_property: Callable[[str, object], None]
) -> None:
    options = DatabaseOptions()
    clients = client_connections(PROCESSES, options)
    async with read_session(database) as session:
        most = (await session.scalars(MOST)).one()

    assert fits(clients, pooler, most, RESERVED)
    assert clients > most
    record_property(
        "shown:connections",
        f"{PROCESSES} processes, old and new, with pools of {options.pool_size}: "
        f"{clients} connections\n"
        f"PgBouncer accepts {pooler.max_client_conn}, "
        f"and opens at most {pooler.max_db_connections}\n"
        f"PostgreSQL accepts {most}",
    )


@pytest.mark.parametrize(
    ("clients", "servers"), [(1001, 60), (1000, 81)], ids=["clients", "servers"]
)
def test_too_many_connections_do_not_fit(clients: int, servers: int) -> None:
    pooler = Pooler(max_client_conn=1000, max_db_connections=servers)

    assert not fits(clients, pooler, max_connections=100, reserved=20)


def test_client_waits_no_longer_than_for_a_statement(
    settings_of_pgbouncer: dict[str, str],
) -> None:
    settings = Settings()

    wait = float(settings_of_pgbouncer["query_wait_timeout"])
    assert wait <= settings.database_statement_timeout
    assert settings_of_pgbouncer["pool_mode"] == "transaction"
