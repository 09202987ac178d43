"""The test's database for the app, with the app's own sessions on it."""

from fastapi import FastAPI

from app.core.database import Database


def use_database(app: FastAPI, database: Database) -> None:
    """Let every request begin and commit its own session on the test's database.

    Call it when the lifespan has begun, which opens a database of its own.
    """
    app.state.database = database
