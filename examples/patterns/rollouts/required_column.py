"""A column becomes `NOT NULL` in three migrations, none of which stops writers."""

from alembic.operations import Operations


def refuse_new_nulls(op: Operations) -> None:
    """Check new and changed rows only; the statement reads no row."""
    op.execute(
        "ALTER TABLE customers ADD CONSTRAINT full_name_is_set "
        "CHECK (full_name IS NOT NULL) NOT VALID"
    )


def validate(op: Operations) -> None:
    """Read the whole table, while others read and write it."""
    op.execute("ALTER TABLE customers VALIDATE CONSTRAINT full_name_is_set")


def require(op: Operations) -> None:
    """Set `NOT NULL`, which the valid constraint proves."""
    op.alter_column("customers", "full_name", nullable=False)
    op.drop_constraint("full_name_is_set", "customers")
