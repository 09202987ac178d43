# /// bad
# ast-grep = ["VER-005"]
# harm = "tests/antipatterns/versioning/test_deprecated_by_dependency.py::test_errors_lack_the_header_and_no_date_is_given"
# right = "examples/patterns/versioning/sunset.py"
# ///
"""A deprecated version whose header has no date and is missing from errors."""

from fastapi import APIRouter, Depends, FastAPI, Response


async def announce_end(response: Response) -> None:
    """Tell clients that the version ends."""
    response.headers["Deprecation"] = "true"


def create_app(router: APIRouter) -> FastAPI:
    """Return an app with a version that ends."""
    app = FastAPI()
    app.include_router(router, prefix="/api/v1", dependencies=[Depends(announce_end)])
    return app
