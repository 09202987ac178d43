# /// bad
# ruff = ["BLE001"]
# ast-grep = ["DEP-001-swallowed"]
# harm = "tests/antipatterns/dependencies/test_swallowed_exception.py::test_404_becomes_500"
# right = "examples/patterns/dependencies/export_slot.py"
# ///
"""A dependency that catches the handler's exception and ends normally."""

from collections.abc import AsyncGenerator

from fastapi import Depends, FastAPI, Request

from patterns.dependencies.exports import find_export


async def count_failures(request: Request) -> AsyncGenerator[None]:
    """Count the requests that fail."""
    try:
        yield
    except Exception:
        request.app.state.failures += 1


def create_app() -> FastAPI:
    """Return an app that counts its failures."""
    app = FastAPI()
    app.state.failures = 0

    @app.get("/exports/{name}", dependencies=[Depends(count_failures)])
    async def read_export(name: str) -> str:
        return find_export(name)

    return app
