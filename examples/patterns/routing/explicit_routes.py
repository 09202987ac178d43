"""Two routes for invoices, which can't be deleted."""

from fastapi import APIRouter, FastAPI


def invoice_router(invoices: dict[int, str]) -> APIRouter:
    """Return the routes of invoices."""
    router = APIRouter(prefix="/invoices", tags=["invoices"])

    @router.get("")
    async def list_invoices() -> list[str]:
        return list(invoices.values())

    @router.get("/{invoice_id}")
    async def read_invoice(invoice_id: int) -> str:
        return invoices[invoice_id]

    return router


def create_app(invoices: dict[int, str]) -> FastAPI:
    """Return an app with invoices."""
    app = FastAPI()
    app.include_router(invoice_router(invoices))
    return app
