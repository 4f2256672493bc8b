"""The HTTP client below both libraries: how long it may take, and which of its errors say that nothing has left."""

import urllib.request
from typing import Final
from urllib.parse import urlsplit

from aiohttp import ClientConnectorError, ClientHttpProxyError, ClientTimeout, ConnectionTimeoutError

NEVER_SENT: Final = (ClientConnectorError, ClientHttpProxyError, ConnectionTimeoutError)
"""Errors of requests that haven't left: no connection came about, or none was free in time."""

DOWNLOAD_SECONDS: Final = 60.0
"""So long fetching a file may take."""


def bounds(seconds: float) -> ClientTimeout:
    """A bound for the whole request, half of it at most for getting a connection: what fails then never left."""
    return ClientTimeout(total=seconds, connect=seconds / 2)


def proxy_for(url: str) -> str | None:
    """The proxy that the environment names for an address (HTTPS_PROXY, NO_PROXY), to be asked for once."""
    parts = urlsplit(url)
    if urllib.request.proxy_bypass(parts.netloc):
        return None
    return urllib.request.getproxies().get(parts.scheme)
