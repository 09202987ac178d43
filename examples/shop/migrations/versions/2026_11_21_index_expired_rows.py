"""Index the columns that the retention job filters by.

Revision: 0008_retention_indexes
Revises: 0007_notifications
Created: 2026-11-21 04:00:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_retention_indexes"
down_revision = "0007_notifications"
branch_labels = None
depends_on = None

DELIVERED = sa.text("delivered_at IS NOT NULL")


def upgrade() -> None:
    """Build the indexes without blocking writes.

    `CREATE INDEX CONCURRENTLY` runs outside a transaction. A build that fails leaves
    an invalid index, so a second run drops it first.
    """
    with op.get_context().autocommit_block():
        drop_indexes()
        op.create_index(
            op.f("ix_outbox_messages_delivered_at"),
            "outbox_messages",
            ["delivered_at"],
            postgresql_where=DELIVERED,
            sqlite_where=DELIVERED,
            postgresql_concurrently=True,
        )
        op.create_index(
            op.f("ix_idempotency_keys_created_at"),
            "idempotency_keys",
            ["created_at"],
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    """Revert the migration."""
    with op.get_context().autocommit_block():
        drop_indexes()


def drop_indexes() -> None:
    """Drop both indexes where they exist."""
    for table, column in (
        ("outbox_messages", "delivered_at"),
        ("idempotency_keys", "created_at"),
    ):
        op.drop_index(
            op.f(f"ix_{table}_{column}"),
            table,
            if_exists=True,
            postgresql_concurrently=True,
        )
