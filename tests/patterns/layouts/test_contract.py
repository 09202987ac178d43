"""One contract over three layouts of the same service."""

from collections.abc import AsyncGenerator

import pytest
from httpx import AsyncClient

from patterns.layouts.by_domain import main as by_domain
from patterns.layouts.by_domain.core.database import Base as ByDomainBase
from patterns.layouts.by_layer import main as by_layer
from patterns.layouts.by_layer.core.database import Base as ByLayerBase
from patterns.layouts.hybrid import main as hybrid
from patterns.layouts.hybrid.core.database import Base as HybridBase
from tests.patterns.layouts.contract import CONTRACT, Check, served

LAYOUTS = {
    "by_domain": (by_domain.create_app, ByDomainBase.metadata),
    "by_layer": (by_layer.create_app, ByLayerBase.metadata),
    "hybrid": (hybrid.create_app, HybridBase.metadata),
}


@pytest.fixture(params=LAYOUTS)
async def client(request: pytest.FixtureRequest) -> AsyncGenerator[AsyncClient]:
    create_app, metadata = LAYOUTS[request.param]
    async with served(create_app, metadata) as client:
        yield client


@pytest.mark.parametrize("check", CONTRACT, ids=lambda check: check.__name__)
async def test_layout_keeps_the_contract(client: AsyncClient, check: Check) -> None:
    await check(client)
