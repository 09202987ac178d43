from collections.abc import Callable

import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from antipatterns.testing import asserts_only_status
from patterns.testing import asserts_response_and_rows
from patterns.testing.app_client import app_client

type Measured = Callable[[str], None]


class Note(BaseModel):
    """The body of the request."""

    text: str


def notes_app(answer: Callable[[Note], dict[str, object]]) -> FastAPI:
    app = FastAPI()

    @app.post("/notes", status_code=201)
    async def create_note(note: Note) -> dict[str, object]:
        return answer(note)

    return app


async def test_app_that_stores_nothing_passes(measured: Measured) -> None:
    stored: list[str] = []
    app = notes_app(lambda _: {"owner": {"password_hash": "$argon2id$…"}})

    async with app_client(app) as client:
        await asserts_only_status.test_note_is_created(client)
        with pytest.raises(AssertionError):
            await asserts_response_and_rows.test_note_is_created(client, stored)

    measured(
        "Passed on an app that answers 201 with the owner's password_hash and "
        f"stores {len(stored)} notes."
    )


async def test_right_answer_without_a_row_fails() -> None:
    app = notes_app(lambda note: {"id": 1, "text": note.text})

    async with app_client(app) as client:
        with pytest.raises(AssertionError):
            await asserts_response_and_rows.test_note_is_created(client, [])


async def test_working_app_passes() -> None:
    stored: list[str] = []

    def store(note: Note) -> dict[str, object]:
        stored.append(note.text)
        return {"id": len(stored), "text": note.text}

    async with app_client(notes_app(store)) as client:
        await asserts_response_and_rows.test_note_is_created(client, stored)
