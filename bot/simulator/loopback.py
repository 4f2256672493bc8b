"""Tells whether an address can be reached from this machine alone."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Whether nobody outside of this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
