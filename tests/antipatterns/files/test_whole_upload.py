"""A client uploads a file of 20 MB."""

import tracemalloc
from collections.abc import Callable, Generator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from fastapi import HTTPException, UploadFile

from antipatterns.files import whole_upload as wrong
from patterns.files.uploads import FileStore

MEGABYTE = 1_000_000
SIZE = 20 * MEGABYTE


@contextmanager
def uploaded() -> Generator[UploadFile]:
    """Yield an upload as FastAPI parses it: above 1 MB its content is on disk."""
    with TemporaryFile() as file:
        file.write(b"%PDF-")
        for _ in range(SIZE // MEGABYTE):
            file.write(bytes(MEGABYTE))
        file.seek(0)
        yield UploadFile(file)


@contextmanager
def traced() -> Generator[None]:
    """Trace memory from here on."""
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()


async def test_upload_is_held_in_memory(
    tmp_path: Path, measured: Callable[[str], None]
) -> None:
    with uploaded() as upload, traced():
        with pytest.raises(HTTPException, match="413"):
            await wrong.save(upload, tmp_path)
        peak = tracemalloc.get_traced_memory()[1]

    assert peak >= SIZE
    measured(
        f"The limit is 1 MB. An upload of {SIZE // MEGABYTE} MB took "
        f"{peak // MEGABYTE} MB of memory before it was refused."
    )


async def test_small_upload_is_stored(tmp_path: Path) -> None:
    await wrong.save(UploadFile(BytesIO(b"%PDF-")), tmp_path)

    assert (tmp_path / "upload").read_bytes() == b"%PDF-"


def test_copied_upload_takes_one_chunk_of_memory(tmp_path: Path) -> None:
    with uploaded() as upload, traced():
        FileStore(tmp_path).save(upload.file)
        peak = tracemalloc.get_traced_memory()[1]

    [stored] = tmp_path.iterdir()
    assert stored.stat().st_size > SIZE
    assert peak < MEGABYTE
