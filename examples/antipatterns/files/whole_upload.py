# /// bad
# harm = "tests/antipatterns/files/test_whole_upload.py::test_upload_is_held_in_memory"
# right = "examples/patterns/files/uploads.py"
# ///
"""An upload that is read into memory before its size is checked."""

from pathlib import Path

from fastapi import APIRouter, HTTPException, UploadFile, status

MAX_UPLOAD = 1_000_000

router = APIRouter(prefix="/files")


async def save(upload: UploadFile, folder: Path) -> None:
    """Store the upload; 413 if it is too large."""
    content = await upload.read()
    if len(content) > MAX_UPLOAD:
        raise HTTPException(status.HTTP_413_CONTENT_TOO_LARGE)
    (folder / "upload").write_bytes(content)
