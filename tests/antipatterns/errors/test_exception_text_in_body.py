"""What the text of a database error contains."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from starlette.middleware import Middleware

from antipatterns.errors import exception_text_in_body as wrong
from app.core.database import Database
from app.core.dependencies import SessionDep
from app.core.middleware import CatchAllMiddleware

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
CreateTables = Callable[[MetaData], Awaitable[None]]
EMAIL = "ada@example.com"


class Base(DeclarativeBase):
    """The tables of this test."""


class Member(Base):
    """A member, identified by their email."""

    __tablename__ = "members"

    email: Mapped[str] = mapped_column(primary_key=True)


async def body_of_500(
    app: FastAPI, database: Database, create_tables: CreateTables, ask: Ask
) -> str:
    """Store one email twice, with an engine of SQLAlchemy's defaults."""
    await create_tables(Base.metadata)
    engine = create_async_engine(database.engine.url)
    app.state.database = Database(engine)

    @app.post("/")
    async def create(session: SessionDep) -> None:
        session.add(Member(email=EMAIL))

    await ask(app, Request("POST", "http://test/"))
    response = await ask(app, Request("POST", "http://test/"))
    await engine.dispose()

    assert response.status_code == 500
    return response.text


async def test_body_shows_statement_and_address(
    database: Database,
    create_tables: CreateTables,
    ask: Ask,
    measured: Callable[[str], None],
) -> None:
    app = FastAPI()
    wrong.add_handlers(app)

    body = await body_of_500(app, database, create_tables, ask)

    assert "INSERT INTO members (email)" in body
    assert EMAIL in body
    statement = body[body.index("INSERT") :].partition(")")[0]
    measured(f"The body contained the email and the statement: “{statement})…”.")


async def test_500_of_the_shop_shows_neither(
    database: Database, create_tables: CreateTables, ask: Ask
) -> None:
    app = FastAPI(middleware=[Middleware(CatchAllMiddleware)])

    body = await body_of_500(app, database, create_tables, ask)

    assert "members" not in body
    assert EMAIL not in body
