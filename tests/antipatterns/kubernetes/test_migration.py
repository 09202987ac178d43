"""How often a rollout starts the migration."""

from collections.abc import Callable

import yaml

from tests.patterns.kubernetes.manifests import Manifest, containers

type Shown = Callable[[str], str]

RIGHT = "examples/shop/deploy/kubernetes/base/migrate-job.yaml"
WRONG = "examples/antipatterns/kubernetes/migration_in_every_pod.yaml"
MIGRATE = ["alembic", "upgrade", "head"]


def count_migrations(manifest: Manifest) -> int:
    """Return how many containers of all pods run the migration."""
    spec = manifest["spec"]
    pods: int = spec.get("replicas", spec.get("completions", 1))
    return pods * [c.get("command") for c in containers(manifest)].count(MIGRATE)


def test_init_container_migrates_once_per_replica(
    shown: Shown, measured: Callable[[str], None]
) -> None:
    count = count_migrations(yaml.safe_load(shown(WRONG)))

    assert count == 3
    measured(f"One rollout of this manifest starts `alembic upgrade` {count} times.")


def test_job_migrates_once(shown: Shown) -> None:
    assert count_migrations(yaml.safe_load(shown(RIGHT))) == 1
