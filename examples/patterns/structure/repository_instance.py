"""A repository that is injected through the constructor."""

from typing import Annotated

from fastapi import APIRouter, Depends


class StockRepository:
    """How many pieces of an article are left."""

    async def left(self, article: str) -> int:
        """Return the number of pieces, 0 for an unknown article."""
        return {"lamp": 3}.get(article, 0)


class StockService:
    """Decides what can be sold."""

    def __init__(self, stock: StockRepository) -> None:
        self.stock = stock

    async def can_sell(self, article: str) -> bool:
        """Return whether a piece is left."""
        return await self.stock.left(article) > 0


async def get_stock_repository() -> StockRepository:
    """Return the repository of this request."""
    return StockRepository()


async def get_stock_service(
    stock: Annotated[StockRepository, Depends(get_stock_repository)],
) -> StockService:
    """Return the service with this request's repository."""
    return StockService(stock)


StockServiceDep = Annotated[StockService, Depends(get_stock_service)]

router = APIRouter(prefix="/stock")


@router.get("/{article}")
async def read_stock(article: str, service: StockServiceDep) -> bool:
    """Return whether an article can be sold."""
    return await service.can_sell(article)
