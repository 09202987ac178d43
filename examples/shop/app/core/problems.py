"""Every error response as RFC 9457 `application/problem+json` (ERR-006, ERR-010)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, cast
from urllib.parse import quote

from fastapi import FastAPI, Request, Response, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.utils import is_body_allowed_for_status_code
from pydantic import AfterValidator, BaseModel
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

from app import APP_NAME
from app.core.errors import (
    AppError,
    AuthenticationError,
    ConflictError,
    ForbiddenError,
    InvalidTokenError,
    NotFoundError,
    PreconditionFailedError,
    PreconditionRequiredError,
    RateLimitedError,
    TransactionAbortedError,
    UnavailableError,
    UnprocessableError,
    UpstreamTimeoutError,
)

TYPES = f"https://{APP_NAME}.example/problems/"
METHODS = ("DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT")
MAX_ERRORS = 10  # listed in one 422
MAX_PARTS = 6  # of a location
MAX_NAME = 50  # characters of one part
MAX_TEXT = 200  # characters of a message, a detail or an instance
TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}
"""The names in RFC 9110, where Python 3.12's `http` has older ones."""
STATUS: dict[type[AppError], int] = {
    AuthenticationError: status.HTTP_401_UNAUTHORIZED,
    ForbiddenError: status.HTTP_403_FORBIDDEN,
    NotFoundError: status.HTTP_404_NOT_FOUND,
    ConflictError: status.HTTP_409_CONFLICT,
    PreconditionFailedError: status.HTTP_412_PRECONDITION_FAILED,
    PreconditionRequiredError: status.HTTP_428_PRECONDITION_REQUIRED,
    UnprocessableError: status.HTTP_422_UNPROCESSABLE_CONTENT,
    UnavailableError: status.HTTP_503_SERVICE_UNAVAILABLE,
    TransactionAbortedError: status.HTTP_503_SERVICE_UNAVAILABLE,
    RateLimitedError: status.HTTP_429_TOO_MANY_REQUESTS,
    UpstreamTimeoutError: status.HTTP_504_GATEWAY_TIMEOUT,
}


def shorten_text(text: str) -> str:
    """Cut a text that may quote the client."""
    return text[:MAX_TEXT]


def shorten_location(parts: list[str | int]) -> list[str | int]:
    """Cut a location: the client chooses its names and, in nested data, its depth."""
    return [
        part[:MAX_NAME] if isinstance(part, str) else part for part in parts[:MAX_PARTS]
    ]


ShortText = Annotated[str, AfterValidator(shorten_text)]
Location = Annotated[list[str | int], AfterValidator(shorten_location)]


class FieldProblem(BaseModel):
    """The location of a rejected value and the reason, never the value itself."""

    loc: Location
    msg: ShortText
    type: str


def field_problem(error: Mapping[str, Any]) -> FieldProblem:
    """Return what a client may read of one of Pydantic's errors.

    Pydantic's message for an unknown tag of a union repeats the tag.
    """
    if error["type"] == "union_tag_invalid":
        expected = error["ctx"]["expected_tags"]
        error = {**error, "msg": f"Input tag should be one of: {expected}"}
    return FieldProblem.model_validate(error)


class Problem(BaseModel):
    """The body of every error response, at most a few KB; `None` is left out."""

    type: str
    title: str
    status: int
    detail: ShortText | None = None
    instance: str | None = None
    code: str
    errors: list[FieldProblem] | None = None


class ProblemResponse(JSONResponse):
    """Sends a problem with its media type and status."""

    media_type = "application/problem+json"

    def __init__(
        self, problem: Problem, headers: Mapping[str, str] | None = None
    ) -> None:
        content = problem.model_dump(mode="json", exclude_none=True)
        super().__init__(content, problem.status, headers)


def type_uri(code: str) -> str:
    """Return the URI of a kind of problem, `…/problems/email-taken`."""
    return TYPES + code.replace("_", "-")


