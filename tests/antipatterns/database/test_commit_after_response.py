"""What the client gets when the commit fails."""

from collections.abc import Awaitable, Callable

import httpx
import pytest
from fastapi import FastAPI
from servers import http_server
from sqlalchemy import ForeignKey, MetaData, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from antipatterns.database import commit_after_response as wrong
from app.core.database import Database
from app.core.dependencies import SessionDep


class Base(DeclarativeBase):
    """The tables of this test."""


class Customer(Base):
    """An empty table."""

    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)


class Order(Base):
    """Its customer is checked at the commit, as a deferred constraint is."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(
        ForeignKey("customers.id", deferrable=True, initially="DEFERRED")
    )


async def order_for_missing_customer(session: AsyncSession) -> None:
    session.add(Order(customer_id=7))
    await session.flush()


@pytest.fixture
async def shop(
    app: FastAPI, create_tables: Callable[[MetaData], Awaitable[None]]
) -> FastAPI:
    """Return an app with two routes: one commits late, one as the shop does."""
    await create_tables(Base.metadata)

    @app.post("/late", status_code=201)
    async def order_late(session: wrong.SessionDep) -> None:
        await order_for_missing_customer(session)

    @app.post("/in-time", status_code=201)
    async def order_in_time(session: SessionDep) -> None:
        await order_for_missing_customer(session)

    return app


async def status_and_rows(
    shop: FastAPI, database: Database, path: str
) -> tuple[int, int | None]:
    with http_server(shop) as address:
        async with httpx.AsyncClient(base_url=address) as client:
            response = await client.post(path)
    async with database.sessions() as session:
        rows = await session.scalar(select(func.count()).select_from(Order))
    return response.status_code, rows


async def test_client_gets_201_for_failed_commit(
    shop: FastAPI, database: Database, measured: Callable[[str], None]
) -> None:
    status, rows = await status_and_rows(shop, database, "/late")

    assert (status, rows) == (201, 0)
    measured(f"The client got {status}; the table held {rows} rows.")


async def test_commit_before_response_returns_500(
    shop: FastAPI, database: Database
) -> None:
    assert await status_and_rows(shop, database, "/in-time") == (500, 0)
