"""Reads manifests, and renders the part of kustomize that the overlay uses."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from dotenv import dotenv_values

type Manifest = dict[str, Any]

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "examples/shop/deploy/kubernetes"
BASE = FOLDER / "base"
PRODUCTION = FOLDER / "overlays/production"
KUSTOMIZATION = "kustomization.yaml"


def load(path: Path) -> Manifest:
    """Return the one document of a file."""
    document: Manifest = yaml.safe_load(path.read_text("utf-8"))
    return document


def variables() -> dict[str, str]:
    """Return the values of the ConfigMap."""
    return {
        name: value or "" for name, value in dotenv_values(BASE / "shop.env").items()
    }


def identity(manifest: Manifest) -> tuple[str, str]:
    """Return kind and name."""
    return manifest["kind"], manifest["metadata"]["name"]


def merge(old: Manifest, new: Manifest) -> Manifest:
    """Return a strategic merge of mappings; KeyError for a list, which has none."""
    merged = dict(old)
    for key, value in new.items():
        if isinstance(value, list):
            raise KeyError(key)
        is_map = isinstance(value, dict)
        merged[key] = merge(old.get(key, {}), value) if is_map else value
    return merged


def render(folder: Path) -> dict[tuple[str, str], Manifest]:
    """Return the manifests of a kustomization; KeyError for a patch without target."""
    settings = load(folder / KUSTOMIZATION)
    found: dict[tuple[str, str], Manifest] = {}
    for resource in settings["resources"]:
        path = folder / resource
        if path.is_dir():
            found |= render(path)
        else:
            manifest = load(path)
            found[identity(manifest)] = manifest
    for patch in settings.get("patches", []):
        change = load(folder / patch["path"])
        key = identity(change)
        found[key] = merge(found[key], change)
    images = {image["name"]: image for image in settings.get("images", [])}
    for container in [c for m in found.values() for c in containers(m)]:
        name = container["image"].partition(":")[0]
        if name in images:
            container["image"] = "{newName}:{newTag}".format(**images[name])
    return found


def pod(manifest: Manifest) -> Manifest:
    """Return the specification of the pods, empty for what has none."""
    spec: Manifest = manifest.get("spec", {}).get("template", {}).get("spec", {})
    return spec


def containers(manifest: Manifest) -> Iterator[Manifest]:
    """Yield every container, also those that run first."""
    for kind in ("initContainers", "containers"):
        yield from pod(manifest).get(kind, [])
