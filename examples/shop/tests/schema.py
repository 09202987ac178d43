"""The tests' schema is made as production's is: by the migrations."""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config

from app.core.config import Settings

CONFIG_FILE = Path(__file__).parent.parent / "alembic.ini"


def alembic_config(settings: Settings) -> Config:
    """Return Alembic's configuration, for the database of these settings."""
    # Its default is what standard output was when Alembic was imported.
    config = Config(CONFIG_FILE, stdout=sys.stdout)
    config.attributes["settings"] = settings
    return config


def migrate(settings: Settings) -> None:
    """Bring the database to the newest revision. Runs an event loop of its own."""
    command.upgrade(alembic_config(settings), "head")
