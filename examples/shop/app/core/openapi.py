"""The OpenAPI document with the media type of problems (ERR-006)."""

from typing import Any, override

from fastapi import FastAPI

from app.core.problems import ProblemResponse

PROBLEM_SCHEMA = {"$ref": "#/components/schemas/Problem"}


class ProblemAPI(FastAPI):
    """Documents problems as `application/problem+json`.

    FastAPI documents all responses of a route with the media type of its success.
    """

    @override
    def openapi(self) -> dict[str, Any]:
        """Return the document; FastAPI builds it once and keeps it."""
        document = super().openapi()
        for operations in document["paths"].values():
            for operation in operations.values():
                for response in operation["responses"].values():
                    use_problem_media_type(response)
        return document


def use_problem_media_type(response: dict[str, Any]) -> None:
    """Replace the media type of a response whose schema is a problem."""
    content: dict[str, Any] = response.get("content", {})  # 204 has none
    if content.get("application/json") == {"schema": PROBLEM_SCHEMA}:
        content[ProblemResponse.media_type] = content.pop("application/json")
