"""How many connections a rollout can open, and whether they fit."""

from dataclasses import dataclass

from app.core.database import DatabaseOptions

ROLLOUT = 2  # old and new processes run at once


@dataclass(frozen=True)
class Pooler:
    """The limits of PgBouncer."""

    max_client_conn: int
    max_db_connections: int


def client_connections(processes: int, options: DatabaseOptions) -> int:
    """Return the most connections that all processes open."""
    return ROLLOUT * processes * (options.pool_size + options.max_overflow)


def fits(clients: int, pooler: Pooler, max_connections: int, reserved: int) -> bool:
    """Return whether PgBouncer accepts the clients, and PostgreSQL accepts PgBouncer.

    `reserved` is what migrations, monitoring and superusers need.
    """
    return (
        clients <= pooler.max_client_conn
        and pooler.max_db_connections <= max_connections - reserved
    )
