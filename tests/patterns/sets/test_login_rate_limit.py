from tests.patterns.sets.conftest import Serve

SETTINGS = {"RATE_LIMIT_KEY": "a random text", "DEMO_PASSWORD": "tea"}
RIGHT = {"email": "ada@example.com", "password": "tea"}
WRONG = RIGHT | {"password": "milk"}


async def test_login_is_refused_after_ten_attempts_of_one_account(serve: Serve) -> None:
    async with serve("login_rate_limit", **SETTINGS) as served:
        right = await served.client.post("/login", json=RIGHT)
        wrong = [await served.client.post("/login", json=WRONG) for _ in range(9)]
        limited = await served.client.post("/login", json=RIGHT)
        other = RIGHT | {"email": "eve@example.com"}
        free = await served.client.post("/login", json=other)

    assert (right.status_code, free.status_code) == (204, 204)
    assert {each.status_code for each in wrong} == {401}
    assert (limited.status_code, limited.json()["code"]) == (429, "rate_limited")
    assert 0 < int(limited.headers["retry-after"]) <= 900
