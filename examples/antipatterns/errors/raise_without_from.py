# /// bad
# ruff = ["B904"]
# right = "examples/shop/app/users/repository.py"
# ///
"""A translated exception without `from`."""

from app.core.errors import NotFoundError


def parse_reference(reference: str) -> int:
    """Return the number in `ORD-17`; NotFoundError for anything else."""
    try:
        return int(reference.removeprefix("ORD-"))
    except ValueError:
        raise NotFoundError(reference)
