"""Entity tags: what a client has, and what it means to change (RFC 9110)."""

from typing import Annotated

from fastapi import Depends, Header, Response

from app.core.errors import PreconditionRequiredError

ANY = "*"


def is_listed(header: str, etag: str) -> bool:
    """Tell whether a list of tags, or `*`, holds this strong tag."""
    tags = {tag.strip() for tag in header.split(",")}
    return ANY in tags or etag in tags


def is_known(header: str | None, etag: str) -> bool:
    """Tell whether the client has it; caches may have made its tag a weak one."""
    return header is not None and is_listed(header.replace("W/", ""), etag)


IfNoneMatch = Annotated[str | None, Header(max_length=1000)]


def add_etag(response: Response, etag: str) -> None:
    """Let caches keep the answer if they ask each time whether it still holds."""
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"


class Precondition:
    """What a client has seen of the thing that he changes; he gets the new tag."""

    def __init__(self, response: Response, if_match: str) -> None:
        self.response = response
        self.if_match = if_match

    def renew(self, etag: str) -> None:
        """Tell the client what the thing is called now."""
        add_etag(self.response, etag)


async def get_precondition(
    response: Response,
    if_match: Annotated[str | None, Header(max_length=1000)] = None,
) -> Precondition:
    """Return what the client has seen; PreconditionRequiredError if he says nothing."""
    if if_match is None:
        raise PreconditionRequiredError
    return Precondition(response, if_match)


PreconditionDep = Annotated[Precondition, Depends(get_precondition)]
