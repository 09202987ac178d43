"""Every error response: RFC 9457 `application/problem+json`, from one place."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

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

TYPES = "https://shop.example/problems/"
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}
"""The names of RFC 9110 where `http` of Python 3.12 has older ones."""
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
CHALLENGES: dict[type[AppError], str] = {
    AuthenticationError: "Bearer",
    InvalidTokenError: 'Bearer error="invalid_token"',
}


class FieldProblem(BaseModel):
    """One refused value: where it stood and why, never the value itself."""

    loc: list[str | int]
    msg: str
    type: str


class Problem(BaseModel):
    """The body of every error response; absent members are left out."""

    type: str
    title: str
    status: int
    detail: str | None = None
    instance: str
    code: str
    errors: list[FieldProblem] | None = None


class ProblemResponse(JSONResponse):
    """A problem on the wire."""

    media_type = "application/problem+json"

    def __init__(
        self, problem: Problem, headers: Mapping[str, str] | None = None
    ) -> None:
        content = problem.model_dump(mode="json", exclude_none=True)
        super().__init__(content, problem.status, headers)


def type_uri(code: str) -> str:
    """Name the kind of problem: `email_taken` becomes `…/problems/email-taken`."""
    return TYPES + code.replace("_", "-")


def status_of(error: type[AppError]) -> int:
    """Return the status of the nearest ancestor that has one, 500 without any."""
    known = (STATUS[base] for base in error.__mro__ if base in STATUS)
    return next(known, status.HTTP_500_INTERNAL_SERVER_ERROR)


def challenge_of(error: type[AppError]) -> dict[str, str]:
    """Return the header that a 401 has to carry (RFC 6750), none for the others."""
    known = (CHALLENGES[base] for base in error.__mro__ if base in CHALLENGES)
    challenge = next(known, None)
    return {"WWW-Authenticate": challenge} if challenge else {}


def headers_of(error: AppError) -> dict[str, str]:
    """Return what the status needs: 401 a challenge, 429 when to come again."""
    if error.retry_after is not None:
        return {"Retry-After": str(error.retry_after)}
    return challenge_of(type(error))


def plain_problem(code: int, scope: Scope, detail: str | None = None) -> Problem:
    """Describe a status that says everything itself: 404 of the router, 405, 500.

    The code is made of the number: the names in `http` change between Pythons.
    """
    phrase = HTTPStatus(code).phrase
    return Problem(
        type="about:blank",
        title=TITLES.get(code, phrase),
        status=code,
        detail=None if detail == phrase else detail,
        instance=quote(scope["path"]),
        code=f"http_{code}",
    )


async def on_app_error(request: Request, error: AppError) -> ProblemResponse:
    """Answer what a domain raised."""
    problem = Problem(
        type=type_uri(error.code),
        title=error.title,
        status=status_of(type(error)),
        detail=error.detail,
        instance=quote(request.scope["path"]),
        code=error.code,
    )
    return ProblemResponse(problem, headers_of(error))


async def on_invalid_request(
    request: Request, error: RequestValidationError
) -> ProblemResponse:
    """Answer 422 without the input: it may hold a password, or be no valid JSON."""
    problem = Problem(
        type=type_uri("validation_error"),
        title="Invalid request",
        status=status.HTTP_422_UNPROCESSABLE_CONTENT,
        instance=quote(request.scope["path"]),
        code="validation_error",
        errors=[FieldProblem.model_validate(item) for item in error.errors()],
    )
    return ProblemResponse(problem)


def allowed_methods(request: Request) -> str:
    """Name every method of the path; the framework's 405 names those of one route."""
    app: FastAPI = request.app
    scopes = {method: {**request.scope, "method": method} for method in METHODS}
    allowed = [
        method
        for method, scope in scopes.items()
        if any(route.matches(scope)[0] is Match.FULL for route in app.routes)
    ]
    return ", ".join(allowed)


async def on_http_exception(request: Request, error: HTTPException) -> ProblemResponse:
    """Answer what the framework raised, with its headers."""
    problem = plain_problem(error.status_code, request.scope, error.detail)
    headers = dict(error.headers or {})
    if "Allow" in headers:
        headers["Allow"] = allowed_methods(request)
    return ProblemResponse(problem, headers)


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses=` of a route or router, for the OpenAPI document."""
    return {code: {"model": Problem} for code in statuses}


def add_problem_handlers(app: FastAPI) -> None:
    """Register the handlers; what they don't catch is `CatchAllMiddleware`'s."""
    app.exception_handler(AppError)(on_app_error)
    app.exception_handler(RequestValidationError)(on_invalid_request)
    app.exception_handler(HTTPException)(on_http_exception)
