# /// bad
# ast-grep = ["STR-009"]
# harm = "tests/antipatterns/structure/test_static_methods.py::test_override_is_never_called"
# right = "examples/patterns/structure/repository_instance.py"
# ///
"""Static methods, which no dependency override can replace."""

from fastapi import APIRouter


class StockRepository:
    """How many pieces of an article are left."""

    @staticmethod
    async def left(article: str) -> int:
        """Return the number of pieces, 0 for an unknown article."""
        return {"lamp": 3}.get(article, 0)


class StockService:
    """Decides what can be sold."""

    @staticmethod
    async def can_sell(article: str) -> bool:
        """Return whether a piece is left."""
        return await StockRepository.left(article) > 0


router = APIRouter(prefix="/stock")


@router.get("/{article}")
async def read_stock(article: str) -> bool:
    """Return whether an article can be sold."""
    return await StockService.can_sell(article)
