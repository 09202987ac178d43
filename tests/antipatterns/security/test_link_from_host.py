"""Where a mailed link leads when an attacker sets the `Host` header."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import URL, Request, Response
from layers import middleware_of
from starlette.middleware.trustedhost import TrustedHostMiddleware

from antipatterns.security import link_from_host as wrong
from app.config import Settings

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
OURS, EVIL = "shop.example", "evil.example"


async def mailed_hosts(app: FastAPI, ask: Ask) -> dict[str, str]:
    """Request a link for Ada and one for Bob, with different `Host` headers."""
    for email, host in {"ada": OURS, "bob": EVIL}.items():
        url = f"https://{OURS}/password-resets"
        await ask(
            app, Request("POST", url, json={"email": email}, headers={"Host": host})
        )
    mails: dict[str, str] = app.state.mails
    return {email: URL(link).host for email, link in mails.items()}


async def test_mailed_link_leads_to_the_requested_host(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    hosts = await mailed_hosts(wrong.create_app(), ask)

    assert hosts == {"ada": OURS, "bob": EVIL}
    measured(f"The link in Bob's mail led to `{hosts['bob']}`.")


async def test_trusted_host_middleware_refuses_the_request(ask: Ask) -> None:
    layer = middleware_of(Settings(allowed_hosts=[OURS]), TrustedHostMiddleware)
    app = wrong.create_app()
    app.user_middleware.append(layer)

    assert await mailed_hosts(app, ask) == {"ada": OURS}
