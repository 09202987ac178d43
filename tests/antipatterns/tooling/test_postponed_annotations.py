"""What a route answers before and after ruff has moved its imports."""

import subprocess
import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from fastapi import APIRouter, FastAPI
from httpx import ASGITransport, AsyncClient

from antipatterns.tooling import postponed_annotations as wrong
from patterns.tooling import runtime_annotations as right

RUFF = str(Path(sys.executable).with_name("ruff"))
OPTIONS = ["--isolated", "--quiet", "--target-version", "py312"]
FIX = [RUFF, "check", *OPTIONS, "--select", "TC", "--fix", "--unsafe-fixes"]


def fixed(source: str, folder: Path) -> APIRouter:
    """Return the router of a copy to which ruff has applied its TC rules."""
    path = folder / "deliveries.py"
    path.write_text(Path(source).read_text("utf-8"), "utf-8")
    subprocess.run([*FIX, str(path)], check=True)
    spec = spec_from_file_location("deliveries", path)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    router: APIRouter = module.router
    return router


async def answers(router: APIRouter) -> tuple[int, int]:
    """Return the statuses of the route and of the schema."""
    app = FastAPI()
    app.include_router(router)
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        route = await client.get("/deliveries?day=2026-11-27")
        schema = await client.get("/openapi.json")
    return route.status_code, schema.status_code


async def test_fix_of_ruff_breaks_the_route_and_the_schema(
    tmp_path: Path, measured: Callable[[str], None]
) -> None:
    assert await answers(wrong.router) == (200, 200)

    route, schema = await answers(fixed(wrong.__file__, tmp_path))

    assert (route, schema) == (500, 500)
    measured(
        f"After `ruff check --fix --unsafe-fixes` the route answered {route}, and "
        f"/openapi.json {schema}."
    )


async def test_ruff_leaves_runtime_annotations_alone(tmp_path: Path) -> None:
    assert await answers(right.router) == (200, 200)
    assert await answers(fixed(right.__file__, tmp_path)) == (200, 200)
