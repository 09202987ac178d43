"""The jobs that build the image and deploy it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.patterns.pipelines.workflow_steps import (
    SHOP,
    WORKFLOW,
    Node,
    read_key,
    run_step,
    scripts,
)

type Shown = Callable[[str], str]

DIGEST = f"sha256:{'0' * 64}"
PROGRAM = """#!/bin/sh
echo "${PWD##*/} ${0##*/} $*" >> "$CALLS"
case "$*" in *condition=failed*) exec sleep 60 ;; esac
cat "${KUBECONFIG:-/dev/null}" > "$CALLS.config"
"""


@pytest.fixture
def image(shown: Shown) -> Node:
    job: Node = read_key(shown(f"{WORKFLOW}::jobs.image"), "image")
    return job


@pytest.fixture
def deploy(shown: Shown) -> Node:
    job: Node = read_key(shown(f"{WORKFLOW}::jobs.deploy"), "deploy")
    return job


def actions(job: Node) -> dict[str, Node]:
    """Return the inputs of each action that a job uses, by its name."""
    used = [step for step in job["steps"] if "uses" in step]
    return {step["uses"].partition("@")[0]: step.get("with", {}) for step in used}


def test_image_is_built_once_from_what_passed(image: Node, deploy: Node) -> None:
    assert image["needs"] == ["lint", "types", "tests", "migrations"]
    assert image["if"] == "github.event_name == 'push'"
    assert deploy["needs"] == "image"
    assert "docker/build-push-action" in actions(image)
    assert actions(deploy).keys() == {"actions/checkout"}


def test_image_carries_its_contents_and_its_origin(image: Node) -> None:
    build = actions(image)["docker/build-push-action"]

    assert (build["push"], build["sbom"], build["provenance"]) == (
        True,
        True,
        "mode=max",
    )


def test_layers_are_cached_where_only_the_image_job_writes(
    image: Node, shown: Shown
) -> None:
    build = actions(image)["docker/build-push-action"]
    cache = "type=registry,ref=${{ steps.name.outputs.name }}:cache"

    assert build["cache-from"] == cache
    assert build["cache-to"] == f"{cache},mode=max"  # also those of the first stage
    assert build["tags"].endswith(":${{ github.sha }}")
    jobs = read_key(shown(f"{WORKFLOW}::jobs"), "jobs")
    writers = [name for name, job in jobs.items() if "packages" in job["permissions"]]
    assert writers == ["image"]


def test_name_of_the_image_is_lower_case(image: Node, tmp_path: Path) -> None:
    output = tmp_path / "output"
    [script] = scripts(image)
    names = {"GITHUB_REPOSITORY": "Acme/Shop", "GITHUB_OUTPUT": str(output)}

    done = run_step(script, tmp_path, environment=names)

    assert done.returncode == 0
    assert output.read_text() == "name=ghcr.io/acme/shop\n"


def test_deployment_waits_and_applies_the_digest(deploy: Node, tmp_path: Path) -> None:
    for name in ("kustomize", "kubectl"):
        program = tmp_path / name
        program.write_text(PROGRAM)
        program.chmod(0o755)
    calls = tmp_path / "calls"
    environment = {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "CALLS": str(calls),
        "IMAGE": f"ghcr.io/acme/shop@{DIGEST}",
        "KUBE_CONFIG": "the cluster",
        "RUNNER_TEMP": str(tmp_path),
    }

    for step in [step for step in deploy["steps"] if "run" in step]:
        folder = SHOP / step.get("working-directory", "")
        done = run_step(step["run"], folder, environment=environment)
        assert done.returncode == 0, done.stderr

    assert (deploy["needs"], deploy["environment"]) == ("image", "production")
    assert deploy["env"] == {"IMAGE": "${{ needs.image.outputs.image }}"}
    first, *rest = calls.read_text().splitlines()
    assert (
        first == f"production kustomize edit set image shop=ghcr.io/acme/shop@{DIGEST}"
    )
    assert sum("kubectl apply --kustomize" in line for line in rest) == 2
    assert calls.with_suffix(".config").read_text() == "the cluster"
    assert (tmp_path / "kubeconfig").stat().st_mode & 0o077 == 0
