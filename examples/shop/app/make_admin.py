"""`python -m app.make_admin EMAIL` gives the role of an admin to an account.

It is for the first admin, who then promotes others over the API.
"""

import argparse
import sys

from app.commands import exit_on_failure, run
from app.config import Settings, load_settings
from app.core.database import Database, create_engine, unit_of_work
from app.core.schema import Schema, SchemaOutdatedError, SchemaState
from app.users.schemas import UserRead
from app.users.service import UserService


async def make_admin(settings: Settings, email: str) -> UserRead:
    """Promote the account in a unit of work of its own and return it.

    UserNotFoundError without such an account, SchemaOutdatedError before migrations,
    DatabaseUnavailableError without a database.
    """
    engine = create_engine(settings.database_url, settings.database_options)
    database = Database(engine)
    try:
        if await Schema().compare(database) is SchemaState.OUTDATED:
            raise SchemaOutdatedError
        async with unit_of_work(database) as session:
            return await UserService.on(session).make_admin(email)
    finally:
        await engine.dispose()


def main() -> None:
    """Read the command line; exit with status 1 and the reason where it fails."""
    parser = argparse.ArgumentParser(prog="python -m app.make_admin")
    parser.add_argument("email")
    email: str = parser.parse_args().email
    with exit_on_failure():
        user = run(make_admin(load_settings(), email))
        sys.stdout.write(f"{user.email} is an admin now.\n")


if __name__ == "__main__":
    main()
