"""What the return annotation and `response_model` declare."""

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel


class Account(BaseModel):
    """An account."""

    id: int


class Profile(BaseModel):
    """A profile."""

    name: str


def documented(app: FastAPI) -> str:
    """Return the schema that the document names for the route."""
    route: dict[str, Any] = app.openapi()["paths"]["/account"]["get"]
    content = route["responses"]["200"]["content"]["application/json"]
    reference: str = content["schema"]["$ref"]
    return reference.rpartition("/")[2]


def test_annotation_and_response_model_document_the_same_schema() -> None:
    annotated, decorated = FastAPI(), FastAPI()

    @annotated.get("/account")
    async def read_account() -> Account:
        return Account(id=1)

    @decorated.get("/account", response_model=Account)
    async def read_row() -> object:
        return Account(id=1)

    assert documented(annotated) == documented(decorated) == "Account"


def test_response_model_overrides_another_annotation() -> None:
    app = FastAPI()

    @app.get("/account", response_model=Account)
    async def read_profile() -> Profile:
        return Profile(name="Ada")

    assert documented(app) == "Account"
