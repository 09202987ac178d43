"""A request to an address that the client names, and that is public."""

import asyncio
from ipaddress import ip_address
from socket import SOCK_STREAM

from httpx import URL, AsyncClient
from pydantic import HttpUrl

from app.core.errors import UnprocessableError

HTTPS = 443


async def resolve_public(host: str) -> str:
    """Return an address of the host; UnprocessableError if one is not public."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, HTTPS, type=SOCK_STREAM)
    except OSError as error:
        raise UnprocessableError("The host has no address.") from error
    addresses = [str(address[0]) for *_, address in found]
    if not all(ip_address(address).is_global for address in addresses):
        raise UnprocessableError("The address is not public.")
    return addresses[0]


async def read_preview(client: AsyncClient, url: HttpUrl) -> str:
    """Return the page that a user has linked; UnprocessableError if it is not public.

    The request goes to the address that was checked: a second look-up of the name
    could return another one.
    """
    target = URL(str(url))
    if target.scheme != "https" or target.port is not None:
        raise UnprocessableError("Use an https address without a port.")
    response = await client.get(
        target.copy_with(host=await resolve_public(target.host)),
        headers={"Host": target.host},
        extensions={"sni_hostname": target.host},
        follow_redirects=False,
    )
    return response.text
