"""Two health checks of a database that does not listen on TCP yet."""

import socket
from collections.abc import Callable

import pytest
from servers import PostgresqlServer

from tests.patterns.compose.compose_file import (
    FILE,
    check_health,
    end_initialization,
    read_config,
)

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/compose/socket_health_check.yaml"


def test_database_is_healthy_before_it_listens(
    starting: PostgresqlServer, shown: Shown, measured: Callable[[str], None]
) -> None:
    database = read_config(shown(WRONG))["services"]["postgres"]

    status = check_health(database, starting)

    assert status == 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", starting.port))
    measured(
        f"`pg_isready` ended with status {status}, while PostgreSQL refused every"
        " connection over TCP."
    )


def test_database_is_healthy_once_it_listens(
    starting: PostgresqlServer, shown: Shown
) -> None:
    database = read_config(shown(FILE))["services"]["postgres"]

    before = check_health(database, starting)
    end_initialization(starting)

    assert (before, check_health(database, starting)) == (2, 0)
