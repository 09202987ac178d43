"""A client that polls a list which does not change."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, FastAPI, Request, Response
from httpx import Request as Sent
from httpx import Response as Received

from antipatterns.caching import body_without_etag as wrong
from app.core.preconditions import RevalidationDep

POLLS = 10
TITLES = [f"Tea no. {number}" for number in range(1000)]
type Ask = Callable[[FastAPI, Sent], Awaitable[Received]]

router = APIRouter()


@router.get("/catalogue", response_model=wrong.Catalogue)
async def read_catalogue(
    request: Request, revalidation: RevalidationDep
) -> wrong.Catalogue | Response:
    catalogue: wrong.Catalogue = request.app.state.catalogue
    return revalidation.answer(catalogue, f'"{catalogue.version}"')


async def download(router: APIRouter, ask: Ask) -> tuple[list[int], int]:
    """Poll as a browser does; return the statuses and the bytes of all bodies."""
    app = FastAPI()
    app.state.catalogue = wrong.Catalogue(version=1, titles=TITLES)
    app.include_router(router)
    responses: list[Received] = []
    headers: dict[str, str] = {}
    for _ in range(POLLS):
        response = await ask(app, Sent("GET", "http://test/catalogue", headers=headers))
        if etag := response.headers.get("ETag"):
            headers["If-None-Match"] = etag
        responses.append(response)
    statuses = [response.status_code for response in responses]
    return statuses, sum(len(response.content) for response in responses)


async def test_each_poll_downloads_the_list_again(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    statuses, size = await download(wrong.router, ask)

    assert statuses == [200] * POLLS
    measured(f"{POLLS} polls of an unchanged list downloaded {size // 1000} KB.")


async def test_unchanged_list_is_downloaded_once(ask: Ask) -> None:
    statuses, size = await download(router, ask)

    assert statuses == [200] + [304] * (POLLS - 1)
    assert size < 20_000
