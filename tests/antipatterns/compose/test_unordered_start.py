"""A migration that Compose starts while PostgreSQL creates its database."""

from collections.abc import Callable

from logged_process import wait_until
from servers import PostgresqlServer
from sqlalchemy import make_url
from workers import database_variable

from tests.patterns.compose.compose_file import (
    FILE,
    Config,
    check_health,
    command_of,
    end_initialization,
    read_config,
    run_in_shop,
)

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/compose/unordered_start.yaml"


def migrate_at_start(config: Config, server: PostgresqlServer) -> int:
    """Start the migration when its condition is met; return its exit status."""
    migrate, database = config["services"]["migrate"], config["services"]["postgres"]
    condition = migrate["depends_on"]["postgres"]["condition"]
    if condition == "service_healthy" and check_health(database, server) != 0:
        end_initialization(server)
        wait_until(lambda: check_health(database, server) == 0, "a healthy database")
    variables = database_variable(make_url(server.url))
    return run_in_shop(command_of(migrate), variables).returncode


def test_migration_fails_while_the_database_starts(
    starting: PostgresqlServer, shown: Shown, measured: Callable[[str], None]
) -> None:
    status = migrate_at_start(read_config(shown(WRONG)), starting)

    assert status == 1
    measured(
        "Compose started the migration while PostgreSQL listened on no port:"
        f" `alembic upgrade head` ended with status {status}."
    )


def test_migration_waits_for_a_healthy_database(
    starting: PostgresqlServer, shown: Shown
) -> None:
    assert migrate_at_start(read_config(shown(FILE)), starting) == 0
