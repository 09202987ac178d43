"""Find what is to be purged without reading the whole table.

Revision: 0008_purge_indexes
Follows: 0007_forget_messages
Made: 2026-11-21 10:00:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_purge_indexes"
down_revision = "0007_forget_messages"
branch_labels = None
depends_on = None

DELIVERED = sa.text("delivered_at IS NOT NULL")


def upgrade() -> None:
    """Apply; PostgreSQL builds an index beside the writes, in no transaction.

    One whose build was broken off is there and invalid: it is made anew.
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
    """Take back."""
    with op.get_context().autocommit_block():
        drop_indexes()


def drop_indexes() -> None:
    """Drop what is there of them."""
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
