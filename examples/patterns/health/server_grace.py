"""Derives the time for in-flight requests from the timeouts of the app."""

import math

import uvicorn
from fastapi import FastAPI

from app.config import Settings


def create_server(app: FastAPI, port: int, settings: Settings) -> uvicorn.Server:
    """Return a server whose grace period covers a request that meets its timeouts."""
    longest = settings.database_pool_timeout + settings.database_statement_timeout
    config = uvicorn.Config(
        app,
        port=port,
        lifespan="on",
        timeout_graceful_shutdown=math.ceil(longest),
    )
    return uvicorn.Server(config)
