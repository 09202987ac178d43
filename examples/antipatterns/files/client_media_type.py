# /// bad
# harm = "tests/antipatterns/files/test_client_media_type.py::test_uploaded_page_is_served_as_a_page"
# right = "examples/patterns/files/uploads.py"
# ///
"""A download with the media type that the client declared at the upload."""

from fastapi import APIRouter, Response, UploadFile, status

router = APIRouter(prefix="/files")
stored: dict[str, tuple[bytes, str]] = {}


@router.post("", status_code=status.HTTP_201_CREATED)
async def upload_file(upload: UploadFile) -> dict[str, str]:
    """Store the content with its declared type."""
    stored["1"] = (await upload.read(), upload.content_type or "")
    return {"id": "1"}


@router.get("/{file_id}")
async def download_file(file_id: str) -> Response:
    """Return the file."""
    content, media_type = stored[file_id]
    return Response(content, media_type=media_type)
