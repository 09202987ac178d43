"""A service that pages through a growing list by the key of the last row."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, FastAPI, Query
from sqlalchemy import make_url, select
from sqlalchemy.orm import Mapped

from app.core.database import Base, Database, DatabaseOptions, PrimaryKey, create_engine
from app.core.dependencies import SessionDep
from app.core.pagination import CursorPage, CursorParams, encode_cursor

CursorQuery = Annotated[CursorParams, Query()]

router = APIRouter()


class Visit(Base):
    """A visit of a page."""

    __tablename__ = "visits"

    id: Mapped[PrimaryKey]
    path: Mapped[str]


@router.get("/visits")
async def list_visits(params: CursorQuery, session: SessionDep) -> CursorPage[str]:
    """Return one page, the newest visit first; one more row tells whether it ends."""
    query = select(Visit).order_by(Visit.id.desc()).limit(params.page_size + 1)
    if params.cursor is not None:
        query = query.where(Visit.id < params.cursor)
    found = list(await session.scalars(query))
    visits = found[: params.page_size]
    last = visits[-1].id if len(found) > len(visits) else None
    return CursorPage(
        items=[visit.path for visit in visits],
        next_cursor=encode_cursor(last) if last else None,
    )


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Open the engine, and close its connections at the end."""
    url = make_url(os.environ["DATABASE_URL"])
    app.state.database = Database(create_engine(url, DatabaseOptions()))
    yield
    await app.state.database.engine.dispose()


def create_app() -> FastAPI:
    """Return the app: `uvicorn --factory main:create_app`."""
    app = FastAPI(lifespan=lifespan)
    app.include_router(router)
    return app
