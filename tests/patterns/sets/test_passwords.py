from tests.patterns.sets.conftest import Serve

RIGHT = {"email": "ada@example.com", "password": "seven green teapots sing"}
WRONG = RIGHT | {"password": "seven brown teapots sing"}
UNKNOWN = RIGHT | {"email": "eve@example.com"}
GUESSABLE = {"email": "eve@example.com", "password": "passwordpassword"}


async def test_hashed_password_logs_in_and_no_other_does(serve: Serve) -> None:
    async with serve("passwords") as served:
        guessable = await served.client.post("/accounts", json=GUESSABLE)
        signed_up = await served.client.post("/accounts", json=RIGHT)
        taken = await served.client.post("/accounts", json=WRONG)
        logins = [
            await served.client.post("/login", json=credentials)
            for credentials in (RIGHT, WRONG, UNKNOWN)
        ]

    assert guessable.status_code == 422
    assert (signed_up.status_code, taken.status_code) == (204, 409)
    assert [each.status_code for each in logins] == [204, 401, 401]
    assert logins[1].json() == logins[2].json()
