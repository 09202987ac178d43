"""A stale update whose entity tag contains commas."""

from collections.abc import Callable

import pytest

from antipatterns.reliability import split_entity_tags as wrong
from app.core.etags import EntityTags

CURRENT = '"7-2"'
STALE = '"x,*,y"'


def test_stale_update_with_asterisk_in_tag_succeeds(
    measured: Callable[[str], None],
) -> None:
    tags = [CURRENT, '"7-3"', '"8-1"']
    matching = [tag for tag in tags if wrong.matches(STALE, tag)]

    assert matching == tags
    measured(f"`If-Match: {STALE}` matched {len(matching)} of {len(tags)} other tags.")


@pytest.mark.parametrize(
    ("if_match", "expected"), [(CURRENT, True), ("*", True), ('"7-1"', False)]
)
def test_simple_header_is_parsed(if_match: str, *, expected: bool) -> None:
    assert wrong.matches(if_match, CURRENT) is expected


def test_parsed_entity_tag_does_not_match() -> None:
    assert not EntityTags.parse(STALE).match_strongly(CURRENT)
