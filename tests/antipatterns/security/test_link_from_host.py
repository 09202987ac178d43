"""Where the link in a mail leads that somebody else has asked for."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import URL, Request, Response

from antipatterns.security import link_from_host as wrong
from app.core.middleware import AllowedHostsMiddleware

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
OURS, EVIL = "shop.example", "evil.example"


async def hosts_mailed(app: FastAPI, ask: Ask) -> dict[str, str]:
    """Ask for Ada's and Bob's link, for each by another `Host`."""
    for email, host in {"ada": OURS, "bob": EVIL}.items():
        url = f"https://{OURS}/password-resets"
        await ask(
            app, Request("POST", url, json={"email": email}, headers={"Host": host})
        )
    mails: dict[str, str] = app.state.mails
    return {email: URL(link).host for email, link in mails.items()}


async def test_the_mailed_link_leads_to_whom_the_request_names(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    hosts = await hosts_mailed(wrong.create_app(), ask)

    assert hosts == {"ada": OURS, "bob": EVIL}
    measured(f"The link in Bob's mail led to `{hosts['bob']}`.")


async def test_the_shops_layer_lets_no_other_name_in(ask: Ask) -> None:
    app = wrong.create_app()
    app.add_middleware(AllowedHostsMiddleware, allowed_hosts=[OURS])

    assert await hosts_mailed(app, ask) == {"ada": OURS}
