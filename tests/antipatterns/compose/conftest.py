"""PostgreSQL while it creates its database: it listens on no port yet."""

from collections.abc import Generator

import pytest
from servers import PostgresqlServer, postgresql_server

from tests.patterns.compose.compose_file import listen_on_socket_only


@pytest.fixture(scope="module")
def server() -> Generator[PostgresqlServer]:
    with postgresql_server() as server:
        yield server


@pytest.fixture
def starting(server: PostgresqlServer) -> PostgresqlServer:
    """Return a database that listens on no port yet."""
    listen_on_socket_only(server)
    return server
