# /// bad
# ruff = ["UP006", "UP035", "UP045", "UP046"]
# right = "examples/shop/app/core/pagination.py"
# ///
"""A page in the syntax of Python 3.8."""

from typing import Generic, List, Optional, TypeVar

from pydantic import BaseModel

T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """One page of a list."""

    items: List[T]
    next_cursor: Optional[str]
