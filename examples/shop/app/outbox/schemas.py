"""A claimed message: the lease for the worker, the message for its handler."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict


@dataclass(frozen=True)
class Lease:
    """The right to deliver one message for a limited time.

    `attempts` counts this delivery, and identifies the lease: the next one has more.
    Another worker may claim the message after `until`.
    """

    message_id: int
    attempts: int
    until: datetime


class Message(BaseModel):
    """One message. Handlers validate the payload: a writer may have stored any JSON."""

    model_config = ConfigDict(
        from_attributes=True, frozen=True, hide_input_in_errors=True
    )

    id: int
    topic: str
    payload: Any
    request_id: str | None = None
