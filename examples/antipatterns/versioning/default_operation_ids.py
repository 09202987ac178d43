# /// bad
# harm = "tests/antipatterns/versioning/test_default_operation_ids.py::test_moved_path_renames_the_method_of_clients"
# right = "examples/patterns/versioning/operation_ids.py"
# ///
"""Operation IDs that contain the path."""

from fastapi import APIRouter, FastAPI


def create_app(router: APIRouter, path: str) -> FastAPI:
    """Return an app with the routes below a path."""
    app = FastAPI()
    app.include_router(router, prefix=path)
    return app
