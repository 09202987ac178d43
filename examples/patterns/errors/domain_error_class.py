"""A domain error with a class of its own."""

from fastapi import APIRouter

from app.core.errors import ConflictError

PLACES = {"A": range(1, 20), "B": range(20)}
taken = {"A7"}


class SeatTakenError(ConflictError):
    """The seat is reserved already."""

    code = "seat_taken"
    title = "Seat taken"


def reserve(seat: str) -> float:
    """Return how far from the aisle a seat is, 0 to 1; raises SeatTakenError."""
    if seat in taken:
        raise SeatTakenError(f"Seat {seat} is taken.")
    places = PLACES[seat[0]]
    return places.index(int(seat[1:])) / len(places)


router = APIRouter()


@router.post("/seats/{seat}")
def reserve_seat(seat: str) -> float:
    """Reserve a seat."""
    return reserve(seat)
