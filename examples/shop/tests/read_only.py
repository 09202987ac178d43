"""Sessions that cannot write, although they share a transaction with others."""

from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

READ_ONLY = {
    "postgresql": ("SET LOCAL transaction_read_only = on", None),
    "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
}
"""What begins it and what ends it; PostgreSQL ends it with the savepoint."""


class ReadOnlySession(Session):
    """Stands in for a `READ ONLY` transaction inside a test's own transaction."""


@event.listens_for(ReadOnlySession, "after_begin")
def refuse_writes(session: Session, _: object, connection: Connection) -> None:
    begin, end = READ_ONLY[connection.dialect.name]
    connection.exec_driver_sql(begin)
    if end:
        session.info["allow_writes"] = lambda: connection.exec_driver_sql(end)


@event.listens_for(ReadOnlySession, "after_transaction_end")
def allow_writes(session: Session, *_: object) -> None:
    allow: Any = session.info.pop("allow_writes", None)
    if allow:
        allow()
