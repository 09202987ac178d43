"""The times of a shutdown, in every file that sets one."""

import re
from collections.abc import Callable
from pathlib import Path

from app.config import Settings
from tests.patterns.kubernetes.manifests import (
    PRODUCTION,
    ROOT,
    containers,
    load,
    render,
)
from tests.patterns.kubernetes.times import (
    LIFESPAN_SECONDS,
    until_sigkill,
    until_sigterm,
)

type Row = tuple[str, str, float]

SHOP = ROOT / "examples/shop"
SERVERS = ROOT / "examples/patterns/servers"
FILES = [
    SHOP / "README.md",
    SHOP / "Dockerfile",
    SHOP / "compose.yaml",
    SHOP / "deploy/kubernetes/base/api-deployment.yaml",
    SERVERS / "serve.sh",
    SERVERS / "gunicorn_conf.py",
]
GRACE = re.compile(
    r'(?:--timeout-graceful-shutdown[\s=",]+"?|graceful_timeout = )(\d+)'
)
READ_TIMEOUT = re.compile(r"proxy_read_timeout (\d+)s;")


def grace_periods() -> set[int]:
    """Return every grace period of the server; each file has one or more."""
    found = [GRACE.findall(file.read_text("utf-8")) for file in FILES]
    assert all(found)
    return {int(seconds) for of_file in found for seconds in of_file}


def read_timeout() -> int:
    """Return how long nginx waits for a response."""
    text = Path(SHOP / "deploy/nginx/proxy.conf").read_text("utf-8")
    [seconds] = READ_TIMEOUT.findall(text)
    return int(seconds)


def kill_times() -> dict[tuple[str, str], tuple[int, int]]:
    """Return when each platform sends SIGTERM to a service, and when SIGKILL."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    compose = load(SHOP / "compose.yaml")["services"]
    rendered = render(PRODUCTION)
    for service in ("api", "worker"):
        period = int(compose[service]["stop_grace_period"].removesuffix("s"))
        found["Compose", service] = (0, period)
        manifest = rendered["Deployment", service]
        [container] = containers(manifest)
        delay = until_sigterm(container)
        found["Kubernetes", service] = (delay, until_sigkill(manifest))
    return found


def as_table(rows: list[Row]) -> str:
    """Return one line for each time."""
    return "\n".join(f"{time:4.0f} s  {of:10}  {what}" for of, what, time in rows)


def test_every_grace_period_covers_the_longest_request(
    record_property: Callable[[str, object], None],
) -> None:
    settings = Settings()
    request = settings.database_pool_timeout + settings.database_statement_timeout
    message = settings.outbox_lease / 2

    [grace] = grace_periods()
    killed = kill_times()

    assert read_timeout() >= grace >= request
    needed = {"api": grace, "worker": message}
    for (_, service), (sigterm, sigkill) in killed.items():
        assert sigkill - sigterm - needed[service] >= LIFESPAN_SECONDS
    rows: list[Row] = [
        ("nginx", "waits for a response", read_timeout()),
        ("Settings", "longest request: pool and statement timeout", request),
        ("uvicorn", "requests in flight after SIGTERM, in every file", grace),
        ("Settings", "longest message of the worker: half of its lease", message),
    ]
    for (platform, service), (sigterm, sigkill) in killed.items():
        what = f"SIGKILL for the {service}, {sigkill - sigterm} s after SIGTERM"
        rows.append((platform, what, sigkill))
    record_property("shown:times", as_table(rows))
