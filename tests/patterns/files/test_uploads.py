"""Uploads over HTTP: limits, types and what a failure leaves behind."""

import io
from collections.abc import AsyncGenerator
from pathlib import Path
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from app.core.problems import add_problem_handlers
from patterns.files.uploads import MAX_UPLOAD, FileStore, router

PNG = b"\x89PNG\r\n\x1a\n"


class BrokenFile(io.BytesIO):
    """A file whose second read fails, as when the disk is full."""

    def readinto(self, _: object) -> int:
        """Fail."""
        raise OSError("no space left on device")

    def read(self, size: int | None = -1) -> bytes:
        """Return the signature, and then fail."""
        if self.tell():
            raise OSError("no space left on device")
        return super().read(len(PNG) if size else size)


def names_in(folder: Path) -> list[str]:
    """Return the names of the stored files."""
    return [path.name for path in folder.iterdir()]


@pytest.fixture
async def client(tmp_path: Path) -> AsyncGenerator[AsyncClient]:
    app = FastAPI()
    add_problem_handlers(app)
    app.state.files = FileStore(tmp_path)
    app.include_router(router)
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def test_upload_is_downloaded_as_it_was(client: AsyncClient) -> None:
    sent = await client.post("/files", files={"upload": ("x", PNG + b"tea")})

    read = await client.get(f"/files/{sent.json()['id']}")

    assert (sent.status_code, sent.json()["media_type"]) == (201, "image/png")
    assert read.content == PNG + b"tea"


async def test_chunked_upload_above_the_limit_is_refused(
    client: AsyncClient, tmp_path: Path
) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="upload"; filename="x"\r\n\r\n'

    async def body() -> AsyncGenerator[bytes]:
        yield head
        for _ in range(MAX_UPLOAD // 1_000_000 + 1):
            yield bytes(1_000_000)
        yield b"\r\n--b--\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    response = await client.post("/files", content=body(), headers=headers)

    assert "content-length" not in response.request.headers
    assert response.status_code == 413
    assert names_in(tmp_path) == []


async def test_unknown_id_is_not_found(client: AsyncClient) -> None:
    assert (await client.get(f"/files/{uuid4()}")).status_code == 404


def test_failed_copy_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no space left"):
        FileStore(tmp_path).save(BrokenFile(PNG + b"tea"))

    assert list(tmp_path.iterdir()) == []
