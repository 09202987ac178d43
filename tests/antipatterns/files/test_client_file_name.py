"""A client sends a file name that leads out of the folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI, UploadFile
from httpx import ASGITransport, AsyncClient

from antipatterns.files import client_file_name as wrong
from patterns.files.uploads import FileStore

CONTENT = b"%PDF-1.7"
OUTSIDE = "settings.py"
SETTINGS = b"DEBUG = False"

type Save = Callable[[UploadFile], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of uploads, beside other files."""
    (tmp_path / OUTSIDE).write_bytes(SETTINGS)
    folder = tmp_path / "uploads"
    folder.mkdir()
    return folder


def contents(folder: Path) -> tuple[bytes, list[str]]:
    """Return the file outside of the folder, and the suffixes of the files in it."""
    inside = [path.suffix for path in folder.iterdir()]
    return (folder.parent / OUTSIDE).read_bytes(), inside


async def send(save: Save) -> int:
    """Upload a file to an app that saves it; return the status."""
    app = FastAPI()

    def saved(upload: UploadFile) -> None:
        save(upload)

    @app.post("/files")
    async def upload_file(_: Annotated[None, Depends(saved)]) -> None:
        """Answer after the file is saved."""

    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        files = {"upload": (f"../{OUTSIDE}", CONTENT)}
        return (await client.post("/files", files=files)).status_code


async def test_file_name_leaves_the_folder(
    folder: Path, measured: Callable[[str], None]
) -> None:
    status = await send(lambda upload: wrong.save(upload, folder))

    assert status == 200
    assert contents(folder) == (CONTENT, [])
    measured(
        f"The file name `../{OUTSIDE}` replaced a file outside of the folder, and the "
        f"client got {status}."
    )


async def test_own_name_stays_in_the_folder(folder: Path) -> None:
    await send(lambda upload: FileStore(folder).save(upload.file))

    assert contents(folder) == (SETTINGS, [".pdf"])
