"""Sessions that notice when what only reads would write."""

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from app.core.database import Database


class WriteWhileReadingError(Exception):
    """A `GET` would write: PostgreSQL commits that at once, SQLite loses it."""


class ReadingSession(Session):
    """Refuses to write, in tests only: no request pays for the asking."""


@event.listens_for(ReadingSession, "before_flush")
def refuse_rows(*_: object) -> None:
    """Refuse what was added, changed or deleted."""
    raise WriteWhileReadingError


@event.listens_for(ReadingSession, "do_orm_execute")
def refuse_statement(state: ORMExecuteState) -> None:
    """Refuse a statement that changes rows."""
    if state.is_insert or state.is_update or state.is_delete:
        raise WriteWhileReadingError


def refuse_writing(database: Database) -> Database:
    """Have the sessions that only read notice."""
    database.readers.configure(sync_session_class=ReadingSession)
    return database
