# /// bad
# ruff = ["S608"]
# ast-grep = ["SEC-020"]
# harm = "tests/antipatterns/security/test_interpolated_sql.py::test_name_becomes_part_of_the_statement"
# right = "examples/patterns/security/bound_parameters.py"
# ///
"""A statement that is put together from a client's text."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def find_ids(session: AsyncSession, email: str) -> list[int]:
    """Return the IDs of the accounts with this email."""
    rows = await session.scalars(text(f"SELECT id FROM users WHERE email = '{email}'"))
    return list(rows)
