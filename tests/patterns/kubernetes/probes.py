"""Sends probes as the kubelet does: to the pod's address, with the probe's headers."""

from collections.abc import Mapping
from typing import Any

import httpx


def send(probe: Mapping[str, Any], address: str) -> int:
    """Return the status of one `httpGet` probe; the default host is the address."""
    get = probe["httpGet"]
    headers = {header["name"]: header["value"] for header in get.get("httpHeaders", [])}
    timeout: float = probe.get("timeoutSeconds", 1)
    return httpx.get(
        f"{address}{get['path']}", headers=headers, timeout=max(timeout, 5)
    ).status_code
