# /// bad
# harm = "tests/antipatterns/performance/test_included_probe.py::test_route_of_a_router_is_looked_for_twice"
# right = "examples/shop/app/health/router.py"
# ///
"""A router for one route that the platform asks forever."""

from fastapi import APIRouter, FastAPI

router = APIRouter(tags=["health"])


@router.get("/health")
async def health() -> str:
    """Answer as long as the event loop turns."""
    return "ok"


def create_app() -> FastAPI:
    """Return an app that includes it."""
    app = FastAPI()
    app.include_router(router)
    return app
