"""The session service as a dependency."""

from typing import Annotated

from fastapi import Depends

from app.core.dependencies import SessionDep
from app.sessions.service import SessionService


async def get_session_service(session: SessionDep) -> SessionService:
    """Return a service in the request's unit of work."""
    return SessionService.on(session)


SessionServiceDep = Annotated[SessionService, Depends(get_session_service)]
