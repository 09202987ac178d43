from base64 import urlsafe_b64encode

import pytest
from pydantic import ValidationError

from app.core.pagination import CursorParams, PageParams, encode_cursor


@pytest.mark.parametrize("key", [1, 10, 123, 2**63 - 1])
def test_cursor_is_decoded_to_its_key(key: int) -> None:
    params = CursorParams.model_validate({"cursor": encode_cursor(key)})

    assert params.cursor == key


@pytest.mark.parametrize(
    "cursor",
    [
        pytest.param("", id="empty"),
        pytest.param("1", id="no-base64"),
        pytest.param("é", id="no-ascii"),
        pytest.param(encode_cursor(1) + "=", id="padded"),
        pytest.param(encode_cursor(0), id="zero"),
        pytest.param(encode_cursor(-1), id="negative"),
        pytest.param(encode_cursor(2**63), id="beyond-the-column"),
        *[
            pytest.param(urlsafe_b64encode(text).decode().rstrip("="), id=str(text[:4]))
            for text in (b"x", b"1_0", b"+1", b"01", b" 1", b"\xd9\xa3", b"9" * 5000)
        ],
    ],
)
def test_other_cursor_is_refused_without_its_text(cursor: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        CursorParams.model_validate({"cursor": cursor})

    [error] = refusal.value.errors()
    assert error["loc"] == ("cursor",)
    assert "b'" not in error["msg"]


@pytest.mark.parametrize(("page", "offset"), [(1, 0), (2, 10), (3, 20)])
def test_offset_is_the_number_of_earlier_items(page: int, offset: int) -> None:
    assert PageParams(page=page, page_size=10).offset == offset
