"""A client resets a password with a token in the query string."""

from collections.abc import Callable

import yaml

from tests.patterns.observability.collector import exported, spans_of

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/observability/collector_without_filter.yaml"
RIGHT = "examples/shop/deploy/otel/collector.yaml"
RESET_CODE = "7f3a9c"
PATH = f"/reset?token={RESET_CODE}"


async def leaks(text: str) -> list[str]:
    """Return the exported attributes that hold the token."""
    config = yaml.safe_load(text)
    return [
        name
        for span in await spans_of(PATH)
        for name, value in exported(config, span).items()
        if RESET_CODE in str(value)
    ]


async def test_query_string_reaches_the_exporter(
    shown: Shown, measured: Callable[[str], None]
) -> None:
    [name] = await leaks(shown(WRONG))

    assert name == "url.query"
    measured(f"FastAPI wrote the token into the span attribute `{name}`.")


async def test_query_string_is_deleted_before_the_exporter(shown: Shown) -> None:
    assert await leaks(shown(RIGHT)) == []
