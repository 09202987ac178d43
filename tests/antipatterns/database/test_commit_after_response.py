"""When the client hears that its order was stored."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
from antipatterns.database import commit_after_response as wrong
from app.core.config import Settings
from app.core.database import Database, SessionDep, create_engine
from fastapi import FastAPI
from servers import http_server
from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)


class Order(Base):
    """Its customer is checked at the commit, as a deferred constraint is."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(
        ForeignKey("customers.id", deferrable=True, initially="DEFERRED")
    )


async def order_for_nobody(session: "AsyncSession") -> None:
    session.add(Order(customer_id=7))
    await session.flush()


def app_over(database: Database) -> FastAPI:
    """Offer the same order twice: with the late commit and with the shop's."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        settings = Settings(database_url=database.engine.url)
        app.state.database = Database(create_engine(settings))
        app.state.sessions = app.state.database.sessions
        yield
        await app.state.database.engine.dispose()

    app = FastAPI(lifespan=lifespan)

    @app.post("/late", status_code=201)
    async def order_late(session: wrong.SessionDep) -> None:
        await order_for_nobody(session)

    @app.post("/in-time", status_code=201)
    async def order_in_time(session: SessionDep) -> None:
        await order_for_nobody(session)

    return app


async def answer_and_rows(database: Database, path: str) -> tuple[int, int | None]:
    """Order over a real connection; return the status and what is stored then."""
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    with http_server(app_over(database)) as address:
        async with httpx.AsyncClient(base_url=address) as client:
            response = await client.post(path)
    async with database.sessions() as session:
        rows = await session.scalar(select(func.count()).select_from(Order))
    return response.status_code, rows


async def test_client_hears_201_for_a_failed_commit(
    database: Database, measured: Callable[[str], None]
) -> None:
    status, rows = await answer_and_rows(database, "/late")

    assert (status, rows) == (201, 0)
    measured(f"The client was answered {status}; the table held {rows} rows.")


async def test_client_hears_of_the_failure_when_the_commit_comes_first(
    database: Database,
) -> None:
    assert await answer_and_rows(database, "/in-time") == (500, 0)
