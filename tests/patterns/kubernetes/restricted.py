"""The Pod Security Standard "restricted", as far as a manifest of a pod can break it.

https://kubernetes.io/docs/concepts/security/pod-security-standards/
"""

from collections.abc import Iterator
from typing import Any

from tests.patterns.kubernetes.manifests import Manifest, containers, pod

VOLUMES = {
    *["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral"],
    *["persistentVolumeClaim", "projected", "secret"],
}
SECCOMP = {"RuntimeDefault", "Localhost"}


def violations(manifest: Manifest) -> list[str]:
    """Return the fields for which the API server refuses the pods."""
    found = [*_of_pod(pod(manifest))]
    for container in containers(manifest):
        found += _of_container(container, pod(manifest).get("securityContext", {}))
    return found


def _of_pod(spec: Manifest) -> Iterator[str]:
    for shared in ("hostNetwork", "hostPID", "hostIPC"):
        if spec.get(shared):
            yield shared
    for volume in spec.get("volumes", []):
        yield from (f"volumes.{kind}" for kind in {*volume} - {"name"} - VOLUMES)


def _of_container(container: Manifest, shared: Manifest) -> Iterator[str]:
    own = container.get("securityContext", {})
    both = {**shared, **own}
    capabilities: dict[str, list[str]] = own.get("capabilities", {})
    seccomp: dict[str, Any] = both.get("seccompProfile", {})
    checks = {
        "allowPrivilegeEscalation": own.get("allowPrivilegeEscalation") is False,
        "privileged": not own.get("privileged"),
        "capabilities.drop": capabilities.get("drop") == ["ALL"],
        "capabilities.add": {*capabilities.get("add", [])} <= {"NET_BIND_SERVICE"},
        "runAsNonRoot": both.get("runAsNonRoot") is True,
        "runAsUser": both.get("runAsUser") != 0,
        "seccompProfile": seccomp.get("type") in SECCOMP,
        "hostPort": not any("hostPort" in port for port in container.get("ports", [])),
    }
    yield from (name for name, is_kept in checks.items() if not is_kept)
