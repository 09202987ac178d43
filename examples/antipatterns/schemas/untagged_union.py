# /// bad
# ast-grep = ["SCH-006"]
# harm = "tests/antipatterns/schemas/test_untagged_union.py::test_notice_for_a_phone_becomes_an_email"
# right = "examples/patterns/schemas/tagged_union.py"
# ///
"""A union of schemas that the client can't choose from."""

from typing import Annotated

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict, Field

router = APIRouter(prefix="/notices")

Recipient = Annotated[str, Field(max_length=254)]
Text = Annotated[str, Field(max_length=1000)]


class EmailNotice(BaseModel):
    """A notice by email."""

    model_config = ConfigDict(extra="forbid")

    to: Recipient
    text: Text
    subject: Text = "News"


class TextMessage(BaseModel):
    """A notice by text message."""

    model_config = ConfigDict(extra="forbid")

    to: Recipient
    text: Text
    sender: Text = "Shop"


class NoticeCreate(BaseModel):
    """A notice to send."""

    model_config = ConfigDict(extra="forbid")

    notice: EmailNotice | TextMessage


@router.post("", status_code=status.HTTP_202_ACCEPTED)
async def create_notice(data: NoticeCreate) -> str:
    """Return how the notice will be sent."""
    return "email" if isinstance(data.notice, EmailNotice) else "text message"
