# /// bad
# harm = "tests/antipatterns/tenancy/test_forgotten_filter.py::test_search_returns_documents_of_another_tenant"
# right = "examples/patterns/tenancy/row_level.py"
# ///
"""Two queries, of which one forgets the tenant."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from patterns.tenancy.row_level import Document


async def list_titles(session: AsyncSession, tenant_id: int) -> Sequence[str]:
    """Return the titles of a tenant's documents."""
    query = select(Document.title).where(Document.tenant_id == tenant_id)
    return (await session.scalars(query.order_by(Document.id))).all()


async def search(session: AsyncSession, words: str) -> Sequence[str]:
    """Return the titles that contain the words."""
    query = select(Document.title).where(Document.title.contains(words))
    return (await session.scalars(query.order_by(Document.id))).all()
