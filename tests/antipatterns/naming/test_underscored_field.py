"""A document of a database that names its key `_id`."""

from collections.abc import Callable

from antipatterns.naming import underscored_field as wrong
from patterns.naming import aliased_field as right

STORED = {"_id": "66f2", "title": "Invoice"}


def test_field_with_an_underscore_is_not_in_the_response(
    measured: Callable[[str], None],
) -> None:
    sent = wrong.read_document(STORED).model_dump(mode="json")

    assert sent == {"title": "Invoice"}
    measured(f"The client got `{sent}` of the document `{STORED}`.")


def test_aliased_field_is_in_the_response() -> None:
    assert right.read_document(STORED).model_dump(mode="json") == STORED
