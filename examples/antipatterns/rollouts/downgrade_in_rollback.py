# /// bad
# harm = "tests/antipatterns/rollouts/test_downgrade_in_rollback.py::test_downgrade_deletes_what_was_stored_since"
# right = "examples/patterns/rollouts/compatibility.py"
# ///
"""A rollback that also downgrades the schema."""

from alembic.operations import Operations


def downgrade(op: Operations) -> None:
    """Remove the column that the new version added."""
    op.drop_column("customers", "phone")
