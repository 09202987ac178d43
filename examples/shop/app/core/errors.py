"""What can go wrong in the shop's own words. Nothing here knows of HTTP."""

from typing import ClassVar


class AppError(Exception):
    """A failure that the caller may be told about.

    `code` is a promise: clients branch on it, so it never changes. `detail` is
    for people and may. `retry_after` is in seconds, where it helps to come again.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    retry_after: int | None = None

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class NotFoundError(AppError):
    """What was asked for does not exist."""

    code = "not_found"
    title = "Not found"


class AuthenticationError(AppError):
    """Nobody has said who is asking, or not well enough."""

    code = "not_authenticated"
    title = "Not authenticated"

    def __init__(self, detail: str = "An access token is needed.") -> None:
        super().__init__(detail)


class InvalidTokenError(AuthenticationError):
    """The token does not count, whatever the reason: they are not told apart."""

    code = "invalid_token"
    title = "Invalid token"

    def __init__(self) -> None:
        super().__init__("The token is expired, revoked or not valid.")


class ForbiddenError(AppError):
    """Who is asking may not do this."""

    code = "forbidden"
    title = "Forbidden"


class ConflictError(AppError):
    """The request contradicts what is stored."""

    code = "conflict"
    title = "Conflict"


class PreconditionFailedError(AppError):
    """It has changed since the caller saw it."""

    code = "precondition_failed"
    title = "Precondition failed"

    def __init__(self) -> None:
        super().__init__("It has changed since you read it. Read it again.")


class PreconditionRequiredError(AppError):
    """The caller must say which state he means to change."""

    code = "precondition_required"
    title = "Precondition required"

    def __init__(self) -> None:
        super().__init__("Send the ETag that you read as If-Match.")


class UnprocessableError(AppError):
    """The request is well formed and cannot be carried out as it stands."""

    code = "unprocessable"
    title = "Unprocessable"


class UnavailableError(AppError):
    """Something that the shop leans on does not answer."""

    code = "unavailable"
    title = "Service unavailable"


class DatabaseUnavailableError(UnavailableError):
    """The database can't be reached, or doesn't answer in time."""

    code = "database_unavailable"
    title = "Database unavailable"
    retry_after = 5

    def __init__(self) -> None:
        super().__init__("The database does not answer.")


class TransactionAbortedError(AppError):
    """The database undid the transaction for the sake of another; try it again."""

    code = "transaction_aborted"
    title = "Transaction aborted"
    retry_after = 1

    def __init__(self) -> None:
        super().__init__("Another request was in the way of this one. Try again.")


class OverloadedError(UnavailableError):
    """The queue for an expensive operation is full."""

    code = "overloaded"
    title = "Overloaded"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many requests wait. Retry in {retry_after} seconds.")
        self.retry_after = retry_after


class RateLimitedError(AppError):
    """The caller asks too often."""

    code = "rate_limited"
    title = "Too many requests"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Try again in {retry_after} seconds.")
        self.retry_after = retry_after


class UpstreamError(UnavailableError):
    """Another service, which the shop asked, fails."""

    code = "upstream_failed"
    title = "Upstream failed"


class UpstreamTimeoutError(UpstreamError):
    """Another service, which the shop asked, takes too long."""

    code = "upstream_timeout"
    title = "Upstream timeout"
