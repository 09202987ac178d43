"""The times of a pod's end: preStop, requests in flight, lifespan, SIGKILL."""

from collections.abc import Callable

import yaml

from app.config import Settings
from tests.patterns.kubernetes.manifests import Manifest, containers
from tests.patterns.kubernetes.times import (
    LIFESPAN_SECONDS,
    for_requests,
    until_sigkill,
    until_sigterm,
)

type Shown = Callable[[str], str]

BASE = "examples/shop/deploy/kubernetes/base"
RIGHT = f"{BASE}/api-deployment.yaml"
WORKER = f"{BASE}/worker-deployment.yaml"
WRONG = "examples/antipatterns/kubernetes/default_grace.yaml"
POD = "spec.template.spec"


def seconds_left(manifest: Manifest) -> int:
    """Return how long the lifespan may take after the last request."""
    [container] = containers(manifest)
    return until_sigkill(manifest) - until_sigterm(container) - for_requests(container)


def test_default_period_leaves_no_time_for_the_lifespan(
    shown: Shown, measured: Callable[[str], None]
) -> None:
    manifest = yaml.safe_load(shown(WRONG))
    [container] = containers(manifest)

    left = seconds_left(manifest)

    assert left < LIFESPAN_SECONDS
    measured(
        f"`preStop` takes {until_sigterm(container)} s and requests may take"
        f" {for_requests(container)} s more. The kubelet kills the pod after"
        f" {until_sigkill(manifest)} s, which leaves {left} s for the lifespan."
    )


def test_period_covers_delay_requests_and_lifespan(shown: Shown) -> None:
    names = ["command", "lifecycle"]
    parts = [shown(f"{RIGHT}::{POD}.containers.0.{name}") for name in names]
    container = {key: v for part in parts for key, v in yaml.safe_load(part).items()}
    period = yaml.safe_load(shown(f"{RIGHT}::{POD}.terminationGracePeriodSeconds"))
    spec = {**period, "containers": [container]}

    assert seconds_left({"spec": {"template": {"spec": spec}}}) >= LIFESPAN_SECONDS


def test_worker_may_finish_its_message(shown: Shown) -> None:
    period = yaml.safe_load(shown(f"{WORKER}::{POD}.terminationGracePeriodSeconds"))
    spec = {"spec": {"template": {"spec": period}}}

    longest = Settings().outbox_lease / 2

    assert until_sigkill(spec) >= longest + LIFESPAN_SECONDS
