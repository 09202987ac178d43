# /// bad
# ast-grep = ["ERR-002"]
# harm = "tests/antipatterns/errors/test_value_error_as_domain_error.py::test_bug_is_answered_as_a_conflict"
# right = "examples/patterns/errors/domain_error_class.py"
# ///
"""A domain error raised as `ValueError`."""

from fastapi import APIRouter, HTTPException

PLACES = {"A": range(1, 20), "B": range(20)}
taken = {"A7"}


def reserve(seat: str) -> float:
    """Return how far from the aisle a seat is, 0 to 1; ValueError if taken."""
    if seat in taken:
        raise ValueError(seat)
    places = PLACES[seat[0]]
    return places.index(int(seat[1:])) / len(places)


router = APIRouter()


@router.post("/seats/{seat}")
def reserve_seat(seat: str) -> float:
    """Reserve a seat."""
    try:
        return reserve(seat)
    except ValueError as error:
        raise HTTPException(409, "This seat is taken.") from error
