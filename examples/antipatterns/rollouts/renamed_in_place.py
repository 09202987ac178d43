# /// bad
# harm = "tests/antipatterns/rollouts/test_renamed_in_place.py::test_running_version_fails_after_the_rename"
# right = "examples/patterns/rollouts/renamed_column.py"
# ///
"""A migration that renames a column while the old version runs."""

from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Rename the column in place."""
    op.alter_column("customers", "name", new_column_name="full_name")
