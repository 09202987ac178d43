"""A service that answers every error as `application/problem+json`."""

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware

from app.core.errors import NotFoundError
from app.core.middleware import CatchAllMiddleware
from app.core.problems import add_problem_handlers

TITLES = {1: "Kindred", 2: "Dawn"}
PRICES = {1: 1200}  # cents

router = APIRouter()


class BookNotFoundError(NotFoundError):
    """There is no book with this ID."""

    code = "book_not_found"
    title = "Book not found"


@router.get("/books/{book_id}")
async def read_title(book_id: int) -> str:
    """Return the title."""
    if book_id not in TITLES:
        raise BookNotFoundError(f"There is no book {book_id}.")
    return TITLES[book_id]


@router.get("/books/{book_id}/price")
async def read_price(book_id: int) -> int:
    """Return the price; the second book has none, which is a bug."""
    return PRICES[book_id]


def create_app() -> FastAPI:
    """Return the app: `uvicorn --factory main:create_app`."""
    app = FastAPI(middleware=[Middleware(CatchAllMiddleware)])
    add_problem_handlers(app)
    app.include_router(router)
    return app
