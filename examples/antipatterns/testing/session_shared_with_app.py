# /// bad
# harm = "tests/antipatterns/testing/test_session_shared_with_app.py::test_missing_commit_is_not_noticed"
# right = "examples/patterns/testing/session_per_request.py"
# ///
"""One session for the test and for every request that it makes."""

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import get_session


def use_database(app: FastAPI, session: AsyncSession) -> None:
    """Let every request work in the session of the test."""
    app.dependency_overrides[get_session] = lambda: session
