# /// bad
# harm = "tests/antipatterns/versioning/test_unchecked_document.py::test_renamed_field_passes"
# right = "examples/patterns/versioning/published_document.py"
# ///
"""A check of the OpenAPI document that looks at the paths only."""

from fastapi import FastAPI


def is_published_api(app: FastAPI) -> bool:
    """Return whether the app has the paths that were published."""
    return "/api/v1/articles" in app.openapi()["paths"]
