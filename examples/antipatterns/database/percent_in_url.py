# /// bad
# harm = "tests/antipatterns/database/test_percent_in_url.py::test_an_encoded_password_stops_the_migration"
# right = "examples/shop/migrations/env.py"
# ///
"""A database URL that passes through Alembic's configuration file format."""

from alembic.config import Config


def configure(url: str) -> Config:
    """Return Alembic's settings for a database."""
    config = Config()
    config.set_main_option("sqlalchemy.url", url)
    return config
