"""Let messages go before what they have told, and keep the request they came of.

Revision: 0007_forget_messages
Follows: 0006_notifications
Made: 2026-11-21 07:00:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_forget_messages"
down_revision = "0006_notifications"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
FOREIGN_KEY = "fk_notifications_outbox_message_id"

# SQLite copies the table to change a key; given here, it is copied in `--sql` too.
NOTIFICATIONS = sa.Table(
    "notifications",
    sa.MetaData(),
    sa.Column("id", KEY, sa.Identity(always=False), nullable=False),
    sa.Column("user_id", KEY, nullable=False),
    sa.Column("outbox_message_id", KEY, nullable=False),
    sa.Column("kind", sa.String(length=50), nullable=False),
    sa.Column("text", sa.String(length=200), nullable=False),
    sa.Column("read_at", TIME, nullable=True),
    sa.Column("created_at", TIME, server_default=sa.func.now(), nullable=False),
    sa.Column("updated_at", TIME, server_default=sa.func.now(), nullable=False),
    sa.ForeignKeyConstraint(
        ["outbox_message_id"], ["outbox_messages.id"], name=FOREIGN_KEY
    ),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_notifications_user_id"),
    sa.PrimaryKeyConstraint("id", name="pk_notifications"),
    sa.UniqueConstraint("outbox_message_id", name="uq_notifications_outbox_message_id"),
    sa.Index("ix_notifications_user_id", "user_id"),
)


def point_to_messages(*, nullable: bool, ondelete: str | None) -> None:
    """Replace the key that leads from a notification to its message."""
    with op.batch_alter_table("notifications", copy_from=NOTIFICATIONS) as table:
        table.alter_column("outbox_message_id", existing_type=KEY, nullable=nullable)
        table.drop_constraint(op.f(FOREIGN_KEY), type_="foreignkey")
        table.create_foreign_key(
            op.f(FOREIGN_KEY),
            "outbox_messages",
            ["outbox_message_id"],
            ["id"],
            ondelete=ondelete,
        )


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "outbox_messages", sa.Column("request_id", sa.String(length=36), nullable=True)
    )
    point_to_messages(nullable=True, ondelete="SET NULL")


def downgrade() -> None:
    """Take back; a notification whose message is gone goes too."""
    op.execute("DELETE FROM notifications WHERE outbox_message_id IS NULL")
    point_to_messages(nullable=False, ondelete=None)
    op.drop_column("outbox_messages", "request_id")
