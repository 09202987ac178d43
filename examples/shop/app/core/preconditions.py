"""Conditional requests: `ETag`, `If-Match` and `If-None-Match` for routes (REL-002)."""

from typing import Annotated, Any

from fastapi import Depends, Header, Response, status

from app.core.errors import PreconditionRequiredError
from app.core.etags import EntityTags

UNCHANGED: dict[int | str, dict[str, Any]] = {
    status.HTTP_304_NOT_MODIFIED: {"description": "Unchanged"}
}


def add_etag(response: Response, etag: str) -> None:
    """Set the `ETag`; caches may store the response and must revalidate it."""
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"


class Revalidation:
    """The tags that the client has cached, and the response that gets the current."""

    def __init__(self, response: Response, if_none_match: EntityTags) -> None:
        self.response = response
        self.if_none_match = if_none_match

    def answer[T](self, body: T, etag: str) -> T | Response:
        """Return the body with its `ETag`; 304 if the client has this version."""
        add_etag(self.response, etag)
        if self.if_none_match.match_weakly(etag):
            headers = dict(self.response.headers)
            return Response(None, status.HTTP_304_NOT_MODIFIED, headers)
        return body


async def get_revalidation(
    response: Response, if_none_match: Annotated[str | None, Header()] = None
) -> Revalidation:
    """Parse `If-None-Match`; a malformed header is ignored."""
    return Revalidation(response, EntityTags.parse(if_none_match or ""))


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


PreconditionDep = Annotated[Precondition, Depends(get_precondition)]
RevalidationDep = Annotated[Revalidation, Depends(get_revalidation)]
