"""A union of schemas that the client chooses from by `kind`."""

from typing import Annotated, Literal

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict, Field

router = APIRouter(prefix="/notices")

Recipient = Annotated[str, Field(max_length=254)]
Text = Annotated[str, Field(max_length=1000)]


class EmailNotice(BaseModel):
    """A notice by email."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["email"]
    to: Recipient
    text: Text
    subject: Text = "News"


class TextMessage(BaseModel):
    """A notice by text message."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["text"]
    to: Recipient
    text: Text
    sender: Text = "Shop"


Notice = Annotated[EmailNotice | TextMessage, Field(discriminator="kind")]


class NoticeCreate(BaseModel):
    """A notice to send."""

    model_config = ConfigDict(extra="forbid")

    notice: Notice


@router.post("", status_code=status.HTTP_202_ACCEPTED)
async def create_notice(data: NoticeCreate) -> str:
    """Return how the notice will be sent."""
    return "email" if isinstance(data.notice, EmailNotice) else "text message"
