# /// bad
# harm = "tests/antipatterns/database/test_migration_without_lock_timeout.py::test_readers_queue_behind_a_waiting_migration"
# right = "examples/shop/migrations/env.py"
# ///
"""A migration without a `lock_timeout`."""

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Connection, String


def upgrade(connection: Connection) -> None:
    """Add a column, once the table is free."""
    operations = Operations(MigrationContext.configure(connection))
    operations.add_column("parcels", Column("colour", String()))
