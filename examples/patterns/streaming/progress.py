"""The progress of an import, from a source that sends a step now and then."""

from collections.abc import AsyncIterator
from typing import Annotated, Protocol

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Import(Base):
    """An import that a user has started."""

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Source(Protocol):
    """Sends the steps of an import."""

    def steps(self, import_id: int) -> AsyncIterator[int]:
        """Yield each step when it is done."""
        ...


async def get_sessions(request: Request) -> async_sessionmaker[AsyncSession]:
    """Return the sessions of this app."""
    sessions: async_sessionmaker[AsyncSession] = request.app.state.sessions
    return sessions


async def get_source(request: Request) -> Source:
    """Return the source of this app."""
    source: Source = request.app.state.source
    return source


SessionsDep = Annotated[async_sessionmaker[AsyncSession], Depends(get_sessions)]
SourceDep = Annotated[Source, Depends(get_source)]
