# /// bad
# harm = "tests/antipatterns/structure/test_static_repository.py::test_replacement_is_not_asked"
# right = "examples/patterns/structure/repository_instance.py"
# ///
"""A repository of static methods, which its callers name."""

from fastapi import APIRouter


class StockRepository:
    """How many pieces of an article are left."""

    @staticmethod
    async def left(article: str) -> int:
        """Return the number of pieces, 0 for an unknown article."""
        return {"lamp": 3}.get(article, 0)


class StockService:
    """What may be sold."""

    @staticmethod
    async def can_sell(article: str) -> bool:
        """Tell whether a piece is left."""
        return await StockRepository.left(article) > 0


router = APIRouter(prefix="/stock")


@router.get("/{article}")
async def read_stock(article: str) -> bool:
    """Tell whether an article can be sold."""
    return await StockService.can_sell(article)
