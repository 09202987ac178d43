"""Pods under the Pod Security Standard "restricted"."""

from collections.abc import Callable

import yaml

from tests.patterns.kubernetes.restricted import violations

type Shown = Callable[[str], str]

RIGHT = "examples/shop/deploy/kubernetes/base/api-deployment.yaml"
WRONG = "examples/antipatterns/kubernetes/root_container.yaml"
POD = "spec.template.spec"


def test_pod_without_security_context_is_refused(
    shown: Shown, measured: Callable[[str], None]
) -> None:
    found = violations(yaml.safe_load(shown(WRONG)))

    assert found == [
        "allowPrivilegeEscalation",
        "capabilities.drop",
        "runAsNonRoot",
        "seccompProfile",
    ]
    measured(
        f"The pod violates {len(found)} controls of the restricted Pod Security"
        f" Standard: {', '.join(f'`{field}`' for field in found)}."
    )


def test_pod_with_security_contexts_is_accepted(shown: Shown) -> None:
    shared = yaml.safe_load(shown(f"{RIGHT}::{POD}.securityContext"))
    own = yaml.safe_load(shown(f"{RIGHT}::{POD}.containers.0.securityContext"))
    spec = {**shared, "containers": [own]}

    assert violations({"spec": {"template": {"spec": spec}}}) == []
