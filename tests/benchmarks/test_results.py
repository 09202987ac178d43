import pytest
from pydantic import ValidationError

from benchmarks.load import is_whole
from benchmarks.results import (
    ENDPOINTS,
    Compared,
    Figures,
    Migration,
    Results,
    Spread,
    percentile,
    ratios,
    read,
)
from benchmarks.workload import endpoints

FIGURES = Figures(cpu_ms=1, requests_per_second=1, p99_ms=1)


@pytest.mark.parametrize(
    ("percent", "expected"), [(50, 50), (99, 99), (100, 100), (0.5, 1)]
)
def test_percentile_is_the_smallest_that_covers_as_many(
    percent: float, expected: float
) -> None:
    assert percentile([float(n) for n in range(100, 0, -1)], percent) == expected


def test_percentile_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 99)


def test_ratio_is_the_share_that_the_lean_one_takes() -> None:
    assert ratios([1.0, 3.0], [2.0, 4.0]) == [0.5, 0.75]


def test_rounds_that_do_not_pair_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        ratios([1.0, 3.0], [2.0])


def test_spread_keeps_the_middle_and_the_ends() -> None:
    assert Spread.of([3, 1, 8]) == Spread(lowest=1, median=3, highest=8)


@pytest.mark.parametrize("names", [["shop"], ["lean", "raw"], ["shop", "lean", "x"]])
def test_comparison_without_both_sides_is_refused(names: list[str]) -> None:
    with pytest.raises(ValidationError, match="needs the figures of shop and lean"):
        Compared(
            goal=None,
            ratio=Spread.of([1]),
            figures=dict.fromkeys(names, FIGURES),
        )


def test_kept_results_are_whole() -> None:
    found = read()

    assert tuple(found.endpoints) == ENDPOINTS
    assert tuple(endpoint.name for endpoint in endpoints()) == ENDPOINTS
    assert [each.goal for each in found.endpoints.values()] == [
        endpoint.goal for endpoint in endpoints()
    ]


def test_results_without_an_endpoint_are_refused() -> None:
    found = read().model_dump()
    del found["endpoints"]["order"]

    with pytest.raises(ValidationError, match="the endpoints are health, me"):
        Results.model_validate(found)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        b"HTTP/1.1 204 No Content\r\n\r\n",
    ],
)
def test_answer_is_whole_with_its_last_byte(answer: bytes) -> None:
    assert is_whole(answer)
    assert not is_whole(answer[:-1])
    assert not is_whole(answer[:20])


def test_change_that_holds_a_write_up_is_no_result() -> None:
    kept = read().migrations[0].model_dump()

    with pytest.raises(ValidationError, match="a write waited 101 ms, 100 ms is the"):
        Migration.model_validate({**kept, "longest_wait_ms": 101, "limit_ms": 100})
