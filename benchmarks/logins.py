"""How logins affect other requests, and whether their cost reveals an account."""

from statistics import median

from benchmarks.clients import Client, connecting
from benchmarks.database import EMAIL, UNKNOWN_EMAIL
from benchmarks.results import FailedLogins, Flood, percentile
from benchmarks.subjects import BenchmarkError, Subject
from benchmarks.workload import health, login

AT_ONCE = 32
PAUSE = 0.01  # seconds: a probe adds hardly any load
FEW = 10  # probes at a time; the last few may see the end of the logins
LEAST = 100  # probes of a flood
WRONG = "none of the passwords"


def flood(client: Client, subject: Subject, share: float) -> Flood:
    """Request `/health` a hundred times a second: alone, then while 32 clients log in.

    The busier the server, the fewer requests fit into the logins. BenchmarkError if
    these are too few for a p99.
    """
    size = round(1000 * share)  # enough requests that the start does not decide the p99
    logins = round(240 * share)
    probe = health().plan(subject.port, 1, size).model_copy(update={"pause": PAUSE})
    client.carry_out(probe)
    quiet = client.carry_out(probe)
    few = probe.model_copy(update={"requests": FEW})
    flooded: list[float] = []
    with connecting() as others:
        others.start(login(status=200).plan(subject.port, AT_ONCE, logins))
        while not others.has_finished:
            flooded += client.carry_out(few).latencies
        logged_in = others.finish()
    if len(flooded) < LEAST * share:
        raise BenchmarkError(f"only {len(flooded)} probes fitted into the logins")
    return Flood(
        quiet_p99_ms=percentile(quiet.latencies, 99) * 1e3,
        flooded_p99_ms=percentile(flooded, 99) * 1e3,
        flooded_longest_ms=max(flooded) * 1e3,
        logins=logins,
        logins_per_second=logins / logged_in.seconds,
        login_p99_ms=percentile(logged_in.latencies, 99) * 1e3,
        memory_mb=subject.memory,
    )


def failed(client: Client, shop: Subject, rounds: int) -> FailedLogins:
    """Log in with a wrong password, with and without an account, in turns."""
    spent: dict[str, list[float]] = {EMAIL: [], UNKNOWN_EMAIL: []}
    size = 8
    for number in range(rounds + 1):
        for email, taken in spent.items():
            before = shop.cpu
            client.carry_out(login(email, WRONG, 401).plan(shop.port, 1, size))
            if number:
                taken.append((shop.cpu - before) / size * 1e3)
    return FailedLogins(
        known_ms=median(spent[EMAIL]), unknown_ms=median(spent[UNKNOWN_EMAIL])
    )
