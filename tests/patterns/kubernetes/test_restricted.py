import pytest

from tests.patterns.kubernetes.manifests import Manifest
from tests.patterns.kubernetes.restricted import violations

KEPT: Manifest = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "runAsNonRoot": True,
    "seccompProfile": {"type": "RuntimeDefault"},
}


def manifest(spec: Manifest, context: Manifest, **container: object) -> Manifest:
    """Return a Deployment with one container."""
    own = {"name": "api", "securityContext": context, **container}
    return {"spec": {"template": {"spec": {**spec, "containers": [own]}}}}


@pytest.mark.parametrize(
    ("context", "field"),
    [
        ({"privileged": True}, "privileged"),
        ({"allowPrivilegeEscalation": True}, "allowPrivilegeEscalation"),
        ({"capabilities": {}}, "capabilities.drop"),
        ({"capabilities": {"drop": ["ALL"], "add": ["SYS_ADMIN"]}}, "capabilities.add"),
        ({"runAsNonRoot": False}, "runAsNonRoot"),
        ({"runAsUser": 0}, "runAsUser"),
        ({"seccompProfile": {"type": "Unconfined"}}, "seccompProfile"),
    ],
)
def test_each_broken_field_is_named(context: Manifest, field: str) -> None:
    assert violations(manifest({}, {**KEPT, **context})) == [field]


@pytest.mark.parametrize("field", ["hostNetwork", "hostPID", "hostIPC"])
def test_namespace_of_the_host_is_named(field: str) -> None:
    assert violations(manifest({field: True}, KEPT)) == [field]


def test_folder_and_port_of_the_host_are_named() -> None:
    volumes = [{"name": "docker", "hostPath": {"path": "/"}}]
    ports = [{"containerPort": 8000, "hostPort": 80}]

    found = violations(manifest({"volumes": volumes}, KEPT, ports=ports))

    assert found == ["volumes.hostPath", "hostPort"]


def test_kept_standard_has_no_violation() -> None:
    volumes = [{"name": "tmp", "emptyDir": {}}]

    assert violations(manifest({"volumes": volumes}, KEPT)) == []
