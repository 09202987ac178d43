# /// bad
# ast-grep = ["TEST-003"]
# harm = "tests/antipatterns/testing/test_asserts_exception.py::test_leaking_app_passes"
# right = "examples/patterns/testing/asserts_response.py"
# ///
"""A test that asserts the exception and never sees the response."""

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient


async def test_failure_is_reported(app: FastAPI) -> None:
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        with pytest.raises(RuntimeError, match="no route to the warehouse"):
            await client.get("/stock")
