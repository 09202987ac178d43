"""The response of the session routes."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class SessionRead(BaseModel):
    """One login, described so that its user can recognise and revoke it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    user_agent: str | None
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
