import pytest

from app.core.etags import is_known, is_listed

TAG = '"1-1"'


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param(TAG, True, id="alone"),
        pytest.param(f'{TAG}, "2-1"', True, id="first"),
        pytest.param(f'"2-1",{TAG}', True, id="last"),
        pytest.param("*", True, id="any"),
        pytest.param('"1-2", "2-1"', False, id="others"),
        pytest.param("1-1", False, id="no-quotes"),
        pytest.param("", False, id="empty"),
        pytest.param(f"W/{TAG}", False, id="weak"),
    ],
)
def test_strong_tag_is_found_in_a_list(header: str, *, expected: bool) -> None:
    assert is_listed(header, TAG) is expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param(None, False, id="no-header"),
        pytest.param(TAG, True, id="strong"),
        pytest.param(f'"2-1", W/{TAG}', True, id="weak"),
        pytest.param('W/"1-2"', False, id="other"),
    ],
)
def test_reader_may_have_it_with_a_weak_tag(
    header: str | None, *, expected: bool
) -> None:
    assert is_known(header, TAG) is expected
