"""The outbox service as a dependency."""

from typing import Annotated

from fastapi import Depends

from app.core.dependencies import SessionDep
from app.outbox.service import OutboxService


async def get_outbox_service(session: SessionDep) -> OutboxService:
    """Return the outbox in the unit of work of this request."""
    return OutboxService.on(session)


OutboxServiceDep = Annotated[OutboxService, Depends(get_outbox_service)]
