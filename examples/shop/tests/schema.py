"""The tests' schema is made as production's is: by the migrations."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from app.core.config import Settings

CONFIG_FILE = Path(__file__).parent.parent / "alembic.ini"


def alembic_config(settings: Settings) -> Config:
    """Return Alembic's configuration, for the database of these settings."""
    config = Config(CONFIG_FILE)
    config.attributes["settings"] = settings
    return config


def migrate(settings: Settings) -> None:
    """Bring the database to the newest revision. Runs an event loop of its own."""
    command.upgrade(alembic_config(settings), "head")
