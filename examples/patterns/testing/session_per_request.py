"""The test's database for the app, which opens its own sessions on it."""

from fastapi import FastAPI

from app.core.database import Database


def use_database(app: FastAPI, database: Database) -> None:
    """Let every request open and commit its own session on the test's database.

    Call it after the lifespan has started, which opens a database of its own.
    """
    app.state.database = database
