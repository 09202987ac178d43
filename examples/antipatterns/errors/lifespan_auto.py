# /// bad
# ast-grep = ["ERR-016"]
# harm = "tests/antipatterns/errors/test_failed_start.py::test_server_without_the_option_serves_500"
# right = "examples/patterns/errors/lifespan_on.py"
# ///
"""A server that is started with uvicorn's default for the lifespan."""

import uvicorn
from fastapi import FastAPI


def create_server(app: FastAPI, port: int) -> uvicorn.Server:
    """Return a server for the app."""
    return uvicorn.Server(uvicorn.Config(app, port=port))
