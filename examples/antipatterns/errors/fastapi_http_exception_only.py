# /// bad
# ast-grep = ["ERR-006"]
# harm = "tests/antipatterns/errors/test_fastapi_http_exception_only.py::test_unknown_path_has_another_shape"
# right = "examples/shop/app/core/problems.py"
# ///
"""A handler for FastAPI's `HTTPException`, which the router does not raise."""

from fastapi import FastAPI, HTTPException, Request

from app.core.problems import ProblemResponse, plain_problem


async def on_http_exception(request: Request, error: HTTPException) -> ProblemResponse:
    """Answer an error of a route."""
    problem = plain_problem(error.status_code, request.scope, error.detail)
    return ProblemResponse(problem, error.headers)


def add_handlers(app: FastAPI) -> None:
    """Register the handler."""
    app.exception_handler(HTTPException)(on_http_exception)
