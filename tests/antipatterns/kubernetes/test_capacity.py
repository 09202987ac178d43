"""The connections that all pods open, against those that PostgreSQL allows."""

from collections.abc import Callable

import pytest
import yaml

from tests.patterns.kubernetes.manifests import PRODUCTION, Manifest, render, variables
from tests.patterns.kubernetes.times import until_sigkill

type Shown = Callable[[str], str]

RIGHT = "examples/shop/deploy/kubernetes/base/api-autoscaler.yaml"
API = "examples/shop/deploy/kubernetes/base/api-deployment.yaml"
WRONG = "examples/antipatterns/kubernetes/unbounded_autoscaler.yaml"
ALLOWED = 100 - 3  # PostgreSQL's defaults: max_connections, superuser_reserved_…


def surge(manifest: Manifest) -> int:
    """Return how many pods a rollout adds; the default is a quarter, rounded up."""
    rolling: Manifest = manifest["spec"].get("strategy", {}).get("rollingUpdate", {})
    added: int = rolling.get("maxSurge", 1)
    return added


def is_paced(deployment: Manifest) -> bool:
    """Return whether a rollout waits until the pod that it stopped last has ended."""
    seconds: int = deployment["spec"].get("minReadySeconds", 0)
    return seconds >= until_sigkill(deployment)


def count_pods(deployment: Manifest, replicas: int) -> int:
    """Return the most pods during a rollout, with those that still end."""
    added = surge(deployment)
    ending = added if is_paced(deployment) else replicas
    return replicas + added + ending


def count_connections(autoscaler: Manifest) -> int:
    """Return the most connections during a rollout, with one for the migration."""
    rendered = render(PRODUCTION)
    api, worker = rendered["Deployment", "api"], rendered["Deployment", "worker"]
    processes = count_pods(api, autoscaler["spec"]["maxReplicas"])
    workers = count_pods(worker, worker["spec"]["replicas"])
    pool = int(variables()["APP_DATABASE_POOL_SIZE"])
    count: int = (processes + workers) * pool + 1
    return count


def test_autoscaler_opens_more_connections_than_the_server_has(
    shown: Shown, measured: Callable[[str], None]
) -> None:
    count = count_connections(yaml.safe_load(shown(WRONG)))

    assert count > ALLOWED
    measured(
        f"With pools of {variables()['APP_DATABASE_POOL_SIZE']}, all pods may open"
        f" {count} connections. PostgreSQL allows {ALLOWED} by default."
    )


def test_all_pods_stay_below_the_limit(shown: Shown) -> None:
    autoscaler = yaml.safe_load(shown(RIGHT))
    [added] = [surge(render(PRODUCTION)["Deployment", "api"])]

    assert count_connections(autoscaler) <= ALLOWED
    most = autoscaler["spec"]["maxReplicas"] + added
    assert variables()["APP_PROCESSES"] == str(most)


def test_rollout_stops_one_pod_at_a_time(shown: Shown) -> None:
    parts = [shown(f"{API}::spec.{name}") for name in ("strategy", "minReadySeconds")]
    api = render(PRODUCTION)["Deployment", "api"]

    api["spec"] |= yaml.safe_load("".join(parts))

    assert surge(api) == 1
    assert is_paced(api)


@pytest.mark.parametrize(("seconds", "pods"), [(0, 13), (34, 13), (35, 8)])
def test_rollout_without_a_pause_doubles_the_pods(seconds: int, pods: int) -> None:
    api = render(PRODUCTION)["Deployment", "api"]

    api["spec"]["minReadySeconds"] = seconds

    assert count_pods(api, 6) == pods