def instance_of(scope: Scope) -> str | None:
    """Return the path as the client sent it, with the prefix of a proxy.

    None for a path over `MAX_TEXT` characters: a shortened URI names something else.
    """
    path = quote(scope["path"])
    return path if len(path) <= MAX_TEXT else None


def status_of(error: type[AppError]) -> int:
    """Return the status of the nearest base class that has one, else 500."""
    known = (STATUS[base] for base in error.__mro__ if base in STATUS)
    return next(known, status.HTTP_500_INTERNAL_SERVER_ERROR)


def headers_of(error: AppError) -> dict[str, str]:
    """Return `Retry-After` in seconds, or the challenge of a 401 (RFC 6750)."""
    if error.retry_after is not None:
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, InvalidTokenError):
        return {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    if isinstance(error, AuthenticationError):
        return {"WWW-Authenticate": "Bearer"}
    return {}


def phrase_of(code: int) -> str:
    """Return the reason phrase; a number for a status without one, such as 499."""
    try:
        return HTTPStatus(code).phrase
    except ValueError:
        return f"HTTP {code}"


def plain_problem(code: int, scope: Scope, detail: str | None = None) -> Problem:
    """Return the problem of a status without a domain error: the router's 404, a 500.

    The code contains the number, as the names in `http` differ between Pythons.
    """
    phrase = phrase_of(code)
    title = TITLES.get(code, phrase)
    return Problem(
        type="about:blank",
        title=title,
        status=code,
        detail=None if detail in {phrase, title} else detail,
        instance=instance_of(scope),
        code=f"http_{code}",
    )


async def on_app_error(request: Request, error: AppError) -> ProblemResponse:
    """Answer an error of a domain."""
    problem = Problem(
        type=type_uri(error.code),
        title=error.title,
        status=status_of(type(error)),
        detail=error.detail,
        instance=instance_of(request.scope),
        code=error.code,
    )
    return ProblemResponse(problem, headers_of(error))


async def on_invalid_request(
    request: Request, error: RequestValidationError
) -> ProblemResponse:
    """Answer 422 without the input: it may hold a password or be invalid JSON."""
    errors = error.errors()
    omitted = len(errors) - MAX_ERRORS
    problem = Problem(
        type=type_uri("validation_error"),
        title="Invalid request",
        status=status.HTTP_422_UNPROCESSABLE_CONTENT,
        detail=f"{omitted} more errors are not listed." if omitted > 0 else None,
        instance=instance_of(request.scope),
        code="validation_error",
        errors=[field_problem(item) for item in errors[:MAX_ERRORS]],
    )
    return ProblemResponse(problem)


def allowed_methods(request: Request) -> str:
    """Return the methods of all routes of the path; Starlette's 405 names one's."""
    app: FastAPI = request.app
    allowed = {
        method
        for method in METHODS
        for route in app.routes
        if route.matches({**request.scope, "method": method})[0] is Match.FULL
    }
    heads = {"HEAD"} if "GET" in allowed else set[str]()
    return ", ".join(sorted(allowed | heads))


async def on_http_exception(request: Request, error: HTTPException) -> Response:
    """Answer an error of the framework, with its headers.

    A 204 or 304 gets no body. A `detail` that is not text is left out.
    """
    headers = dict(error.headers or {})
    if not is_body_allowed_for_status_code(error.status_code):
        return Response(status_code=error.status_code, headers=headers)
    if "Allow" in headers:
        headers["Allow"] = allowed_methods(request)
    given = cast("object", error.detail)  # FastAPI's exception takes any JSON
    detail = given if isinstance(given, str) else None
    problem = plain_problem(error.status_code, request.scope, detail)
    return ProblemResponse(problem, headers)


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses=` of a route or router for the OpenAPI document."""
    return {code: {"model": Problem} for code in statuses}


def add_problem_handlers(app: FastAPI) -> None:
    """Register one handler per root class; `CatchAllMiddleware` answers the rest."""
    app.exception_handler(AppError)(on_app_error)
    app.exception_handler(RequestValidationError)(on_invalid_request)
    app.exception_handler(HTTPException)(on_http_exception)
