import jwt

from tests.patterns.sets.conftest import Serve

SETTINGS = {"JWT_KEY": "a random text of 32 bytes or more", "DEMO_PASSWORD": "tea"}


async def test_issued_token_is_accepted_and_a_changed_one_is_not(serve: Serve) -> None:
    async with serve("access_tokens", **SETTINGS) as served:
        refused = await served.client.post("/token", auth=("ada", "milk"))
        token = (await served.client.post("/token", auth=("ada", "tea"))).json()
        sent = [f"Bearer {token}", f"Bearer {token[:-4]}AAAA"]
        answers = [
            await served.client.get("/me", headers={"Authorization": each})
            for each in sent
        ]
        without = await served.client.get("/me")

    assert refused.status_code == 401
    assert (answers[0].status_code, answers[0].json()) == (200, 1)
    assert (answers[1].status_code, answers[1].json()["code"]) == (401, "invalid_token")
    assert without.headers["www-authenticate"] == "Bearer"


async def test_token_names_its_issuer_audience_and_key(serve: Serve) -> None:
    async with serve("access_tokens", **SETTINGS) as served:
        token = (await served.client.post("/token", auth=("ada", "tea"))).json()

    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["iss"] == "https://shop.example"
    assert claims["aud"] == "https://shop.example/api"
    assert jwt.get_unverified_header(token)["kid"] == "2026-11"
