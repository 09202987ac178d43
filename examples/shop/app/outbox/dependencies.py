"""How a route's service gets the outbox: on the session of the request."""

from typing import Annotated

from fastapi import Depends

from app.core.dependencies import SessionDep
from app.outbox.service import OutboxService, create_outbox_service


async def get_outbox_service(session: SessionDep) -> OutboxService:
    """Return the outbox in the unit of work of this request."""
    return create_outbox_service(session)


OutboxServiceDep = Annotated[OutboxService, Depends(get_outbox_service)]
