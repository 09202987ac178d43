from collections.abc import Callable

from fastapi import APIRouter, FastAPI
from httpx import ASGITransport, AsyncClient

from antipatterns.structure import static_methods
from patterns.structure import repository_instance

type Measured = Callable[[str], None]


class FakeStock(repository_instance.StockRepository):
    """A stock with as many pieces of everything; it records its calls."""

    def __init__(self, pieces: int = 0) -> None:
        self.pieces = pieces
        self.calls: list[str] = []

    async def left(self, article: str) -> int:
        """Return the number of pieces."""
        self.calls.append(article)
        return self.pieces


async def can_sell(
    router: APIRouter, repository: Callable[..., object], stock: FakeStock
) -> bool:
    app = FastAPI()
    app.include_router(router)
    app.dependency_overrides[repository] = lambda: stock
    async with AsyncClient(
        transport=ASGITransport(app), base_url="http://test"
    ) as client:
        answer: bool = (await client.get("/stock/lamp")).json()
    return answer


async def test_override_is_never_called(measured: Measured) -> None:
    stock = FakeStock()
    answer = await can_sell(
        static_methods.router, static_methods.StockRepository, stock
    )

    assert answer is True
    assert stock.calls == []
    measured(
        f"The stock in the test was empty; the route answered {answer} and called "
        f"the test's repository {len(stock.calls)} times.",
    )


async def test_override_replaces_instance() -> None:
    stock = FakeStock()
    answer = await can_sell(
        repository_instance.router, repository_instance.get_stock_repository, stock
    )

    assert answer is False
    assert stock.calls == ["lamp"]


async def test_last_piece_can_be_sold() -> None:
    service = repository_instance.StockService(FakeStock(pieces=1))

    assert await service.can_sell("lamp") is True


async def test_instance_answers_from_its_own_stock() -> None:
    stock = await repository_instance.get_stock_repository()
    service = await repository_instance.get_stock_service(stock)

    assert await stock.left("lamp") == 3
    assert await service.can_sell("lamp") is True
    assert await service.can_sell("sofa") is False
