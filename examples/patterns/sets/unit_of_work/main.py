"""A service whose requests commit once, or not at all."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, HTTPException, status
from sqlalchemy import make_url, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Database, DatabaseOptions, PrimaryKey, create_engine
from app.core.dependencies import SessionDep

router = APIRouter()


class Note(Base):
    """A note; no two have the same title."""

    __tablename__ = "notes"

    id: Mapped[PrimaryKey]
    title: Mapped[str] = mapped_column(unique=True)


@router.post("/notes", status_code=status.HTTP_201_CREATED)
async def add_notes(titles: list[str], session: SessionDep) -> int:
    """Store all of them; one duplicate rolls back the others too."""
    session.add_all([Note(title=title) for title in titles])
    try:
        await session.flush()
    except IntegrityError as error:
        raise HTTPException(status.HTTP_409_CONFLICT) from error
    return len(titles)


@router.get("/notes")
async def list_notes(session: SessionDep) -> list[str]:
    """Return the titles, in a session that can't write."""
    return list(await session.scalars(select(Note.title).order_by(Note.id)))


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
