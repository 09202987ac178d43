"""The manifests as they are applied, against the schemas and the app."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from image import last, read_instructions

from app.config import PREFIX, Settings
from tests.patterns.kubernetes.manifests import (
    BASE,
    FOLDER,
    KUSTOMIZATION,
    PRODUCTION,
    ROOT,
    containers,
    load,
    pod,
    render,
    variables,
)
from tests.patterns.kubernetes.restricted import violations

type Shown = Callable[[str], str]

MANIFESTS = [*sorted(BASE.glob("*.yaml")), PRODUCTION / "namespace.yaml"]
FILES = [
    path.relative_to(ROOT).as_posix()
    for path in MANIFESTS
    if path.name != KUSTOMIZATION
]
VALIDATE = str(Path(sys.executable).with_name("kubernetes-validate"))
SECRETS = {"database_url", "jwt_keys", "valkey_url", "order_webhook_key"}
WORKLOADS = [("Deployment", "api"), ("Deployment", "worker"), ("Job", "migrate")]


@pytest.mark.parametrize("version", ["1.34", "1.37"])
def test_every_field_is_known_to_kubernetes(
    version: str, tmp_path: Path, shown: Shown
) -> None:
    for number, path in enumerate(FILES):
        (tmp_path / f"{number}.yaml").write_text(shown(path))

    done = subprocess.run(
        [VALIDATE, "--strict", "--quiet", "-k", version, *tmp_path.iterdir()],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize("folder", [BASE, PRODUCTION])
def test_kustomization_lists_every_file(folder: Path) -> None:
    settings = load(folder / KUSTOMIZATION)
    patches = [patch["path"] for patch in settings.get("patches", [])]

    listed = {*settings["resources"], *patches, KUSTOMIZATION} - {"../../base"}

    assert listed == {path.name for path in folder.glob("*.yaml")}


def test_overlay_renders_each_workload_once() -> None:
    rendered = render(PRODUCTION)

    with_pods = [key for key, manifest in rendered.items() if pod(manifest)]
    assert sorted(with_pods) == WORKLOADS
    assert rendered["Deployment", "worker"]["spec"]["replicas"] == 2


def test_patch_without_target_is_refused(tmp_path: Path) -> None:
    (tmp_path / KUSTOMIZATION).write_text("resources: []\npatches: [{path: a.yaml}]\n")
    (tmp_path / "a.yaml").write_text("kind: Job\nmetadata: {name: clean}\nspec: {}\n")

    with pytest.raises(KeyError, match="clean"):
        render(tmp_path)


@pytest.mark.parametrize("key", WORKLOADS)
def test_pods_keep_the_restricted_standard(key: tuple[str, str]) -> None:
    manifest = render(PRODUCTION)[key]

    assert violations(manifest) == []
    assert pod(manifest)["automountServiceAccountToken"] is False
    for container in containers(manifest):
        assert container["securityContext"]["readOnlyRootFilesystem"] is True


@pytest.mark.parametrize("key", WORKLOADS)
def test_containers_have_a_version_and_bounded_memory(key: tuple[str, str]) -> None:
    for container in containers(render(PRODUCTION)[key]):
        name, _, tag = container["image"].rpartition(":")
        assert name == "registry.example/shop"
        assert tag not in {"", "latest"}
        assert {"cpu", "memory"} <= container["resources"]["requests"].keys()
        assert "memory" in container["resources"]["limits"]


@pytest.mark.parametrize("key", WORKLOADS)
def test_variables_are_settings_and_secrets_are_references(
    key: tuple[str, str], shown: Shown
) -> None:
    shown("examples/shop/deploy/kubernetes/base/shop.env")
    fields = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    secret = {f"{PREFIX}{name.upper()}" for name in SECRETS}

    assert variables().keys() <= fields - secret
    for container in containers(render(PRODUCTION)[key]):
        assert {entry["name"] for entry in container["env"]} <= secret
        assert all("value" not in entry for entry in container["env"])


@pytest.mark.parametrize("key", WORKLOADS)
def test_production_accepts_the_variables(
    key: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {
        "APP_DATABASE_URL": "postgresql+asyncpg://shop:secret@postgresql/shop",
        "APP_JWT_KEYS": '{"2026-11": "a key of this test alone, 32 bytes."}',
        "APP_VALKEY_URL": "valkey://valkey:6379/0",
    }
    [container] = containers(render(PRODUCTION)[key])
    for name, value in variables().items():
        monkeypatch.setenv(name, value)
    for entry in container["env"]:
        monkeypatch.setenv(entry["name"], values[entry["name"]])

    assert Settings().in_production


def test_network_policies_open_the_ports_of_the_app() -> None:
    rendered = render(PRODUCTION)
    [port] = rendered["NetworkPolicy", "api"]["spec"]["ingress"][0]["ports"]
    [api] = containers(rendered["Deployment", "api"])
    [path] = rendered["Ingress", "api"]["spec"]["rules"][0]["http"]["paths"]

    assert rendered["NetworkPolicy", "default-deny"]["spec"]["podSelector"] == {}
    assert port["port"] == api["ports"][0]["name"]
    assert f"--port={api['ports'][0]['containerPort']}" in api["command"]
    assert rendered["Service", "api"]["spec"]["ports"][0]["targetPort"] == port["port"]
    assert path["path"] == "/api"


@pytest.mark.parametrize("name", ["api", "worker"])
def test_pods_of_a_deployment_spread_over_the_nodes(name: str) -> None:
    manifest = render(PRODUCTION)["Deployment", name]
    labels = manifest["spec"]["template"]["metadata"]["labels"]

    [constraint] = pod(manifest)["topologySpreadConstraints"]

    assert constraint["labelSelector"]["matchLabels"] == labels
    assert constraint["topologyKey"] == "kubernetes.io/hostname"
    assert constraint["matchLabelKeys"] == ["pod-template-hash"]


@pytest.mark.parametrize("key", WORKLOADS)
def test_selectors_find_their_pods(key: tuple[str, str]) -> None:
    manifest = render(PRODUCTION)[key]
    labels = manifest["spec"]["template"]["metadata"]["labels"]

    selector = manifest["spec"].get("selector", {}).get("matchLabels", labels)

    assert selector.items() <= labels.items()
    assert manifest["metadata"]["labels"] == labels


def test_service_and_budget_select_the_api() -> None:
    rendered = render(PRODUCTION)
    labels = rendered["Deployment", "api"]["spec"]["template"]["metadata"]["labels"]

    assert rendered["Service", "api"]["spec"]["selector"] == labels
    budget = rendered["PodDisruptionBudget", "api"]["spec"]
    assert budget["selector"]["matchLabels"] == labels
    target = rendered["HorizontalPodAutoscaler", "api"]["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) in rendered


def test_no_file_outside_of_the_folders() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {"base", "overlays", "deploy.sh"}


def test_pods_run_the_image_as_it_was_built() -> None:
    dockerfile = (ROOT / "examples/shop/Dockerfile").read_text()
    image = read_instructions(dockerfile)
    user, group = map(int, last(image, "USER").arguments.split(":"))
    port = int(last(image, "EXPOSE").arguments)
    rendered = render(PRODUCTION)

    for workload in WORKLOADS:
        security = pod(rendered[workload])["securityContext"]
        assert (security["runAsUser"], security["runAsGroup"]) == (user, group)
    commands = {
        name: [word for part in container["command"] for word in part.split("=")]
        for kind, name in WORKLOADS
        for container in containers(rendered[kind, name])
    }
    [api] = containers(rendered["Deployment", "api"])
    assert [each["containerPort"] for each in api["ports"]] == [port]
    built = last(image, "CMD").command
    assert commands["api"][: len(built)] == built
    for name in ("worker", "migrate"):
        assert f"`{' '.join(commands[name])}`" in dockerfile
