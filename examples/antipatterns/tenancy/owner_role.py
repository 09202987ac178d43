# /// bad
# harm = "tests/antipatterns/tenancy/test_owner_role.py::test_owner_reads_documents_of_every_tenant"
# right = "examples/patterns/tenancy/row_level.py"
# ///
"""Policies that the owner of the table bypasses."""

from collections.abc import Sequence

from patterns.tenancy.row_level import CURRENT_TENANT


def protect(table: str) -> Sequence[str]:
    """Return the statements of the migration, for an app that owns the table."""
    condition = f"tenant_id = {CURRENT_TENANT}"
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY tenant_isolation ON {table} USING ({condition})",
    ]
