"""The OpenAPI document, with the media type that problems really have."""

from typing import Any, override

from fastapi import FastAPI

from app.core.problems import ProblemResponse

PROBLEM_SCHEMA = {"$ref": "#/components/schemas/Problem"}


class ProblemAPI(FastAPI):
    """FastAPI, which by itself calls every documented response plain JSON."""

    @override
    def openapi(self) -> dict[str, Any]:
        """Return the document; it is made once."""
        document = super().openapi()
        for operations in document["paths"].values():
            for operation in operations.values():
                for response in operation["responses"].values():
                    name_problem(response)
        return document


def name_problem(response: dict[str, Any]) -> None:
    """Give a documented response its media type, if a problem is what it holds."""
    content: dict[str, Any] = response.get("content", {})  # 204 has none
    if content.get("application/json") == {"schema": PROBLEM_SCHEMA}:
        content[ProblemResponse.media_type] = content.pop("application/json")
