"""The HTTP client below both libraries: how long it may take, and which of its errors say that nothing has left."""

import urllib.request
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from aiohttp import ClientConnectorError, ClientHttpProxyError, ClientTimeout, ConnectionTimeoutError

from handlers.messenger import NotSent, Unknown

NEVER_SENT: Final = (ClientConnectorError, ClientHttpProxyError, ConnectionTimeoutError)
"""Errors of requests that haven't left: no connection came about, or none was free in time."""

DOWNLOAD_SECONDS: Final = 60.0
"""So long fetching a file may take."""


def bounds(seconds: float) -> ClientTimeout:
    """A bound for the whole request, half of it at most for getting a connection: what fails then never left."""
    return ClientTimeout(total=seconds, connect=seconds / 2)


def proxy_for(url: str) -> str | None:
    """The proxy that the environment names for an address (HTTPS_PROXY, NO_PROXY), to be asked for once.

    What is on this machine is reached without one, whatever the environment says: a simulator, a Bot API server.
    """
    parts = urlsplit(url)
    if _is_here(parts.hostname or "") or urllib.request.proxy_bypass(parts.netloc):
        return None
    named = urllib.request.getproxies().get(parts.scheme)
    return named if not named or "://" in named else f"http://{named}"


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def failed(cause: BaseException, *, token: str, proxy: str | None) -> NotSent | Unknown:
    """How a call ended that has failed by this; told without the token's secret and the proxy's password."""
    said = f"{type(cause).__name__}: {cause}"
    for secret in (token.rpartition(":")[2], urlsplit(proxy).password if proxy else None):
        said = said.replace(secret, "...") if secret else said
    said = said.removesuffix(": ")
    return NotSent(said) if isinstance(cause, NEVER_SENT) else Unknown(said)
