"""What a generated client calls its methods after a path has moved."""

from collections.abc import Callable

import pytest
from fastapi import APIRouter, FastAPI

from antipatterns.versioning import default_operation_ids as wrong
from patterns.versioning import operation_ids as right

router = APIRouter(tags=["articles"])


@router.get("/articles")
async def list_articles() -> list[str]:
    return ["A lamp"]


def operation_ids(app: FastAPI) -> list[str]:
    """Return the ID of every operation."""
    paths = app.openapi()["paths"].values()
    return [operation["operationId"] for path in paths for operation in path.values()]


def test_moved_path_renames_the_method_of_clients(
    measured: Callable[[str], None],
) -> None:
    [before] = operation_ids(wrong.create_app(router, "/api"))
    [after] = operation_ids(wrong.create_app(router, "/api/v1"))

    assert before == "list_articles_api_articles_get"
    assert after == "list_articles_api_v1_articles_get"
    measured(f"`{before}` became `{after}`.")


def test_moved_path_keeps_the_method_of_clients() -> None:
    before = operation_ids(right.create_app(router, "/api"))
    after = operation_ids(right.create_app(router, "/api/v1"))

    assert before == after == ["articles-list_articles"]


def test_function_name_in_two_versions_is_reported() -> None:
    app = right.create_app(router, "/api/v1")
    app.include_router(router, prefix="/api/v2")

    with pytest.warns(UserWarning, match="Duplicate Operation ID"):
        app.openapi()
