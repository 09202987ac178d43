"""`python -m app.make_admin EMAIL` gives all rights to an account that has signed up.

It makes the first admin; that one makes the others over the API.
"""

import argparse
import asyncio
import sys

from app.config import Settings, load_settings
from app.core.database import Database, create_engine, unit_of_work
from app.users.dependencies import get_user_service
from app.users.exceptions import UserNotFoundError
from app.users.schemas import UserRead


async def make_admin(settings: Settings, email: str) -> UserRead:
    """Do it in a unit of work of its own; UserNotFoundError without an account."""
    engine = create_engine(settings)
    try:
        async with unit_of_work(Database(engine)) as session:
            users = await get_user_service(session)
            return await users.make_admin(email)
    finally:
        await engine.dispose()


def main() -> None:
    """Read the command line; exit with 1 when there is no such account."""
    parser = argparse.ArgumentParser(prog="python -m app.make_admin")
    parser.add_argument("email")
    email: str = parser.parse_args().email
    try:
        user = asyncio.run(make_admin(load_settings(), email))
    except UserNotFoundError as error:
        sys.exit(error.detail)
    sys.stdout.write(f"{user.email} is an admin now.\n")


if __name__ == "__main__":
    main()
