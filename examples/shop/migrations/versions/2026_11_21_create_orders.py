"""Create orders and their lines.

Revision: 0005_orders
Revises: 0004_idempotency_keys
Created: 2026-11-21 04:00:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_orders"
down_revision = "0004_idempotency_keys"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply the migration."""
    op.create_table(
        "orders",
        sa.Column("id", KEY, sa.Identity(always=False), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
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
            ["user_id"], ["users.id"], name=op.f("fk_orders_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
    )
    op.create_index(op.f("ix_orders_user_id_id"), "orders", ["user_id", "id"])
    op.create_table(
        "order_lines",
        sa.Column("order_id", KEY, nullable=False),
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_lines_quantity")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_order_lines_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id")
        ),
        sa.PrimaryKeyConstraint("order_id", "item_id", name=op.f("pk_order_lines")),
    )


def downgrade() -> None:
    """Revert the migration."""
    op.drop_table("order_lines")
    op.drop_table("orders")
