# /// bad
# harm = "tests/antipatterns/rollouts/test_required_at_once.py::test_table_is_read_under_an_exclusive_lock"
# right = "examples/patterns/rollouts/required_column.py"
# ///
"""A migration that requires a column of a large table at once."""

from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Set NOT NULL."""
    op.alter_column("customers", "full_name", nullable=False)
