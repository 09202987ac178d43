"""A query parameter that has another name in the code."""

from typing import Annotated

from fastapi import APIRouter, Query

router = APIRouter()

STREETS = ["Main Street", "", "Mill Lane"]


@router.get("/streets")
async def list_streets(text: Annotated[str, Query(alias="filter")] = "") -> list[str]:
    """Return the streets whose names contain the text."""
    return [street for street in filter(None, STREETS) if text in street]
