from collections.abc import Callable

from fastapi import APIRouter, FastAPI
from httpx import ASGITransport, AsyncClient

from antipatterns.structure import static_methods
from patterns.structure import repository_instance

type Measured = Callable[[str], None]


class EmptyStock(repository_instance.StockRepository):
    """An empty stock that records its calls."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    async def left(self, article: str) -> int:
        """Return 0."""
        self.calls.append(article)
        return 0


async def can_sell(
    router: APIRouter, repository: Callable[..., object], stock: EmptyStock
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
    stock = EmptyStock()
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
    stock = EmptyStock()
    answer = await can_sell(
        repository_instance.router, repository_instance.get_stock_repository, stock
    )

    assert answer is False
    assert stock.calls == ["lamp"]


async def test_instance_answers_from_its_own_stock() -> None:
    stock = await repository_instance.get_stock_repository()
    service = await repository_instance.get_stock_service(stock)

    assert await service.can_sell("lamp") is True
    assert await service.can_sell("sofa") is False
