"""Compares the database's schema with the migrations of this release (DB-014)."""

from contextlib import suppress
from enum import StrEnum
from pathlib import Path

import structlog
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

from app.core.database import Database, read_session
from app.core.errors import DatabaseUnavailableError, UnavailableError

MIGRATIONS = Path(__file__).parents[2] / "migrations"
VERSIONS = Table("alembic_version", MetaData(), Column("version_num", String))
UPGRADE = "alembic upgrade head"

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class SchemaState(StrEnum):
    """How the database's schema compares with the one that this release needs.

    A later release has migrated a newer one. The old release meets it during a rolling
    deployment; expand-and-contract migrations keep it compatible.
    """

    CURRENT = "current"
    NEWER = "newer"
    OUTDATED = "outdated"


class SchemaOutdatedError(UnavailableError):
    """The database lacks a migration that this release needs."""

    code = "schema_outdated"
    title = "Schema outdated"

    def __init__(self) -> None:
        super().__init__(f"The database lacks migrations. Run `{UPGRADE}`.")


def read_revisions(connection: Connection) -> set[str]:
    """Return the revisions that Alembic has stored, none in an empty database.

    Alembic's `MigrationContext` would log two lines at every probe.
    """
    if not inspect(connection).has_table(VERSIONS.name):
        return set()
    return set(connection.scalars(select(VERSIONS.c.version_num)))


class Schema:
    """The revisions in the folder of migrations, read once at start."""

    def __init__(self) -> None:
        scripts = ScriptDirectory(str(MIGRATIONS))
        self.head = scripts.get_current_head()
        self.known = {script.revision for script in scripts.walk_revisions()}

    async def compare(self, database: Database) -> SchemaState:
        """Return the state of this database's schema.

        A revision that this release does not know comes from a later one.
        """
        async with read_session(database) as session:
            connection = await session.connection()
            revisions = await connection.run_sync(read_revisions)
        if not revisions <= self.known:
            return SchemaState.NEWER
        return SchemaState.CURRENT if self.head in revisions else SchemaState.OUTDATED

    async def report(self, database: Database) -> None:
        """Log a schema that differs, and the command that migrates it.

        The process starts all the same, also without a database: it becomes ready
        later, and needs no restart.
        """
        with suppress(DatabaseUnavailableError):
            state = await self.compare(database)
            if state is SchemaState.OUTDATED:
                logger.error("schema_outdated", expected=self.head, run=UPGRADE)
            elif state is SchemaState.NEWER:
                logger.warning("schema_newer", expected=self.head)
