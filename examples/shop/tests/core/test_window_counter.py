from limits import RateLimitItemPerMinute, RateLimitItemPerSecond

from app.core.rate_limits import FIRST_SWEEP, Window, WindowCounter

RATE = RateLimitItemPerMinute(2)
ADA, BOB = ((RATE.amount, RATE.get_expiry(), name) for name in ("ada", "bob"))
OVER = Window(end=0, count=9)  # long ago, by a clock that only goes up
OPEN = Window(end=float("inf"))


def test_what_exceeds_the_rate_waits_for_the_windows_end() -> None:
    counter = WindowCounter()

    waits = [counter.count(RATE, "ada") for _ in range(3)]

    assert waits[:2] == [0, 0]
    assert 0 < waits[2] <= 60


def test_callers_are_counted_apart() -> None:
    counter = WindowCounter()
    counter.windows[ADA] = Window(end=float("inf"), count=1)

    assert counter.count(RATE, "bob") == 0
    assert counter.windows[ADA].count == 1


def test_counting_begins_anew_when_a_window_is_over() -> None:
    counter = WindowCounter()
    counter.windows[ADA] = OVER

    assert counter.count(RATE, "ada") == 0
    assert counter.windows[ADA].count == 1


def test_what_is_over_is_swept_out_when_there_is_much() -> None:
    counter = WindowCounter()
    counter.windows = {(number,): OVER for number in range(FIRST_SWEEP - 1)}
    counter.count(RATE, "ada")

    assert len(counter.windows) == FIRST_SWEEP

    counter.count(RATE, "bob")

    assert set(counter.windows) == {ADA, BOB}


def test_next_sweep_waits_until_there_is_twice_as_much() -> None:
    counter = WindowCounter()
    counter.windows = {(number,): OPEN for number in range(FIRST_SWEEP)}

    counter.count(RATE, "ada")

    assert len(counter.windows) == FIRST_SWEEP + 1
    assert counter.sweep_at == 2 * FIRST_SWEEP


def test_refused_caller_waits_for_a_second_at_least() -> None:
    counter, rate = WindowCounter(), RateLimitItemPerSecond(1)

    assert [counter.count(rate, "ada") for _ in range(2)] == [0, 1]
