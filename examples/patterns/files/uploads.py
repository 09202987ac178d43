"""Uploads: copied in chunks, named by the app, typed by their content."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, BinaryIO
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Request, UploadFile, status
from fastapi.responses import FileResponse
from pydantic import BaseModel

from app.core.errors import NotFoundError, UnprocessableError

CHUNK = 64 * 1024
MAX_UPLOAD = 20_000_000  # bytes of the whole body
SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
    b"%PDF-": ("application/pdf", ".pdf"),
}
"""The first bytes of each accepted type, with its media type and suffix."""
LONGEST = max(map(len, SIGNATURES))


class UnsupportedFileError(UnprocessableError):
    """The content of the file is of no accepted type."""

    code = "unsupported_file"
    title = "Unsupported file"


class StoredFile(BaseModel):
    """A file that clients can download by its ID."""

    id: UUID
    media_type: str


def detect_type(source: BinaryIO) -> tuple[str, str]:
    """Return media type and suffix; UnsupportedFileError for any other content."""
    start = source.read(LONGEST)
    source.seek(0)
    for signature, found in SIGNATURES.items():
        if start.startswith(signature):
            return found
    raise UnsupportedFileError("Send a PNG, JPEG or PDF file.")


@dataclass(frozen=True)
class FileStore:
    """Keeps files in a folder that no web server serves."""

    folder: Path

    def save(self, source: BinaryIO) -> StoredFile:
        """Store a file under a new ID; a failed copy leaves nothing behind."""
        media_type, suffix = detect_type(source)
        file_id = uuid4()
        partial = self.folder / f"{file_id}.part"
        try:
            with partial.open("xb") as target:
                shutil.copyfileobj(source, target, CHUNK)
            partial.rename(self.folder / f"{file_id}{suffix}")
        finally:
            partial.unlink(missing_ok=True)
        return StoredFile(id=file_id, media_type=media_type)

    def find(self, file_id: UUID) -> tuple[Path, str]:
        """Return path and media type; NotFoundError for an unknown ID."""
        for media_type, suffix in SIGNATURES.values():
            path = self.folder / f"{file_id}{suffix}"
            if path.exists():
                return path, media_type
        raise NotFoundError("There is no such file.")


async def get_store(request: Request) -> FileStore:
    """Return the store of this app."""
    store: FileStore = request.app.state.files
    return store


StoreDep = Annotated[FileStore, Depends(get_store)]
router = APIRouter(prefix="/files")


@router.post("", status_code=status.HTTP_201_CREATED, max_body_size=MAX_UPLOAD)
def upload_file(upload: UploadFile, store: StoreDep) -> StoredFile:
    """Store a file; FastAPI runs this in a worker thread, where it may block."""
    return store.save(upload.file)


@router.get("/{file_id}")
def download_file(file_id: UUID, store: StoreDep) -> FileResponse:
    """Return a file as a download, never as a page of this site."""
    path, media_type = store.find(file_id)
    return FileResponse(
        path,
        media_type=media_type,
        filename=path.name,  # sets Content-Disposition: attachment
        headers={"X-Content-Type-Options": "nosniff"},
    )
