# /// bad
# ast-grep = ["ROUTE-009"]
# harm = "tests/antipatterns/routing/test_generated_routes.py::test_generated_route_deletes_an_invoice"
# right = "examples/patterns/routing/explicit_routes.py"
# ///
"""Routes of invoices that a generic function generates."""

from fastapi import APIRouter, FastAPI, status


def crud_router(prefix: str, rows: dict[int, str]) -> APIRouter:
    """Return the usual routes of a resource."""
    router = APIRouter(prefix=prefix)

    @router.get("")
    async def list_rows() -> list[str]:
        return list(rows.values())

    @router.get("/{row_id}")
    async def read_row(row_id: int) -> str:
        return rows[row_id]

    @router.delete("/{row_id}", status_code=status.HTTP_204_NO_CONTENT)
    async def delete_row(row_id: int) -> None:
        del rows[row_id]

    return router


def create_app(invoices: dict[int, str]) -> FastAPI:
    """Return an app with invoices."""
    app = FastAPI()
    app.include_router(crud_router("/invoices", invoices))
    return app
