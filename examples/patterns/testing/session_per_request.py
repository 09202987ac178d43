"""The test's database, on which the app opens a session per request."""

from fastapi import FastAPI

from app.core.database import Database


def use_database(app: FastAPI, database: Database) -> None:
    """Let every request open and commit its own session on the test's database.

    Call it after the lifespan has started, which opens a database of its own.
    """
    app.state.database = database
