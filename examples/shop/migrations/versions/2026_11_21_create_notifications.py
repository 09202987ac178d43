"""Create notifications.

Revision: 0007_notifications
Revises: 0006_outbox
Created: 2026-11-21 04:00:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_notifications"
down_revision = "0006_outbox"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply the migration."""
    op.create_table(
        "notifications",
        sa.Column("id", KEY, sa.Identity(always=False), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("outbox_message_id", KEY, nullable=True),
        sa.Column("kind", sa.String(length=50), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.func.now(),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.func.now(),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["outbox_message_id"],
            ["outbox_messages.id"],
            name=op.f("fk_notifications_outbox_message_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_notifications_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint(
            "outbox_message_id", name=op.f("uq_notifications_outbox_message_id")
        ),
    )
    op.create_index(op.f("ix_notifications_user_id"), "notifications", ["user_id"])


def downgrade() -> None:
    """Revert the migration."""
    op.drop_table("notifications")
