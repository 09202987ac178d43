"""What can go wrong in the shop's own words. Nothing here knows of HTTP."""

from typing import ClassVar


class AppError(Exception):
    """A failure that the caller may be told about.

    `code` is a promise: clients branch on it, so it never changes. `detail` is
    for people and may.
    """

    code: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class NotFoundError(AppError):
    """What was asked for does not exist."""

    code = "not_found"
    title = "Not found"


class ConflictError(AppError):
    """The request contradicts what is stored."""

    code = "conflict"
    title = "Conflict"


class UnavailableError(AppError):
    """Something that the shop leans on does not answer."""

    code = "unavailable"
    title = "Service unavailable"
