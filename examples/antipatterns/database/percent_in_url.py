# /// bad
# ast-grep = ["DB-015"]
# harm = "tests/antipatterns/database/test_percent_in_url.py::test_encoded_password_raises_value_error"
# right = "examples/shop/migrations/env.py"
# ///
"""A database URL that passes through Alembic's configuration file format."""

from alembic.config import Config


def configure(url: str) -> Config:
    """Return Alembic's settings for a database."""
    config = Config()
    config.set_main_option("sqlalchemy.url", url)
    return config
