# /// bad
# ast-grep = ["TEST-008"]
# harm = "tests/antipatterns/testing/test_session_shared_with_app.py::test_shared_session_hides_missing_commit"
# right = "examples/patterns/testing/session_per_request.py"
# ///
"""One session for the test and all of its requests."""

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.dependencies import get_session


def use_database(app: FastAPI, session: AsyncSession) -> None:
    """Give every request the session of the test."""
    app.dependency_overrides[get_session] = lambda: session
