"""The lower bound: plain ASGI and asyncpg, without a framework or an ORM.

It checks the same token and asks the same questions. What it lacks is what a
framework is for: nothing is validated, documented or refused politely.
"""

import json
import os
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

import asyncpg
from starlette.types import Receive, Scope, Send

from benchmarks.tokens import read

HEALTH = b'{"status":"ok"}'
USER = """
    SELECT id, email, full_name, role, is_active, created_at, updated_at
    FROM users WHERE id = $1 AND is_active AND EXISTS (
        SELECT FROM auth_sessions WHERE id = $2 AND user_id = $1
        AND revoked_at IS NULL AND expires_at > now()
    )
"""
ITEMS = """
    SELECT id, name, description, price, stock, is_archived, version,
        created_at, updated_at
    FROM items WHERE NOT is_archived ORDER BY id LIMIT 20
"""
COUNT = "SELECT count(*) FROM items WHERE NOT is_archived"


class App:
    """Three routes and a connection pool."""

    pool: asyncpg.Pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the lifespan, or route one of the three paths."""
        if scope["type"] == "lifespan":
            await self.live(receive, send)
            return
        match scope["path"]:
            case "/health":
                body = HEALTH
            case "/api/v1/users/me":
                body = await self.me(dict(scope["headers"]))
            case _:
                body = await self.items()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def live(self, receive: Receive, send: Send) -> None:
        """Open the pool at start-up and close it at shutdown."""
        await receive()
        address = os.environ["APP_DATABASE_URL"].replace("+asyncpg", "")
        async with asyncpg.create_pool(address, min_size=5, max_size=15) as pool:
            self.pool = pool
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    async def me(self, headers: Mapping[bytes, bytes]) -> bytes:
        """Return the user of the token."""
        claims = read(headers[b"authorization"].removeprefix(b"Bearer "))
        row = await self.pool.fetchrow(USER, int(claims["sub"]), int(claims["sid"]))
        return dump(dict(row))

    async def items(self) -> bytes:
        """Return the first page and the total."""
        async with self.pool.acquire() as connection:
            total = await connection.fetchval(COUNT)
            rows = await connection.fetch(ITEMS)
        items = [
            {**row, "price": str(Decimal(row["price"]).scaleb(-2))} for row in rows
        ]
        return dump({"items": items, "page": 1, "page_size": 20, "total": total})


def dump(value: object) -> bytes:
    """Encode JSON as the other apps do."""
    text = json.dumps(value, default=in_utc, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def in_utc(value: datetime) -> str:
    """Format a timestamp as Pydantic does."""
    return value.isoformat().replace("+00:00", "Z")


app = App()
