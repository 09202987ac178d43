"""How long a pod may take to stop."""

import re

from tests.patterns.kubernetes.manifests import Manifest, pod

LIFESPAN_SECONDS = 5  # to close connections
DEFAULT_SECONDS = 30  # of terminationGracePeriodSeconds
GRACE = re.compile(r"--timeout-graceful-shutdown=(\d+)")


def until_sigterm(container: Manifest) -> int:
    """Return the seconds of the container's preStop hook."""
    hook = container.get("lifecycle", {}).get("preStop", {})
    seconds: int = hook.get("sleep", {}).get("seconds", 0)
    return seconds


def for_requests(container: Manifest) -> int:
    """Return the seconds that the server gives requests in flight."""
    found = GRACE.search(" ".join(container["command"]))
    return int(found[1]) if found else 0


def until_sigkill(manifest: Manifest) -> int:
    """Return the seconds after which the kubelet kills the pod."""
    seconds: int = pod(manifest).get("terminationGracePeriodSeconds", DEFAULT_SECONDS)
    return seconds
