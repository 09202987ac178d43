# /// bad
# harm = "tests/antipatterns/health/test_draining.py::test_server_without_delay_refuses_connections"
# right = "examples/patterns/health/draining_server.py"
# ///
"""A server that closes its socket at SIGTERM."""

import uvicorn
from fastapi import FastAPI


def create_server(app: FastAPI, port: int) -> uvicorn.Server:
    """Return a server that accepts no connection after SIGTERM."""
    config = uvicorn.Config(app, port=port, lifespan="on")
    return uvicorn.Server(config)
