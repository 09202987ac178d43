# /// bad
# harm = "tests/antipatterns/health/test_grace.py::test_short_grace_period_cuts_off_the_response"
# right = "examples/patterns/health/server_grace.py"
# ///
"""A server that cancels requests one second after SIGTERM."""

import uvicorn
from fastapi import FastAPI


def create_server(app: FastAPI, port: int) -> uvicorn.Server:
    """Return a server that ends soon after SIGTERM."""
    config = uvicorn.Config(
        app, port=port, lifespan="on", timeout_graceful_shutdown=1
    )
    return uvicorn.Server(config)
