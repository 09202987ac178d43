"""An app whose documentation is closed in production."""

from fastapi import APIRouter, FastAPI

router = APIRouter(prefix="/api/refunds")


@router.get("")
async def list_refunds() -> list[str]:
    """List the refunds."""
    return []


def create_app(*, in_production: bool) -> FastAPI:
    """Return an app whose documentation lies below the path of the API."""
    app = FastAPI(
        openapi_url=None if in_production else "/api/openapi.json",
        docs_url="/api/docs",
        redoc_url=None,
    )
    app.include_router(router)
    return app
