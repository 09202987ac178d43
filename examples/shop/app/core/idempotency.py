"""Idempotency keys: a repeated `POST` gets the first response (REL-001).

`app.orders.router.place_order` shows how a route with a JSON body uses them. The
table's name is the migration's.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Header, Request, Response, status
from pydantic import BaseModel
from sqlalchemy import BigInteger, Index, String, Text, UniqueConstraint, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite has the same clause
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from app.core.batches import delete_batch
from app.core.database import Base, PrimaryKey, Timestamps
from app.core.dependencies import SessionDep
from app.core.errors import UnprocessableError

LONGEST_KEY = 100


class IdempotencyKey(Timestamps, Base):
    """A request that was carried out, and its response; keys belong to an account."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        UniqueConstraint("owner_id", "key"),
        Index(None, "created_at"),  # for the purge
    )

    id: Mapped[PrimaryKey]
    owner_id: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    fingerprint: Mapped[str] = mapped_column(String(64))
    status_code: Mapped[int | None]
    body: Mapped[str | None] = mapped_column(Text)


class IdempotencyKeyReusedError(UnprocessableError):
    """The account used the key for another request."""

    code = "idempotency_key_reused"
    title = "Idempotency key reused"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key belongs to another request.")


class Idempotency:
    """Runs the effect of a request once per key, in the request's transaction."""

    def __init__(
        self, session: AsyncSession, key: str, fingerprint: str, status_code: int
    ) -> None:
        self.session = session
        self.key = key
        self.fingerprint = fingerprint
        self.status_code = status_code

    async def run(
        self, owner_id: int, effect: Callable[[], Awaitable[BaseModel]]
    ) -> Response:
        """Return the response of the first request with this key.

        Key, effect and response are committed together. An effect that raises leaves
        no key, so the client may retry. IdempotencyKeyReusedError when the first
        request had another path, query or body.
        """
        claim_id = await self._claim(owner_id)
        if claim_id is None:
            return await self._replay(owner_id)
        body = (await effect()).model_dump_json()
        await self.session.execute(
            update(IdempotencyKey)
            .where(IdempotencyKey.id == claim_id)
            .values(status_code=self.status_code, body=body)
        )
        return json_response(body, self.status_code)

    async def _claim(self, owner_id: int) -> int | None:
        """Insert the key; None if it exists.

        A concurrent repeat waits here for the first request's commit or rollback.
        """
        return await self.session.scalar(
            insert(IdempotencyKey)
            .values(owner_id=owner_id, key=self.key, fingerprint=self.fingerprint)
            .on_conflict_do_nothing(
                index_elements=[IdempotencyKey.owner_id, IdempotencyKey.key]
            )
            .returning(IdempotencyKey.id)
        )

    async def _replay(self, owner_id: int) -> Response:
        found = await self.session.scalars(
            select(IdempotencyKey).where(
                IdempotencyKey.owner_id == owner_id, IdempotencyKey.key == self.key
            )
        )
        first = found.one()
        if first.fingerprint != self.fingerprint:
            raise IdempotencyKeyReusedError
        return json_response(first.body, first.status_code or self.status_code)


def json_response(body: str | None, status_code: int) -> Response:
    """Return the stored bytes: a new version of the schema must not change a replay."""
    return Response(body, status_code, media_type="application/json")


async def get_idempotency(
    request: Request,
    session: SessionDep,
    key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=LONGEST_KEY,
            pattern=r"^[\x21-\x7e]+$",
            description=(
                "A value that the client generates for each operation and repeats in "
                "every retry. The server keeps it for one day or longer."
            ),
        ),
    ],
) -> Idempotency:
    """Return the key of this request, with what identifies the request."""
    line = f"{request.method} {request.url.path}?{request.url.query}\n"
    fingerprint = sha256(line.encode() + await request.body()).hexdigest()
    status_code = request.scope["route"].status_code or status.HTTP_200_OK
    return Idempotency(session, key, fingerprint, status_code)


IdempotencyDep = Annotated[Idempotency, Depends(get_idempotency)]


async def delete_expired_keys(
    session: AsyncSession, before: datetime, limit: int
) -> int:
    """Delete keys that were first used by then; a repeat then counts as new."""
    age = IdempotencyKey.created_at
    return await delete_batch(session, IdempotencyKey, age <= before, age, limit)
