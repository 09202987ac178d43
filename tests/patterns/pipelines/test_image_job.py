"""The jobs that build the image and deploy it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.patterns.pipelines.workflow_steps import (
    WORKFLOW,
    Node,
    read_key,
    run_step,
    scripts,
)

type Shown = Callable[[str], str]

DIGEST = f"sha256:{'0' * 64}"
DOCKER = '#!/bin/sh\necho "$@"\n'


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
    assert actions(deploy).keys() == {"docker/login-action"}


def test_image_carries_its_contents_and_its_origin(image: Node) -> None:
    build = actions(image)["docker/build-push-action"]

    assert (build["push"], build["sbom"], build["provenance"]) == (
        True,
        True,
        "mode=max",
    )


def test_name_of_the_image_is_lower_case(image: Node, tmp_path: Path) -> None:
    output = tmp_path / "output"
    [script] = scripts(image)
    names = {"GITHUB_REPOSITORY": "Acme/Shop", "GITHUB_OUTPUT": str(output)}

    done = run_step(script, tmp_path, environment=names)

    assert done.returncode == 0
    assert output.read_text() == "name=ghcr.io/acme/shop\n"


def test_deployment_waits_and_moves_the_tag_to_the_digest(
    deploy: Node, tmp_path: Path
) -> None:
    docker = tmp_path / "docker"
    docker.write_text(DOCKER)
    docker.chmod(0o755)
    [script] = scripts(deploy)
    digest = f"ghcr.io/acme/shop@{DIGEST}"

    done = run_step(
        f'PATH="{tmp_path}:$PATH"; {script}', tmp_path, environment={"IMAGE": digest}
    )

    assert deploy["environment"] == "production"
    assert deploy["env"] == {"IMAGE": "${{ needs.image.outputs.image }}"}
    assert done.stdout.split() == [
        *["buildx", "imagetools", "create"],
        *["--tag", "ghcr.io/acme/shop:production", digest],
    ]
