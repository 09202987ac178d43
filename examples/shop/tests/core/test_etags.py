import pytest

from app.core.etags import EntityTags

TAG = '"1-1"'
MALFORMED = [
    pytest.param("1-1", id="no-quotes"),
    pytest.param(f"x, {TAG}", id="word-in-list"),
    pytest.param("a,*,b", id="asterisk-between-words"),
    pytest.param(f"*, {TAG}", id="asterisk-in-list"),
    pytest.param("X*X", id="asterisk-in-word"),
    pytest.param("\x0b*", id="asterisk-after-other-white-space"),
    pytest.param(f"w/{TAG}", id="lower-case-weak"),
    pytest.param(f"W /{TAG}", id="blank-in-weak"),
    pytest.param(f"{TAG} {TAG}", id="no-comma"),
    pytest.param(f"{TAG}\n", id="line-break"),
    pytest.param('"1-1', id="no-closing-quote"),
    pytest.param('"1 1"', id="blank-in-tag"),
]


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(TAG, id="alone"),
        pytest.param(f'{TAG}, "2-1"', id="first"),
        pytest.param(f'"2-1",{TAG}', id="last"),
        pytest.param(f'"a,b" ,\t{TAG}', id="comma-in-tag"),
        pytest.param(f" , ,{TAG}, ", id="empty-elements"),
        pytest.param("*", id="any"),
        pytest.param(" * ", id="any-with-blanks"),
    ],
)
def test_listed_tag_matches_strongly_and_weakly(header: str) -> None:
    tags = EntityTags.parse(header)

    assert tags.match_strongly(TAG)
    assert tags.match_weakly(TAG)


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("", id="empty"),
        pytest.param('"1-2", "2-1"', id="other-tags"),
        pytest.param('"x,*,y"', id="asterisk-in-tag"),
        pytest.param('"W/"', id="weak-prefix-in-tag"),
        *MALFORMED,
    ],
)
def test_absent_tag_and_malformed_header_never_match(header: str) -> None:
    tags = EntityTags.parse(header)

    assert not tags.match_strongly(TAG)
    assert not tags.match_weakly(TAG)


@pytest.mark.parametrize("header", [f"W/{TAG}", f'"2-1", W/{TAG}'])
def test_weak_tag_matches_weakly_only(header: str) -> None:
    tags = EntityTags.parse(header)

    assert not tags.match_strongly(TAG)
    assert tags.match_weakly(TAG)


def test_weak_etag_never_matches_strongly() -> None:
    tags = EntityTags.parse(f"W/{TAG}")

    assert not tags.match_strongly(f"W/{TAG}")
    assert tags.match_weakly(f"W/{TAG}")


def test_tag_may_hold_any_visible_character() -> None:
    tag = '"!#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~\x80\xff"'

    assert EntityTags.parse(tag).match_strongly(tag)
