# /// bad
# ruff = ["A002"]
# mypy = ["operator"]
# basedpyright = ["reportCallIssue", "reportUnknownVariableType"]
# harm = "tests/antipatterns/naming/test_shadowed_filter.py::test_parameter_hides_the_builtin"
# right = "examples/patterns/naming/aliased_filter.py"
# ///
"""A query parameter that takes the name of a builtin."""

from fastapi import APIRouter

router = APIRouter()

STREETS = ["Main Street", "", "Mill Lane"]


@router.get("/streets")
async def list_streets(filter: str = "") -> list[str]:
    """Return the streets whose names contain the text."""
    return [street for street in filter(None, STREETS) if filter in street]
