"""Tenants in shared tables, separated by PostgreSQL's row-level security."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import BigInteger, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.database import Database, unit_of_work

CURRENT_TENANT = "NULLIF(current_setting('app.tenant', true), '')::bigint"
"""The tenant of this transaction; NULL without one, which equals no tenant."""


class Base(DeclarativeBase):
    """The tables of this example."""


class Document(Base):
    """A document of one tenant."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(
        BigInteger, index=True, server_default=text(CURRENT_TENANT)
    )
    title: Mapped[str]


def protect(table: str, role: str) -> Sequence[str]:
    """Return the statements of the migration that creates a table of tenants."""
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        (
            f"CREATE POLICY tenant_isolation ON {table} "
            f"USING (tenant_id = {CURRENT_TENANT})"
        ),
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {role}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ]


@asynccontextmanager
async def tenant_session(
    database: Database, tenant_id: int
) -> AsyncGenerator[AsyncSession]:
    """Yield a session that reads and writes the rows of one tenant."""
    async with unit_of_work(database) as session:
        is_local = True  # until the end of this transaction
        setting = func.set_config("app.tenant", str(tenant_id), is_local)
        await session.execute(select(setting))
        yield session


UNPROTECTED = text(
    """
    SELECT class.relname FROM pg_class AS class
    JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid
    WHERE class.relkind IN ('r', 'p') AND attribute.attname = 'tenant_id'
    AND NOT (
        class.relrowsecurity AND class.relforcerowsecurity
        AND EXISTS (SELECT FROM pg_policy WHERE polrelid = class.oid)
    )
    ORDER BY class.relname
    """
)


async def find_unprotected(session: AsyncSession) -> Sequence[str]:
    """Return the tables with a tenant whose rows no policy separates."""
    return (await session.scalars(UNPROTECTED)).all()
