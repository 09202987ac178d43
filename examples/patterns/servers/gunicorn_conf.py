"""Settings of `gunicorn -c gunicorn_conf.py "app.main:create_app()"`."""

import os
from pathlib import Path


def count_cpus(cgroup: Path) -> int:
    """Return the CPUs that the container may use, at least 1."""
    available = len(os.sched_getaffinity(0))
    file = cgroup / "cpu.max"
    quota, _, period = (
        file.read_text().partition(" ") if file.exists() else ("max",) * 3
    )
    if quota == "max":
        return available
    return max(1, min(available, int(quota) // int(period)))


bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "asgi"
asgi_lifespan = "on"
workers = count_cpus(Path("/sys/fs/cgroup"))
forwarded_allow_ips = os.environ.get("PROXY_NETWORK", "127.0.0.1")
graceful_timeout = 20  # seconds for requests in flight
