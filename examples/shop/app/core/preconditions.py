"""Conditional requests: `ETag`, `If-Match` and `If-None-Match` for routes (REL-002)."""

from typing import Annotated

from fastapi import Depends, Header, Response

from app.core.errors import PreconditionRequiredError
from app.core.etags import EntityTags


def add_etag(response: Response, etag: str) -> None:
    """Set the `ETag`; caches may store the response and must revalidate it."""
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"


async def get_if_none_match(
    if_none_match: Annotated[str | None, Header()] = None,
) -> EntityTags:
    """Return the tags that the client has cached; a malformed header is ignored."""
    return EntityTags.parse(if_none_match or "")


class Precondition:
    """The tags that an update requires, and the response that gets the new tag."""

    def __init__(self, response: Response, if_match: EntityTags) -> None:
        self.response = response
        self.if_match = if_match

    def renew(self, etag: str) -> None:
        """Set the `ETag` of the updated resource."""
        add_etag(self.response, etag)


async def get_precondition(
    response: Response, if_match: Annotated[str | None, Header()] = None
) -> Precondition:
    """Parse `If-Match`; PreconditionRequiredError without one."""
    if if_match is None:
        raise PreconditionRequiredError
    return Precondition(response, EntityTags.parse(if_match))


IfNoneMatch = Annotated[EntityTags, Depends(get_if_none_match)]
PreconditionDep = Annotated[Precondition, Depends(get_precondition)]
