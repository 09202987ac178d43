"""A process that starts while its database is down."""

from collections.abc import Callable
from pathlib import Path

import httpx
from fastapi import FastAPI
from logged_process import StartError
from servers import http_server
from sqlalchemy import make_url

from antipatterns.health import lifespan_asks_database as wrong
from app.config import Settings
from app.main import create_app
from tests.antipatterns.health.probing import without_database

STARTS = 3


def starts(app: FastAPI) -> bool:
    """Return whether the server serves the app."""
    try:
        with http_server(app) as address:
            httpx.get(f"{address}/health")
    except StartError:
        return False
    return True


def test_start_that_asks_the_database_fails(measured: Callable[[str], None]) -> None:
    served = 0
    for _ in range(STARTS):
        app = FastAPI(lifespan=wrong.lifespan)
        app.state.settings = without_database()
        served += starts(app)

    assert served == 0
    measured(
        f"While the database was down, {STARTS - served} of {STARTS} processes ended"
        " at their start."
    )


def test_start_that_asks_the_database_succeeds_while_it_answers(
    tmp_path: Path,
) -> None:
    url = make_url(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    app = FastAPI(lifespan=wrong.lifespan)
    app.state.settings = Settings(database_url=url)

    assert starts(app)


def test_process_starts_and_is_not_ready() -> None:
    served = sum(starts(create_app(without_database())) for _ in range(STARTS))
    with http_server(create_app(without_database())) as address:
        alive, ready = [
            httpx.get(f"{address}{path}").status_code for path in ("/health", "/ready")
        ]

    assert served == STARTS
    assert (alive, ready) == (200, 503)
