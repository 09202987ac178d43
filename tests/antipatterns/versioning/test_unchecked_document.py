"""Which change of a response a check of the document finds."""

from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI
from pydantic import BaseModel, Field

from antipatterns.versioning import unchecked_document as wrong
from patterns.versioning import published_document as right


def create_app(field: str) -> FastAPI:
    """Return an app whose response has one field of this name."""

    class ArticleRead(BaseModel):
        price: str = Field(serialization_alias=field)

    app = FastAPI()

    @app.get("/api/v1/articles")
    async def list_articles() -> list[ArticleRead]:
        return [ArticleRead(price="5.00")]

    return app


def test_renamed_field_passes(measured: Callable[[str], None]) -> None:
    document = create_app("unit_price").openapi()

    assert wrong.is_published_api(create_app("price"))
    assert wrong.is_published_api(create_app("unit_price"))

    [field] = document["components"]["schemas"]["ArticleRead"]["properties"]
    assert field == "unit_price"
    measured(f"`price` became `{field}`, and the check passed.")


def test_renamed_field_is_found(tmp_path: Path) -> None:
    published = tmp_path / "openapi.json"
    published.write_text(right.render(create_app("price")), "utf-8")

    changed = right.changed_lines(create_app("unit_price"), published)

    assert right.changed_lines(create_app("price"), published) == []
    assert '-          "price": {' in changed
    assert '+          "unit_price": {' in changed
