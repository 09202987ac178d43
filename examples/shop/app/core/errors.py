"""Base classes of domain errors, independent of HTTP (ERR-001, ERR-007)."""

from typing import ClassVar


class AppError(Exception):
    """An error that the client may see.

    Clients branch on `code`, so it never changes; `title` and `detail` are for
    people. `retry_after` is in seconds, None where a retry is no use.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    retry_after: int | None = None

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class NotFoundError(AppError):
    """The requested object does not exist, or the user may not see it."""

    code = "not_found"
    title = "Not found"


class AuthenticationError(AppError):
    """The request has no valid credentials."""

    code = "not_authenticated"
    title = "Not authenticated"

    def __init__(self, detail: str = "An access token is needed.") -> None:
        super().__init__(detail)


class InvalidTokenError(AuthenticationError):
    """The access token is not valid; the reason stays secret."""

    code = "invalid_token"
    title = "Invalid token"

    def __init__(self) -> None:
        super().__init__("The token is expired, revoked or not valid.")


class ForbiddenError(AppError):
    """The user is authenticated and may not do this."""

    code = "forbidden"
    title = "Forbidden"


class ConflictError(AppError):
    """The request conflicts with the stored state."""

    code = "conflict"
    title = "Conflict"


class PreconditionFailedError(AppError):
    """The object has changed since the client read it: a lost update is prevented."""

    code = "precondition_failed"
    title = "Precondition failed"

    def __init__(self) -> None:
        super().__init__("It has changed since you read it. Read it again.")


class PreconditionRequiredError(AppError):
    """An update needs `If-Match`, so that no update is lost."""

    code = "precondition_required"
    title = "Precondition required"

    def __init__(self) -> None:
        super().__init__("Send the ETag that you read as If-Match.")


class UnprocessableError(AppError):
    """The request is well-formed and can't be processed."""

    code = "unprocessable"
    title = "Unprocessable"


class UnavailableError(AppError):
    """A dependency of the app does not answer."""

    code = "unavailable"
    title = "Service unavailable"


class DatabaseUnavailableError(UnavailableError):
    """The database can't be reached, or does not answer in time."""

    code = "database_unavailable"
    title = "Database unavailable"
    retry_after = 5

    def __init__(self) -> None:
        super().__init__("The database does not answer.")


class TransactionAbortedError(AppError):
    """The database rolled back the transaction: a deadlock or serialization failure."""

    code = "transaction_aborted"
    title = "Transaction aborted"
    retry_after = 1

    def __init__(self) -> None:
        super().__init__(
            "The database rolled this request back for another one. Try again."
        )


class OverloadedError(UnavailableError):
    """The queue for an expensive operation is full."""

    code = "overloaded"
    title = "Overloaded"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many requests wait. Retry in {retry_after} seconds.")
        self.retry_after = retry_after


class RateLimitedError(AppError):
    """The client exceeds a rate limit; `retry_after` is in seconds."""

    code = "rate_limited"
    title = "Too many requests"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Try again in {retry_after} seconds.")
        self.retry_after = retry_after


class UpstreamError(UnavailableError):
    """A call of another service fails."""

    code = "upstream_failed"
    title = "Upstream failed"


class UpstreamTimeoutError(UpstreamError):
    """A call of another service times out."""

    code = "upstream_timeout"
    title = "Upstream timeout"
