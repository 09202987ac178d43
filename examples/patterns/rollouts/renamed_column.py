"""A column is renamed in two migrations, while two versions of the app write."""

from alembic.operations import Operations
from sqlalchemy import Column, String

COPY_NAME = """
CREATE FUNCTION copy_customer_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.name := coalesce(NEW.name, NEW.full_name);
        NEW.full_name := NEW.name;
    ELSIF NEW.full_name IS DISTINCT FROM OLD.full_name THEN
        NEW.name := NEW.full_name;
    ELSE
        NEW.full_name := NEW.name;
    END IF;
    RETURN NEW;
END $$
"""
ON_WRITE = """
CREATE TRIGGER copy_name BEFORE INSERT OR UPDATE ON customers
FOR EACH ROW EXECUTE FUNCTION copy_customer_name()
"""


def expand(op: Operations) -> None:
    """Add the new column, which the trigger keeps equal to the old one."""
    op.add_column("customers", Column("full_name", String()))
    op.execute(COPY_NAME)
    op.execute(ON_WRITE)


def contract(op: Operations) -> None:
    """Drop the old column, once no process of the old version runs."""
    op.execute("DROP TRIGGER copy_name ON customers")
    op.execute("DROP FUNCTION copy_customer_name")
    op.drop_column("customers", "name")
