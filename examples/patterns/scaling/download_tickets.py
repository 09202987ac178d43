"""Single-use download tickets, in a store that all processes share."""

import secrets

from redis.asyncio import Redis

SECONDS = 60


class Tickets:
    """Issues tickets, and redeems each of them once."""

    def __init__(self, valkey: Redis) -> None:
        self._valkey = valkey

    async def issue(self, path: str) -> str:
        """Return a ticket for a file."""
        ticket = secrets.token_urlsafe()
        await self._valkey.set(f"ticket:{ticket}", path, ex=SECONDS)
        return ticket

    async def redeem(self, ticket: str) -> str | None:
        """Return the file, None for a ticket that is unknown, used or expired."""
        path = await self._valkey.getdel(f"ticket:{ticket}")
        return path.decode() if isinstance(path, bytes) else path
