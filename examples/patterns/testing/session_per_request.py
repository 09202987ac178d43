"""The test's database for the app, with the app's own sessions on it."""

from fastapi import FastAPI

from app.core.database import Database, get_database


def use_database(app: FastAPI, database: Database) -> None:
    """Let every request begin and commit its own session on the test's database."""
    app.dependency_overrides[get_database] = lambda: database
