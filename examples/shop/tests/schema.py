"""The tests' schema is made as production's is: by the migrations."""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from app.config import Settings

CONFIG_FILE = Path(__file__).parent.parent / "alembic.ini"
VERSIONS = CONFIG_FILE.parent / "migrations" / "versions"
WIDER = """
import sqlalchemy as sa
from alembic import op

revision = "wider"
down_revision = "{head}"


def upgrade() -> None:
    op.add_column("users", sa.Column("nickname", sa.String()))
"""


def alembic_config(settings: Settings) -> Config:
    """Return Alembic's configuration, for the database of these settings."""
    # Its default is what standard output was when Alembic was imported.
    config = Config(CONFIG_FILE, stdout=sys.stdout)
    config.attributes["settings"] = settings
    return config


def migrate(settings: Settings) -> None:
    """Bring the database to the newest revision. Runs an event loop of its own."""
    command.upgrade(alembic_config(settings), "head")


def with_one_more(settings: Settings, folder: Path, script: str) -> Config:
    """Return the configuration with this migration after the newest."""
    config = alembic_config(settings)
    head = ScriptDirectory.from_config(config).get_current_head()
    (folder / "one_more.py").write_text(script.format(head=head))
    config.set_main_option("version_locations", f"{VERSIONS}:{folder}")
    return config
