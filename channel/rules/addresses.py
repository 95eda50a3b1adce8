"""Which addresses no other machine can reach: the only ones that may do without TLS.

Responsible for: that one rule, the same for the server that listens and the clients that connect.
"""

from __future__ import annotations

import ipaddress


def is_loopback(host: str) -> bool:
    """True for ``localhost`` and the loopback addresses; ``host`` is a name or an address without port."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
