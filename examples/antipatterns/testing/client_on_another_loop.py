# /// bad
# ast-grep = ["TEST-002"]
# harm = "tests/antipatterns/testing/test_client_on_another_loop.py::test_testclient_runs_app_on_another_loop"
# right = "examples/patterns/testing/app_client.py"
# ///
"""A synchronous client in an async test."""

from collections.abc import Generator
from contextlib import contextmanager

from fastapi import FastAPI
from fastapi.testclient import TestClient


@contextmanager
def app_client(app: FastAPI) -> Generator[TestClient]:
    """Start the app, yield a client, stop the app."""
    with TestClient(app) as client:
        yield client
