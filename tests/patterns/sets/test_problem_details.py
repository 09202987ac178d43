from tests.patterns.sets.conftest import Serve

JSON = "application/problem+json"


async def test_every_error_is_a_problem(serve: Serve) -> None:
    async with serve("problem_details") as served:
        found = await served.client.get("/books/1")
        paths = ("/books/9", "/books/two", "/books/2/price", "/films")
        failed = [await served.client.get(path) for path in paths]

    assert (found.status_code, found.json()) == (200, "Kindred")
    assert {response.headers["content-type"] for response in failed} == {JSON}
    assert [(each.status_code, each.json()["code"]) for each in failed] == [
        (404, "book_not_found"),
        (422, "validation_error"),
        (500, "http_500"),
        (404, "http_404"),
    ]
