"""Whether the docs page works behind a proxy that serves the app below a prefix."""

from collections.abc import Callable

import httpx
from fastapi import FastAPI
from servers import http_server
from starlette.middleware import Middleware

from antipatterns.security.unstripped_root_path import ContentPolicyMiddleware
from app.core.middleware import SECURITY_HEADERS, SecurityHeadersMiddleware

POLICY = "content-security-policy"


def policies(layer: Middleware) -> dict[str, str | None]:
    """Return the policy of the docs page, with `--root-path` and without."""
    found: dict[str, str | None] = {}
    for root_path in ("", "/shop"):
        app = FastAPI(middleware=[layer])
        with http_server(app, root_path=root_path) as address:
            answer = httpx.get(f"{address}/docs")
        assert answer.status_code == 200
        found[root_path] = answer.headers.get(POLICY)
    return found


def test_docs_page_behind_a_prefix_gets_the_policy(
    measured: Callable[[str], None],
) -> None:
    found = policies(Middleware(ContentPolicyMiddleware))

    assert found == {"": None, "/shop": "default-src 'none'"}
    measured(
        "With `--root-path /shop` the docs page had the policy"
        f" `{found['/shop']}`, which blocks all of its scripts."
    )


def test_docs_page_of_the_shop_never_gets_it() -> None:
    layer = Middleware(SecurityHeadersMiddleware, headers=SECURITY_HEADERS)

    assert policies(layer) == {"": None, "/shop": None}
