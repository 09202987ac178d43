"""A client uploads a page with a script, and another user opens it."""

from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, FastAPI
from httpx import ASGITransport, AsyncClient, Response

from antipatterns.files import client_media_type as wrong
from app.core.problems import add_problem_handlers
from patterns.files import uploads as right

PAGE = b"<script>steal(document.cookie)</script>"


def names_in(folder: Path) -> list[str]:
    """Return the names of the stored files."""
    return [path.name for path in folder.iterdir()]


async def exchange(router: APIRouter, folder: Path, content: bytes) -> list[Response]:
    """Upload the content as a page, and download it if it was accepted."""
    app = FastAPI()
    add_problem_handlers(app)
    app.state.files = right.FileStore(folder)
    app.include_router(router)
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        files = {"upload": ("logo.png", content, "text/html")}
        sent = await client.post("/files", files=files)
        if sent.is_error:
            return [sent]
        return [sent, await client.get(f"/files/{sent.json()['id']}")]


async def test_uploaded_page_is_served_as_a_page(
    tmp_path: Path, measured: Callable[[str], None]
) -> None:
    [_, opened] = await exchange(wrong.router, tmp_path, PAGE)

    media_type = opened.headers["content-type"].partition(";")[0]
    assert (media_type, opened.content) == ("text/html", PAGE)
    assert "content-disposition" not in opened.headers
    measured(f"The app served the uploaded script as `{media_type}`.")


async def test_page_is_refused(tmp_path: Path) -> None:
    [refused] = await exchange(right.router, tmp_path, PAGE)

    assert (refused.status_code, refused.json()["code"]) == (422, "unsupported_file")
    assert names_in(tmp_path) == []


async def test_page_behind_a_signature_is_a_download(tmp_path: Path) -> None:
    content = b"%PDF-" + PAGE

    [_, opened] = await exchange(right.router, tmp_path, content)

    assert opened.headers["content-type"] == "application/pdf"
    assert opened.headers["content-disposition"].startswith("attachment; ")
    assert opened.headers["x-content-type-options"] == "nosniff"
    assert opened.content == content
