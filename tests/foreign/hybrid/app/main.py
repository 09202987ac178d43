import logging

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from app.api.v1.items import router

logger = logging.getLogger(__name__)


def create_app() -> FastAPI:
    app = FastAPI(debug=True)
    app.include_router(router, prefix="/api/v1")

    @app.exception_handler(Exception)
    async def on_error(request: Request, exc: Exception):
        logger.error(f"failed: {exc}")
        return JSONResponse({"error": str(exc)}, status_code=500)

    return app
