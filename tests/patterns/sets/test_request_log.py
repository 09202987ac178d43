import json

from app.core.redaction import REDACTED
from app.core.request_ids import is_request_id
from tests.patterns.sets.conftest import Serve

REQUEST_ID = "6d0e4c1f-5d4b-4c0a-9a53-0f8f5b0e7a11"


async def test_log_line_has_the_request_id_and_no_secret(serve: Serve) -> None:
    async with serve("request_log") as served:
        answer = await served.client.post(
            "/orders/7",
            json={"card_token": "s3cret"},
            headers={"X-Request-ID": REQUEST_ID},
        )
        output = served.output()

    lines = [json.loads(each) for each in output.splitlines() if each.startswith("{")]
    [line] = [each for each in lines if each["event"] == "order_placed"]
    assert answer.headers["x-request-id"] == REQUEST_ID
    found = (line["request_id"], line["order_id"], line["card_token"])
    assert found == (REQUEST_ID, 7, REDACTED)
    assert "s3cret" not in output


async def test_request_id_that_is_none_is_replaced(serve: Serve) -> None:
    async with serve("request_log") as served:
        answer = await served.client.post(
            "/orders/7",
            json={"card_token": "s3cret"},
            headers={"X-Request-ID": "two words"},
        )

    assert answer.status_code == 204
    assert is_request_id(answer.headers["x-request-id"])
