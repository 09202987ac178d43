import time
from functools import lru_cache

requests: dict[str, list[float]] = {}


def allowed(client: str) -> bool:
    now = time.time()
    recent = [at for at in requests.get(client, []) if at > now - 60]
    requests[client] = [*recent, now]
    return len(recent) < 10


@lru_cache(maxsize=None)
def rates() -> dict[str, float]:
    return {}
