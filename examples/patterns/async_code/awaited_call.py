"""Awaited I/O in `async def`, blocking I/O in `def`."""

import httpx
from fastapi import FastAPI


def create_app(client: httpx.AsyncClient, blocking_client: httpx.Client) -> FastAPI:
    """Return an app whose routes call another service."""
    app = FastAPI()

    @app.get("/rates")
    async def read_rates() -> str:
        response = await client.get("/rates")
        return response.text

    @app.get("/quotes")
    def read_quotes() -> str:
        return blocking_client.get("/quotes").text

    @app.get("/health")
    async def read_health() -> str:
        return "ok"

    return app
